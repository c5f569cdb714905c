using System.Text;
using LtcActors.Engine.Alerts;

namespace LtcActors.Engine.Tests.Running;

/// <summary>Settled means that there is nothing left to do with what came before: a silo that ends then leaves no tail to the next.</summary>
public sealed class SettledTests
{
    private const int Visits = 3;

    [Fact]
    public void Settled_means_that_the_commits_of_the_alerts_are_passed_too_whatever_the_interleaving()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var engine = Start(seed);
            Step(engine, engine.Supervision.SettledAsync());
            Assert.Equal(Visits, engine.AllAlerts().Count(a => a.Rule == "GEO-01"));
            Assert.True(
                engine.Supervision.Health.Position == engine.Journal.LastSeq,
                $"Seed {seed}: judged up to {engine.Supervision.Health.Position} of {engine.Journal.LastSeq}.");
        }
    }

    [Fact]
    public void A_checkpoint_that_is_asked_for_then_reaches_the_end_of_the_journal()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var engine = Start(seed);
            Step(engine, engine.Supervision.SettledAsync());
            Step(engine, engine.Supervision.CheckpointAsync());
            Assert.True(engine.Store.Position == engine.Journal.LastSeq, $"Seed {seed}: kept up to {engine.Store.Position} of {engine.Journal.LastSeq}.");
        }
    }

    [Fact]
    public void Who_asks_for_a_checkpoint_while_one_is_written_gets_one_that_has_all_that_was_judged_when_it_asked()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var engine = Start(seed);
            Step(engine, engine.Supervision.SettledAsync());
            _ = engine.Supervision.CheckpointAsync();
            Submit(engine, Visits);
            engine.Run(seed % 40);
            var judged = engine.Supervision.Health.Position;
            Step(engine, engine.Supervision.CheckpointAsync());
            Assert.True(engine.Store.Position >= judged, $"Seed {seed}: kept up to {engine.Store.Position}, and {judged} was judged.");
        }
    }

    [Fact]
    public void What_is_decided_after_it_was_asked_for_is_not_waited_for()
    {
        var engine = Start(seed: 1);
        var settled = engine.Supervision.SettledAsync();
        var steps = 0;
        for (var n = 0; !settled.IsCompleted; n++)
        {
            // Every round brings another alert: there is never an instant in which none is on its way to the journal.
            Submit(engine, Visits + n);
            engine.Run(20);
            Assert.True(++steps < 1_000, "It is never settled.");
        }
    }

    /// <summary>Check-ins 300 m from home, each on its way to the journal for some steps before the next.</summary>
    private static TestEngine Start(int seed)
    {
        var engine = TestEngine.Start(seed: seed);
        engine.Post("""
            {"specversion":"1.0","type":"ltc.person.registered","source":"/agency","id":"p1","time":"2026-06-01T08:00:00+08:00","subject":"p1",
             "data":{"name":"甲","birthDate":"1940-01-01","districtCode":"120101","home":{"lat":39.12,"lon":117.2}}}
            """);
        for (var n = 0; n < Visits; n++)
        {
            Submit(engine, n);
            engine.Run(seed % 5);
        }

        return engine;
    }

    private static void Submit(TestEngine engine, int number)
    {
        var at = new DateTimeOffset(2026, 6, 2, 9, 0, 0, TimeSpan.FromHours(8)) + TimeSpan.FromHours(number);
        // A degree of latitude is 111,195 m on the sphere.
        var checkIn = FormattableString.Invariant(
            $$$$"""
            {"specversion":"1.0","type":"ltc.visit.checked-in","source":"/phones","id":"v{{{{number}}}}","time":"{{{{at:yyyy-MM-ddTHH:mm:sszzz}}}}","subject":"p1",
             "data":{"visitId":"v{{{{number}}}}","caregiverId":"c1","position":{"lat":{{{{39.12 + (300 / 111_195.0)}}}},"lon":117.2,"accuracy":10,"mock":false}}}
            """);
        _ = engine.Supervision.SubmitAsync([TestEngine.Parse(Encoding.UTF8.GetBytes(checkIn))]);
    }

    private static void Step(TestEngine engine, Task until)
    {
        for (var steps = 0; !until.IsCompleted; steps++)
        {
            Assert.True(steps < 10_000, "It never comes to an end.");
            engine.Run(1);
        }
    }
}
