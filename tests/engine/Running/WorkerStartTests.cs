using System.Text;
using LtcActors.Engine.Memory;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Running;

namespace LtcActors.Engine.Tests.Running;

/// <summary>A worker runs as soon as it is started, and whoever has work for it may come before it can be told.</summary>
public sealed class WorkerStartTests
{
    private const string Registered =
        """{"specversion":"1.0","type":"ltc.person.registered","source":"/r","id":"1","time":"2026-06-01T00:00:00Z","subject":"p1","data":{"name":"张三","birthDate":"1940-01-01","districtCode":"120101","home":{"lat":39.1,"lon":117.2}}}""";

    [Fact]
    public async Task A_request_that_comes_after_the_writers_first_look_and_before_it_can_be_told_is_written()
    {
        var journal = new MemoryJournal();
        var intake = new Intake(journal, TimeProvider.System, new Limits(), static _ => { }, static () => 0);
        var written = Task.FromResult<EventResult[]>([]);
        intake.Start(new Started(() => written = intake.SubmitAsync([TestEngine.Parse(Encoding.UTF8.GetBytes(Registered))])));
        Assert.True(written.IsCompletedSuccessfully, "Nobody looked.");
        Assert.Equal((EventStatus.Accepted, 1L), ((await written).Single().Status, (await written).Single().Seq));
    }

    /// <summary>Steps on the caller's thread: when it is started, and whenever it is told to.</summary>
    /// <param name="meanwhile">Happens after its first look, before whoever starts it has it in hand.</param>
    private sealed class Started(Action meanwhile) : IScheduler
    {
        public IWorker Start(string name, Func<bool> step)
        {
            var worker = new Worker(step);
            worker.Signal();
            meanwhile();
            return worker;
        }

        public void Dispose()
        {
        }

        private sealed class Worker(Func<bool> step) : IWorker
        {
            public void Signal()
            {
                while (step())
                {
                }
            }

            public void WakeAt(DateTimeOffset? instant)
            {
            }

            public void Stop()
            {
            }
        }
    }
}
