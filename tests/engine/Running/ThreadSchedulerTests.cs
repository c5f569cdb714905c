using LtcActors.Engine.Ports;
using LtcActors.Engine.Running;

namespace LtcActors.Engine.Tests.Running;

public sealed class ThreadSchedulerTests
{
    // A worker that ran at once could fall asleep before anybody knew it, and what was queued for it in between lay there until
    // something else came: seen as a request of twenty seconds, once in a dozen takeovers on a busy machine.
    [Fact]
    public void A_worker_does_nothing_before_whoever_added_it_has_it_in_hand_and_signals()
    {
        using var scheduler = new ThreadScheduler(TimeProvider.System);
        for (var i = 0; i < 200; i++)
        {
            IWorker? own = null;
            using var ran = new ManualResetEventSlim();
            var known = false;
            own = scheduler.Add("test", () =>
            {
                known = Volatile.Read(ref own) is not null;
                ran.Set();
                return false;
            });
            own.Signal();
            Assert.True(ran.Wait(TimeSpan.FromMinutes(1)));
            Assert.True(known, $"Worker {i} ran before it was known.");
        }
    }

    [Fact]
    public void Every_signal_is_followed_by_a_step_that_sees_what_was_queued_before_it()
    {
        using var scheduler = new ThreadScheduler(TimeProvider.System);
        using var caughtUp = new SemaphoreSlim(0);
        var (queued, seen) = (0, 0);
        var worker = scheduler.Add("test", () =>
        {
            if (Volatile.Read(ref queued) is var now && now > seen)
            {
                seen = now;
                caughtUp.Release();
            }

            return false;
        });
        for (var i = 0; i < 20_000; i++)
        {
            Interlocked.Increment(ref queued);
            worker.Signal();
            Assert.True(caughtUp.Wait(TimeSpan.FromMinutes(1)), $"Signal {i} was lost.");
        }
    }
}
