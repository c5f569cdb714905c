using LtcActors.Engine.Ports;

namespace LtcActors.Engine.Running;

/// <summary>The scheduler of production: a thread a worker.</summary>
public sealed class ThreadScheduler(TimeProvider clock) : IScheduler
{
    private readonly List<Worker> workers = [];

    public IWorker Add(string name, Func<bool> step)
    {
        var worker = new Worker(name, step, clock);
        workers.Add(worker);
        return worker;
    }

    public void Dispose()
    {
        foreach (var worker in workers)
        {
            worker.Stop();
        }
    }

    private sealed class Worker : IWorker
    {
        private readonly AutoResetEvent signal = new(initialState: false);
        private readonly Thread thread;
        private readonly ITimer timer;
        private readonly TimeProvider clock;
        private volatile bool stopped;
        private int asleep = 1;

        public Worker(string name, Func<bool> step, TimeProvider clock)
        {
            this.clock = clock;
            timer = clock.CreateTimer(_ => Signal(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            thread = new Thread(() => Run(step)) { Name = name, IsBackground = true };
            thread.Start();
        }

        public void Signal()
        {
            // The kernel is only called for a worker that sleeps, or is about to.
            if (Interlocked.Exchange(ref asleep, 0) == 1)
            {
                signal.Set();
            }
        }

        public void WakeAt(DateTimeOffset? instant)
        {
            var due = instant is { } at ? at - clock.GetUtcNow() : Timeout.InfiniteTimeSpan;
            timer.Change(instant is not null && due < TimeSpan.Zero ? TimeSpan.Zero : Min(due, TimeSpan.FromDays(1)), Timeout.InfiniteTimeSpan);
        }

        public void Stop()
        {
            stopped = true;
            Signal();
            signal.Set();
            if (thread != Thread.CurrentThread)
            {
                thread.Join();
            }

            timer.Dispose();
        }

        private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

        private void Run(Func<bool> step)
        {
            signal.WaitOne();
            while (!stopped)
            {
                if (step())
                {
                    continue;
                }

                // Announce the sleep first, then look once more: a signal between the two is never lost.
                Interlocked.Exchange(ref asleep, 1);
                if (!stopped && !step())
                {
                    signal.WaitOne();
                }

                Interlocked.Exchange(ref asleep, 0);
            }
        }
    }
}
