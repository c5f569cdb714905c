using System.Text;

namespace LtcActors.Engine.Tests.Running;

/// <summary>Where commits keep a distance, what comes within it goes together, and nobody waits for longer.</summary>
public sealed class CommitIntervalTests
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(10);

    [Fact]
    public void What_comes_soon_after_a_commit_goes_together_in_the_next()
    {
        var engine = TestEngine.Start(limits: new() { CommitEvery = Every });
        // Long after the last: at once.
        Assert.Empty(Assert.Single(engine.Post(Registered(0))).Problems);
        var waiting = Enumerable.Range(1, 3).Select(n => engine.Supervision.SubmitAsync([TestEngine.Parse(Encoding.UTF8.GetBytes(Registered(n)))])).ToList();
        engine.Run(int.MaxValue);
        Assert.All(waiting, w => Assert.False(w.IsCompleted));
        Assert.Equal(1, engine.Journal.LastSeq);

        engine.Pass(Every);
        Assert.Equal([2, 3, 4], waiting.Select(w => Assert.Single(engine.Wait(w)).Seq));
        Assert.Equal([1, 3], engine.Journal.ReadBatches(0).Select(b => b.Events.Count));
    }

    [Fact]
    public void With_enough_for_a_commit_it_does_not_wait_and_a_clock_that_was_set_back_keeps_nobody_waiting()
    {
        var limits = new Limits { CommitEvery = Every, CommitEvents = 8 };
        var engine = TestEngine.Start(limits: limits);
        engine.Post(Registered(0));
        engine.Post(Registered(1), Registered(2));
        Assert.Equal(3, engine.Journal.LastSeq);

        engine.Clock.Advance(-TimeSpan.FromHours(1));
        engine.Post(Registered(3));
        Assert.Equal(4, engine.Journal.LastSeq);
    }

    private static string Registered(int n) => $$$$"""
        {"specversion":"1.0","type":"ltc.person.registered","source":"/agency","id":"p{{{{n}}}}","time":"2026-06-01T08:00:00+08:00","subject":"p{{{{n}}}}",
         "data":{"name":"甲","birthDate":"1940-01-01","districtCode":"120101","home":{"lat":39.12,"lon":117.2}}}
        """;
}
