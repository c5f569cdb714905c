using System.Diagnostics;
using System.Globalization;
using LtcActors.Domain;
using LtcActors.Domain.Actors;
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
    private static readonly DateTimeOffset Today = new(2026, 6, 30, 0, 0, 0, TimeSpan.Zero);

    /// <summary>When June, of which the city has all but a day, is over and the grace of vis.monthGrace and vis.planGrace too.</summary>
    private static readonly DateTimeOffset MonthClosed = new(2026, 7, 6, 0, 0, 0, TimeSpan.FromHours(8));

    /// <summary>
    /// Who is judged then. An institution is not: it has told its caregivers before of which months it knows check-ins. Peers, of whom a
    /// city has few groups, are measured by themselves.
    /// </summary>
    private static readonly ActorKind[] MonthSubjects = [ActorKind.Person, ActorKind.Caregiver];

    public static async Task MeasureAsync(BenchOptions o)
    {
        var policies = Silo.Hosting.PolicyFiles.Read();
        var events = new List<Figures>();
        var months = MonthSubjects.ToDictionary(static kind => kind, static _ => new List<Figures>());
        for (var run = 0; run < o.Runs; run++)
        {
            var stage = new Stage(policies);
            events.Add(Judge(stage, (ulong)run + 1));
            MonthEnd(stage, months);
        }

        Report.Note($"   {Catalogue.All.Length} rules, each event by all of them: no rule can take longer than all");
        Lines("an event, all rules", events);
        foreach (var kind in MonthSubjects)
        {
            Lines($"a month's end, a {kind.ToString().ToLowerInvariant()}", months[kind]);
        }

        Report.Note($"   a changed month of peers: {string.Join(", ", PeersBench.Rules)} in one, all of them within what one may take");
        foreach (var peers in (int[])[500, 5_000])
        {
            Lines(
                string.Create(CultureInfo.InvariantCulture, $"a changed month, {peers:N0} peers"),
                [.. Enumerable.Range(0, o.Runs).Select(_ => new Figures(PeersBench.Run(policies, peers)))]);
        }

        var shelf = ShelfBench.Run();
        Report.Line("a signature, on a shelf of 10,000", new(shelf.Microseconds), "µs");
        Report.Line("  what a checkpoint writes of the shelf", new([shelf.Bytes / 1024.0]), "KiB");
        if (o.Against is { } other)
        {
            await AgainstAsync(o, other);
        }
    }

    /// <param name="runs">Microseconds of every event or subject.</param>
    private static void Lines(string what, IReadOnlyList<Figures> runs)
    {
        Report.Line($"{what}, median", new([.. runs.Select(static r => r.Median)]), "µs", goal: MostMicroseconds, atMost: true);
        Report.Line("  99 of 100", new([.. runs.Select(static r => r.Quantile(0.99))]), "µs", goal: MostMicroseconds, atMost: true);
        Report.Line("  the slowest", new([.. runs.Select(static r => r.Max)]), "µs");
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
    private static Figures Judge(Stage stage, ulong seed)
    {
        var city = City.Create(new CityOptions { Persons = Persons, Days = Days, Offences = Offences, Seed = seed, Now = Today, TrackPoints = 10 });
        var parser = new EventParser();
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

        return new(took.GetRange(took.Count / 10, took.Count - (took.Count / 10)));
    }

    /// <summary>Everything else that waits is done before: what is measured is the month alone (VIS-11, VIS-14, VIS-15, STF-07, COL-04).</summary>
    private static void MonthEnd(Stage stage, Dictionary<ActorKind, List<Figures>> to)
    {
        stage.Wake(MonthClosed.AddSeconds(-1));
        var took = stage.Wake(MonthClosed);
        foreach (var (kind, runs) in to)
        {
            runs.Add(new([.. took.Where(t => t.Key.Kind == kind).Select(static t => t.Value)]));
        }
    }
}
