using System.Diagnostics;
using System.Globalization;
using LtcActors.Domain;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;
using LtcActors.Engine.Wire;
using LtcActors.Simulator;

namespace LtcActors.Bench;

/// <summary>
/// What the rules cost. By themselves: every event of a city with planted offences through all actors it concerns, their briefs, and all
/// rules of these, one event after the other on one thread; as all rules together take that long, no rule takes longer. And in the whole:
/// ingest until judged, in turn with the silo of another build (<c>--against DIR</c>), such as the one with the first rules.
/// </summary>
internal static class RulesBench
{
    private const int Persons = 2_000;
    private const int Days = 30;
    private const int Offences = 400;
    private const int Batch = 100;
    private const int Connections = 32;
    private const int Warm = 500_000;
    private const double MostMicroseconds = 1_000;

    public static async Task MeasureAsync(BenchOptions o)
    {
        var (medians, nineties, worst) = (new List<double>(), new List<double>(), new List<double>());
        for (var run = 0; run < o.Runs; run++)
        {
            var took = new Figures(Judge((ulong)run + 1));
            medians.Add(took.Median);
            nineties.Add(took.Quantile(0.99));
            worst.Add(took.Max);
        }

        Report.Note($"   {Catalogue.All.Length} rules, each event by all of them: no rule can take longer than all");
        Report.Line("an event, all rules, median", new(medians), "µs", goal: MostMicroseconds, atMost: true);
        Report.Line("  99 of 100", new(nineties), "µs", goal: MostMicroseconds, atMost: true);
        Report.Line("  the slowest", new(worst), "µs");
        var shelf = ShelfBench.Run();
        Report.Line("a signature, on a shelf of 10,000", new(shelf.Microseconds), "µs");
        Report.Line("  what a checkpoint writes of the shelf", new([shelf.Bytes / 1024.0]), "KiB");
        if (o.Against is { } other)
        {
            await AgainstAsync(o, other);
        }
    }

    private static async Task AgainstAsync(BenchOptions o, string other)
    {
        var (rates, others) = (new List<double>(), new List<double>());
        for (var run = 0; run < o.Runs; run++)
        {
            others.Add(await IngestAsync(o, other, $"o{run}-"));
            rates.Add(await IngestAsync(o, AppContext.BaseDirectory, $"r{run}-"));
        }

        Report.Line("durable ingest until judged, all rules", new(rates), "events/s", new(others), "the other build", 0.85);
    }

    private static async Task<double> IngestAsync(BenchOptions o, string build, string prefix)
    {
        var folder = Scenarios.Fresh(o, "rules");
        var (silo, _) = await SiloProcess.StartAsync(folder, build: build);
        using (silo)
        {
            var load = new Load(silo, Scenarios.City(100_000, o.Events + Warm, prefix));
            await load.RegisterAsync();
            await load.PostAsync(0, Warm, Batch, Connections);
            await silo.SettledAsync();
            var watch = Stopwatch.StartNew();
            await load.PostAsync(Warm, o.Events, Batch, Connections);
            await silo.SettledAsync();
            var rate = o.Events / watch.Elapsed.TotalSeconds;
            Report.Note(string.Create(CultureInfo.InvariantCulture, $"   {prefix} {rate:N0}/s"));
            silo.Kill();
            return rate;
        }
    }

    /// <returns>Microseconds of each event after the first tenth, by which the code is compiled.</returns>
    private static List<double> Judge(ulong seed)
    {
        var city = City.Create(new CityOptions { Persons = Persons, Days = Days, Offences = Offences, Seed = seed, Now = new(2026, 6, 30, 0, 0, 0, TimeSpan.Zero), TrackPoints = 10 });
        var parser = new EventParser();
        var stage = new Stage(Silo.Hosting.PolicyFiles.Read());
        var took = new List<double>(city.Events.Count);
        long seq = 0;
        foreach (var sent in city.Events)
        {
            var parsed = parser.ParseStructured(sent.ToJson());
            var entry = new Entry(++seq, parsed.Time, parsed.Time, parsed.Key, parsed.Fact ?? throw new InvalidOperationException($"{sent.Id} is no event."));
            var before = Stopwatch.GetTimestamp();
            stage.Take(entry);
            took.Add(Stopwatch.GetElapsedTime(before).TotalMicroseconds);
        }

        return took.GetRange(took.Count / 10, took.Count - (took.Count / 10));
    }

    /// <summary>Actors in memory, and what they find and tell: an epoch an event, and nothing of an engine around it.</summary>
    private sealed class Stage(IPolicies policies) : Judgement
    {
        private readonly Dictionary<ActorId, Actor> actors = [];
        private readonly List<(ActorId To, ActorId From, Brief Brief)> telling = [];
        private readonly HashSet<Actor> touched = [];
        private DateTimeOffset now;

        public override IPolicies Policies => policies;

        public override DateTimeOffset Now => now;

        public override void Tell(ActorId from, ActorId to, Brief brief) => telling.Add((to, from, brief));

        public override void Replace(Actor actor, string scope, ReadOnlySpan<Finding> findings) => actor.Findings.Set(scope, findings);

        public void Take(Entry entry)
        {
            now = entry.RecordedAt > now ? entry.RecordedAt : now;
            Span<ActorId> to = new ActorId[Routes.Max];
            foreach (var id in to[..Routes.Of(entry.Fact, to)])
            {
                if (Routes.Folds(id.Kind, entry.Fact))
                {
                    var actor = Of(id);
                    actor.Apply(entry);
                    touched.Add(actor);
                }
            }

            JudgeTouched();
            while (telling.Count > 0)
            {
                var told = telling.OrderBy(t => t.To).ThenBy(t => t.From).ToList();
                telling.Clear();
                foreach (var (receiver, from, brief) in told)
                {
                    var actor = Of(receiver);
                    actor.Hear(from, brief);
                    touched.Add(actor);
                }

                JudgeTouched();
            }
        }

        private void JudgeTouched()
        {
            foreach (var actor in touched)
            {
                actor.Judge(this);
            }

            touched.Clear();
        }

        private Actor Of(ActorId id)
        {
            if (!actors.TryGetValue(id, out var actor))
            {
                actors[id] = actor = Actor.Create(id);
                actor.KeepPagesIn(new Pages());
            }

            return actor;
        }

        /// <summary>Nothing is ever kept, so that nothing is read back.</summary>
        private sealed class Pages : IStatePages
        {
            public ReadOnlyMemory<byte> Read(ActorId id, int number) => throw new InvalidDataException("No page was kept.");
        }
    }
}
