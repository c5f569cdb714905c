using LtcActors.Engine.Ports;

namespace LtcActors.Engine.Tests.Running;

/// <summary>All workers of an engine on the caller's thread, each next step drawn from a seed: an interleaving that can be run again.</summary>
internal sealed class SeededScheduler(int seed, TimeProvider clock) : IScheduler
{
    private readonly Random chance = new(seed);
    private readonly List<Worker> workers = [];

    public IWorker Add(string name, Func<bool> step)
    {
        var worker = new Worker(step, clock);
        workers.Add(worker);
        return worker;
    }

    /// <summary>Steps workers until none has anything to do.</summary>
    public void RunUntilIdle() => Run(int.MaxValue);

    /// <summary>Steps workers so many times, or until none has anything to do.</summary>
    public void Run(int steps)
    {
        for (; steps > 0; steps--)
        {
            var ready = workers.Where(w => w.Ready).ToList();
            if (ready.Count == 0)
            {
                return;
            }

            ready[chance.Next(ready.Count)].Step();
        }
    }

    public void Dispose() => workers.Clear();

    private sealed class Worker : IWorker
    {
        private readonly Func<bool> step;
        private readonly TimeProvider clock;
        private readonly ITimer timer;
        private bool stopped;
        private int signalled;

        public Worker(Func<bool> step, TimeProvider clock)
        {
            this.step = step;
            this.clock = clock;
            timer = clock.CreateTimer(_ => Signal(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Ready => !stopped && Volatile.Read(ref signalled) == 1;

        public void Step()
        {
            Volatile.Write(ref signalled, 0);
            if (step())
            {
                Volatile.Write(ref signalled, 1);
            }
        }

        public void Signal() => Volatile.Write(ref signalled, 1);

        public void WakeAt(DateTimeOffset? instant) => timer.Change(
            instant is { } at ? (at > clock.GetUtcNow() ? at - clock.GetUtcNow() : TimeSpan.Zero) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public void Stop()
        {
            stopped = true;
            timer.Dispose();
        }
    }
}
