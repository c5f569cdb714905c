using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace LtcActors.Bench;

/// <param name="Runs">Repetitions of each figure.</param>
/// <param name="Events">Events a run.</param>
/// <param name="Folder">Scratch folder; emptied by every run.</param>
/// <param name="Store">Journal of <c>ingest</c>: sqlite or postgres.</param>
/// <param name="Against">Folder with the silo of another build, for <c>rules</c>; null: none.</param>
/// <param name="Minutes">How long <c>page</c> takes.</param>
internal sealed record BenchOptions(int Runs, int Events, string Folder, string Store, string? Against, int Minutes);

internal static class Scenarios
{
    private const int Batch = 100;
    private const int Connections = 64;

    /// <summary>Events before the measured ones: until the code is compiled and the city has its first visits.</summary>
    private const int Warm = 2_000_000;

    /// <summary>So many persons fill one day with three and a half million events.</summary>
    private const int IngestPersons = 140_000;

    public static IReadOnlyDictionary<string, Func<BenchOptions, Task>> All { get; } = new Dictionary<string, Func<BenchOptions, Task>>
    {
        ["limits"] = LimitsAsync,
        ["ingest"] = IngestAsync,
        ["decay"] = DecayAsync,
        ["single"] = SingleAsync,
        ["latency"] = LatencyAsync,
        ["alert"] = AlertAsync,
        ["boards"] = BoardsBench.MeasureAsync,
        ["page"] = BoardsBench.MeasurePageAsync,
        ["flat"] = FlatAsync,
        ["idle"] = IdleActors.MeasureAsync,
        ["restart"] = RestartAsync,
        ["replay"] = ReplayBench.MeasureAsync,
        ["rules"] = RulesBench.MeasureAsync,
#if ORLEANS
        ["orleans"] = OrleansCluster.MeasureAsync,
        ["fanout"] = FanOut.MeasureAsync,
#endif
    };

    /// <summary>
    /// A city whose last day of that many events is over and yet began less than 25 hours ago, in daylight in Shanghai, whenever the
    /// benchmark runs: nobody's clock is ahead, and nobody is held for a check-out of that day that has not come (VIS-01). Of earlier
    /// days everybody is whose check-out comes more than a second after the check-in, and let go again: what is paced must fit into one.
    /// </summary>
    internal static LoadCity City(int persons, long events, string run)
    {
        var perDay = EventsPerDay(persons);
        var days = (int)((events + perDay - 1) / perDay) - 1;
        var (earliest, latest) = (TimeSpan.FromHours(6), TimeSpan.FromHours(13));
        var start = DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(8)) - LoadCity.Day;
        start = start.TimeOfDay < earliest ? new DateTimeOffset(start.Date, start.Offset).AddDays(-1) + latest
            : start.TimeOfDay > latest ? new DateTimeOffset(start.Date, start.Offset) + latest
            : start;
        return new(persons, start.AddDays(-days).ToUniversalTime(), run);
    }

    /// <summary>Visit events of one day of a city.</summary>
    internal static long EventsPerDay(int persons) => new LoadCity(persons, default, "").PerDay;

    private static Task LimitsAsync(BenchOptions o)
    {
        var folder = Fresh(o, "limits");
        var events = Samples();
        Report.Line("fsync of 4 kB", Repeat(o, () => MachineLimits.FsyncsPerSecond(folder)), "/s");
        Report.Line("raw append, a row an event", Repeat(o, () => MachineLimits.RowAppendsPerSecond(folder, events, o.Events)), "events/s");
        Report.Line("raw append, a blob a commit", Repeat(o, () => MachineLimits.BlobAppendsPerSecond(folder, events, o.Events)), "events/s");
        return Task.CompletedTask;
    }

    /// <summary>Durable ingest over HTTP in batches of 100, until everything is judged, against the raw loop just before and after.</summary>
    private static async Task IngestAsync(BenchOptions o)
    {
        using var store = new BenchStore(o.Store);
        var (rates, raws, cpu) = (new List<double>(), new List<double>(), new List<double>());
        for (var run = 0; run < o.Runs; run++)
        {
            var folder = Fresh(o, "ingest");
            raws.Add(Gate(folder, () => store.RawRowsPerSecond(folder, Samples(), o.Events)));
            var (silo, _) = await SiloProcess.StartAsync(folder, more: store.Arguments());
            using (silo)
            {
                var load = new Load(silo, City(IngestPersons, o.Events + Warm, $"r{run}-"));
                await load.RegisterAsync();
                await load.PostAsync(0, Warm, Batch, Connections);
                await silo.SettledAsync();
                var (before, threads) = (silo.CpuTime, silo.ThreadSeconds());
                var collected = await silo.MetricsAsync();
                var own = Environment.CpuUsage.TotalTime;
                var watch = Stopwatch.StartNew();
                await load.PostAsync(Warm, o.Events, Batch, Connections);
                var acknowledged = watch.Elapsed.TotalSeconds;
                await silo.SettledAsync();
                rates.Add(o.Events / watch.Elapsed.TotalSeconds);
                cpu.Add((silo.CpuTime - before).TotalMicroseconds / o.Events);
                Report.Note(string.Create(CultureInfo.InvariantCulture,
                    $"   run {run}: acknowledged {o.Events / acknowledged:N0}/s, judged {rates[^1]:N0}/s, server {cpu[^1]:F1} and load {(Environment.CpuUsage.TotalTime - own).TotalMicroseconds / o.Events:F1} µs CPU an event, raw {raws[^1]:N0}/s"));
                var shares = Shares(threads, silo.ThreadSeconds(), o.Events);
                var (after, alerts) = (await silo.MetricsAsync(), await silo.AlertsByRuleAsync());
                silo.Kill();
                raws.Add(Gate(folder, () => store.RawRowsPerSecond(folder, Samples(), o.Events)));
                double Of(string name) => (after[name] - collected[name]) / o.Events;
                Report.Note(string.Create(CultureInfo.InvariantCulture,
                    $"          collector {Of("dotnet_gc_pause_seconds_total") * 1e6:F1} µs and {Of("dotnet_gc_allocated_bytes_total"):N0} bytes an event, {after["ltcactors_journal_last_seq"]:N0} entries; {shares}; {alerts}"));
            }
        }

        Report.Line("durable ingest, batches of 100, all judged", new(rates), "events/s", new(raws), store.RawName, store.Goal);
        Report.Line("server CPU an event", new(cpu), "µs");
    }

    /// <summary>The first 200,000 events against the last 200,000 of five million.</summary>
    private static async Task DecayAsync(BenchOptions o)
    {
        var folder = Fresh(o, "decay");
        var (silo, _) = await SiloProcess.StartAsync(folder);
        using (silo)
        {
            var load = new Load(silo, City(210_000, 5_200_000, "d-"));
            await load.RegisterAsync();
            var rates = new List<double>();
            const int Step = 200_000;
            await load.PostAsync(0, Step, Batch, Connections);
            for (var at = Step; at < 5_000_000 + Step; at += Step)
            {
                var watch = Stopwatch.StartNew();
                await load.PostAsync(at, Step, Batch, Connections);
                await silo.SettledAsync();
                rates.Add(Step / watch.Elapsed.TotalSeconds);
            }

            // Three steps at each end, so that one checkpoint or one neighbour does not decide.
            Report.Line("events 4.4 to 5.0 million", new(rates[^3..]), "events/s", new(rates[..3]), "the first 600,000", 0.85);
            Report.Note($"   each 200,000: {string.Join(' ', rates.Select(r => (r / 1000).ToString("F0", CultureInfo.InvariantCulture) + "k"))}");
        }
    }

    /// <summary>One event a request, against the same HTTP server without engine and journal behind it.</summary>
    private static async Task SingleAsync(BenchOptions o)
    {
        var (rates, bares) = (new List<double>(), new List<double>());
        var count = Math.Min(o.Events, 200_000);
        for (var run = 0; run < o.Runs; run++)
        {
            foreach (var (into, bare) in new[] { (bares, true), (rates, false) })
            {
                var folder = Fresh(o, "single");
                var (silo, _) = await SiloProcess.StartAsync(folder, bare);
                using (silo)
                {
                    var load = new Load(silo, City(50_000, count + 20_000, $"s{run}-"));
                    await load.PostAsync(0, 20_000, 1, 256);
                    into.Add(count / await load.PostAsync(20_000, count, 1, 256));
                }
            }
        }

        Report.Line("one event a request, 256 connections", new(rates), "events/s", new(bares), "the same server without journal", 0.40);
    }

    private static async Task LatencyAsync(BenchOptions o)
    {
        var folder = Fresh(o, "latency");
        var (silo, _) = await SiloProcess.StartAsync(folder);
        using (silo)
        {
            var load = new Load(silo, City(50_000, 660_000, "l-"));
            await load.RegisterAsync();
            await load.PaceAsync(0, 20_000, Batch, TimeSpan.FromSeconds(3), 64);
            var latencies = new Figures(await load.PaceAsync(60_000, 20_000, Batch, TimeSpan.FromSeconds(30), 64));
            foreach (var (q, goal) in new[] { (0.5, 5.0), (0.99, 50.0), (0.999, 250.0) })
            {
                Report.Line($"acknowledgement at 20,000 events/s, p{q * 100:0.#}", new([latencies.Quantile(q)]), "ms", goal: goal, atMost: true);
            }
        }
    }

    /// <summary>At 5,000 events/s, a mocked position every second: from when it was due to be sent until it stands on the board.</summary>
    private static async Task AlertAsync(BenchOptions o)
    {
        var folder = Fresh(o, "alert");
        var (silo, _) = await SiloProcess.StartAsync(folder);
        using (silo)
        {
            var load = new Load(silo, City(50_000, 220_000, "b-"));
            await load.RegisterAsync();
            await using var board = await Board.ConnectAsync(silo);
            var pace = load.PaceAsync(0, 5_000, 50, TimeSpan.FromSeconds(44), 32);
            await Task.Delay(2_000);
            using var feed = new MockedFeed(silo);
            var waits = new List<double>();
            for (var i = 0; i < 200; i++)
            {
                var visit = $"mock-{i}";
                var due = Stopwatch.GetTimestamp();
                await feed.PostAsync(visit, i);
                while (board.SeenAt(visit) is null && Stopwatch.GetElapsedTime(due).TotalSeconds < 5)
                {
                    await Task.Delay(1);
                }

                waits.Add(board.SeenAt(visit) is { } at ? Stopwatch.GetElapsedTime(due, at).TotalMilliseconds : 5_000);
                await Task.Delay(200 - (int)Math.Min(200, Stopwatch.GetElapsedTime(due).TotalMilliseconds));
            }

            await pace;
            var figures = new Figures(waits);
            Report.Line("event to alert at 5,000 events/s, p50", new([figures.Median]), "ms", goal: 20, atMost: true);
            Report.Line("event to alert at 5,000 events/s, p99", new([figures.Quantile(0.99)]), "ms", goal: 200, atMost: true);
        }
    }

    /// <summary>
    /// The cost of an event with 10,000 and with 200,000 persons: as many events of both, some three million, and as many as whole visits
    /// of the large city have, for check-ins and check-outs cost more than what lies between.
    /// </summary>
    private static async Task FlatAsync(BenchOptions o)
    {
        const int Large = 200_000;
        var cost = new Dictionary<int, List<double>> { [10_000] = [], [Large] = [] };
        var visits = new LoadCity(Large, default, "").PerDay / LoadCity.PersonsPerCaregiver;
        var (warm, events) = (3 * visits, Math.Max(1, (3 * o.Events) / visits) * visits);
        for (var run = 0; run < o.Runs; run++)
        {
            foreach (var persons in cost.Keys)
            {
                var folder = Fresh(o, "flat");
                var (silo, _) = await SiloProcess.StartAsync(folder);
                using (silo)
                {
                    var load = new Load(silo, City(persons, warm + events, $"f{run}-"));
                    await load.RegisterAsync();
                    await load.PostAsync(0, warm, Batch, Connections);
                    await silo.SettledAsync();
                    var (before, threads, counts) = (silo.CpuTime, silo.ThreadSeconds(), await silo.MetricsAsync());
                    await load.PostAsync(warm, events, Batch, Connections);
                    await silo.SettledAsync();
                    cost[persons].Add((silo.CpuTime - before).TotalMicroseconds / events);
                    var (after, alerts) = (await silo.MetricsAsync(), await silo.AlertsByRuleAsync());
                    Report.Note(string.Create(CultureInfo.InvariantCulture,
                        $"   run {run}, {persons:N0} persons: {cost[persons][^1]:F1} µs, of it {Shares(threads, silo.ThreadSeconds(), events)}; {(after["dotnet_gc_allocated_bytes_total"] - counts["dotnet_gc_allocated_bytes_total"]) / events:N0} bytes an event; {alerts}"));
                }
            }
        }

        Report.Line("server CPU an event, 10,000 persons", new(cost[10_000]), "µs");
        Report.Line("server CPU an event, 200,000 persons", new(cost[Large]), "µs", new(cost[10_000]), "10,000 persons", 1.10, atMost: true);
    }

    private static string Shares(Dictionary<string, double> before, Dictionary<string, double> after, long events) => string.Join(", ", after
        .Select(t => (Name: t.Key, Micros: (t.Value - before.GetValueOrDefault(t.Key)) * 1e6 / events))
        .Where(t => t.Micros >= 0.05).OrderByDescending(t => t.Micros)
        .Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Name} {t.Micros:F1}")));

    private static async Task RestartAsync(BenchOptions o)
    {
        var folder = Fresh(o, "restart");
        var (silo, _) = await SiloProcess.StartAsync(folder);
        using (silo)
        {
            var load = new Load(silo, City(50_000, 1_000_000, "k-"));
            await load.RegisterAsync();
            await load.PostAsync(0, 1_000_000, Batch, Connections);
            await silo.SettledAsync();
            silo.Kill();
        }

        var seconds = new List<double>();
        for (var run = 0; run < o.Runs; run++)
        {
            var (again, ready) = await SiloProcess.StartAsync(folder);
            seconds.Add(ready.TotalSeconds);
            again.Kill();
            again.Dispose();
        }

        Report.Line("restart after a kill, million events, checkpoint", new(seconds), "s", goal: 10, atMost: true);
        foreach (var file in Directory.GetFiles(folder, "state.sqlite*"))
        {
            File.Delete(file);
        }

        var (bare, fromZero) = await SiloProcess.StartAsync(folder);
        bare.Dispose();
        Report.Line("the same from the journal alone", new([fromZero.TotalSeconds]), "s");
    }

    internal static List<byte[]> Samples()
    {
        var city = City(50_000, 1_000_000, "x-");
        var buffer = new byte[1024];
        return [.. Enumerable.Range(0, 1_000).Select(i => buffer.AsSpan(0, city.Write(i * 67, buffer)).ToArray())];
    }

    // A disk figure counts only when the disk is quiet before and after it; a noisy one is measured again, and that is said.
    private static double Gate(string folder, Func<double> measure)
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = MachineLimits.FsyncsPerSecond(folder);
            var value = measure();
            var after = MachineLimits.FsyncsPerSecond(folder);
            if ((before >= 4_000 && after >= 2_400) || attempt == 5)
            {
                Report.Note(string.Create(CultureInfo.InvariantCulture, $"   fsync {before:N0}/s before, {after:N0}/s after{(attempt == 5 ? ": NOISY DISK, taken all the same" : "")}"));
                return value;
            }
        }
    }

    private static Figures Repeat(BenchOptions o, Func<double> measure) => new([.. Enumerable.Range(0, o.Runs).Select(_ => measure())]);

    internal static string Fresh(BenchOptions o, string name)
    {
        var folder = Path.Combine(o.Folder, name);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        return folder;
    }
}
