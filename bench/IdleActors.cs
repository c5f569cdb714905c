using System.Text.Json;
using LtcActors.Domain.Policies;
using LtcActors.Engine;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Running;
using LtcActors.Engine.Wire;
using LtcActors.Journal.Sqlite;

namespace LtcActors.Bench;

/// <summary>
/// What an actor at rest holds: the engine in this process, registrations and one visit each, heap before and after, three minutes
/// after the last word. Before means with a city that has filled what is filled once, as the journal's cache.
/// </summary>
internal static class IdleActors
{
    public static async Task MeasureAsync(BenchOptions o)
    {
        var folder = Scenarios.Fresh(o, "idle");
        var policies = Silo.Hosting.PolicyFiles.Read();
        var clock = new LaterClock();
        using var journal = SqliteJournal.Open(folder);
        using var store = SqliteStateStore.Open(folder);
        await using var engine = await Supervision.StartAsync(new EngineOptions
        {
            Journal = journal,
            Store = store,
            Policies = policies,
            Clock = clock,
            Scheduler = new ThreadScheduler(clock),
            Parsers = () => new EventParser().ParseStructured,
            Cite = new(policies),
        });
        await PostAsync(engine, Scenarios.City(35_000, 350_000, "w-"));
        var before = await HeapAsync(engine, clock);
        await PostAsync(engine, Scenarios.City(200_000, 2_000_000, "i-"));
        var after = await HeapAsync(engine, clock);
        var actors = after.Actors - before.Actors;
        Report.Line("bytes an idle actor, in memory", new([(double)(after.Bytes - before.Bytes) / actors]), "B", goal: 2_048, atMost: true);
        Report.Note($"   {actors} actors: 200,000 persons registered, assessed, arranged, one visit each, and their caregivers");
    }

    private static async Task PostAsync(Supervision engine, LoadCity city)
    {
        var parser = new EventParser();
        var parsed = new List<ParsedEvent>();
        foreach (var batch in city.Registrations(500))
        {
            parsed.Clear();
            parser.ParseBatch(batch, 1_000, parsed);
            await engine.SubmitAsync([.. parsed]);
        }

        var buffer = new byte[1_024];
        for (long n = 0; n < city.PerDay;)
        {
            List<ParsedEvent> events = [];
            for (; events.Count < 500 && n < city.PerDay; n++)
            {
                // The ends of the visits; their tracks are not what an idle actor is asked for.
                if (city.IsEnd(n))
                {
                    events.Add(parser.ParseStructured(buffer.AsMemory(0, city.Write(n, buffer)).ToArray()));
                }
            }

            await engine.SubmitAsync(events);
        }

        await engine.SettledAsync();
    }

    private static async Task<(long Bytes, long Actors)> HeapAsync(Supervision engine, LaterClock clock)
    {
        await engine.CheckpointAsync();
        clock.Later += new Limits().RestAfter + TimeSpan.FromMinutes(1);
        await engine.CheckpointAsync();
        return (GC.GetTotalMemory(forceFullCollection: true), engine.Health.ActiveActors);
    }

    /// <summary>The machine's clock, some minutes on.</summary>
    private sealed class LaterClock : TimeProvider
    {
        public TimeSpan Later { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Later;
    }
}
