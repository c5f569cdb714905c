#if ORLEANS
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using LtcActors.Engine.Wire;
using LtcActors.Journal.Postgres;
using LtcActors.Silo.Cluster;
using LtcActors.Tests.Machine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Storage;

namespace LtcActors.Bench;

/// <summary>
/// Two silos, PostgreSQL and the load on this machine: durable ingest against the raw loop and against a stored write an event, the
/// way Orleans is usually used, all in one run; then one silo is killed.
/// </summary>
internal static class OrleansCluster
{
    private const int Batch = 100;

    /// <summary>To each silo: 64 in all, as to the embedded engine.</summary>
    private const int Connections = 32;

    /// <summary>
    /// Events before the measured ones: until the code of both silos is compiled. After 400,000 the compilers of both still take a fifth
    /// of the machine, after a million 3 %.
    /// </summary>
    private const int Warm = 1_000_000;

    /// <summary>As many as come between two checkpoints: when the silo is lost, hundreds of thousands are not in any yet.</summary>
    private const int FailoverEvents = 300_000;

    /// <summary>At half load, at most, twice: what is measured, and as many before it.</summary>
    private const int PacedEvents = 480_000;

    private const int Alerts = 40;

    private static readonly TimeSpan BaselineFor = TimeSpan.FromSeconds(6);

    public static async Task MeasureAsync(BenchOptions o)
    {
        using var store = new BenchStore("postgres");
        Directory.CreateDirectory(o.Folder);
        var raw = new List<double> { store.RawRowsPerSecond(o.Folder, Scenarios.Samples(), o.Events) };
        var arguments = store.Arguments();
        var baseline = await BaselineAsync(arguments[^1]);
        Report.Line("WriteStateAsync an event, 64 callers", new([baseline]), "events/s");
        var silos = new List<SiloProcess>();
        try
        {
            for (var n = 0; n < 2; n++)
            {
                var folder = Path.Combine(o.Folder, $"silo{n}");
                if (Directory.Exists(folder))
                {
                    Directory.Delete(folder, recursive: true);
                }

                // With the environment of the files in deploy/.
                var (silo, _) = await SiloProcess.StartAsync(
                    folder, environment: new Dictionary<string, string> { [Collector.Variable] = Collector.Budget },
                    more: [.. arguments, "--engine", "orleans", "--cluster-endpoint", $"127.0.0.1:{Ports.Free()}"]);
                silos.Add(silo);
            }

            // Until the partitions are spread over both.
            await Task.Delay(TimeSpan.FromSeconds(6));
            // So many persons that a day of theirs is enough for all phases: one stream, in the order of time.
            var persons = LoadCity.PersonsFor(Warm + o.Events + (2 * PacedEvents) + FailoverEvents);
            var city = Scenarios.City(persons, Scenarios.EventsPerDay(persons), "o-");
            var rate = await IngestAsync(o, silos, city);
            raw.Add(store.RawRowsPerSecond(o.Folder, Scenarios.Samples(), o.Events));
            Report.Line("durable ingest, two silos, all judged", new([rate]), "events/s", new(raw), store.RawName, 0.25);
            Report.Line("the same", new([rate]), "events/s", new([baseline]), "WriteStateAsync an event", 8);
            var sent = await LatencyAsync(silos, city, Warm + o.Events, rate / 2);
            await FailoverAsync(silos, city, sent, rate / 2, arguments[^1]);
        }
        finally
        {
            silos.ForEach(s => s.Dispose());
        }
    }

    private static async Task<double> IngestAsync(BenchOptions o, List<SiloProcess> silos, LoadCity city)
    {
        List<Load> loads = [.. silos.Select((s, n) => new Load(s, city, n, silos.Count))];
        await loads[0].RegisterAsync();
        await Task.WhenAll(loads.Select(l => l.PostAsync(0, Warm, Batch, Connections)));
        await JudgedAsync(silos);
        var cpu = silos.Sum(s => s.CpuTime.TotalMicroseconds);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(loads.Select(l => l.PostAsync(Warm, o.Events, Batch, Connections)));
        var acknowledged = watch.Elapsed.TotalSeconds;
        var judged = await JudgedAsync(silos) is var late ? watch.Elapsed.TotalSeconds - late : 0;
        Report.Note($"   alerts: {await silos[0].AlertsByRuleAsync()}");
        Report.Note(string.Create(CultureInfo.InvariantCulture,
            $"   acknowledged {o.Events / acknowledged:N0}/s, judged {o.Events / judged:N0}/s, both silos {(silos.Sum(s => s.CpuTime.TotalMicroseconds) - cpu) / o.Events:F1} µs CPU an event"));
        return o.Events / judged;
    }

    /// <summary>
    /// At half load, twice over: what is done now and then, as checkpoints and alerts are, is compiled in the first, of which nothing is
    /// reported; until then the compilers take a tenth of the machine.
    /// </summary>
    /// <returns>The number of the first event that was not sent.</returns>
    private static async Task<long> LatencyAsync(List<SiloProcess> silos, LoadCity city, long from, double eventsPerSecond)
    {
        // Never past the city's day.
        var seconds = Math.Min(12, PacedEvents / eventsPerSecond);
        for (var round = 0; ; round++)
        {
            var first = from;
            var pace = Task.WhenAll(silos.Select((s, n) =>
                new Load(s, city, n, silos.Count).PaceAsync(first, eventsPerSecond / silos.Count, Batch, TimeSpan.FromSeconds(seconds), Connections)));
            var alerts = new Figures(await AlertsAsync(silos[0], silos[1], round));
            var paced = await pace;
            from += paced.Sum(p => (long)p.Count) * Batch;
            if (round == 0)
            {
                continue;
            }

            var all = new Figures([.. paced.SelectMany(p => p)]);
            Report.Note(string.Create(CultureInfo.InvariantCulture,
                $"   acknowledged at half load ({eventsPerSecond:N0}/s for {seconds:N0} s): p50 {all.Quantile(0.5):F1} ms, p99 {all.Quantile(0.99):F1} ms"));
            Report.Note(string.Create(CultureInfo.InvariantCulture,
                $"   event to one silo, alert on a board of the other: p50 {alerts.Median:F1} ms, p90 {alerts.Quantile(0.9):F1} ms, largest {alerts.Max:F1} ms"));
            await JudgedAsync(silos);
            return from;
        }
    }

    private static async Task<List<double>> AlertsAsync(SiloProcess from, SiloProcess to, int round)
    {
        await using var board = await Board.ConnectAsync(to);
        using var feed = new MockedFeed(from);
        var waits = new List<double>();
        for (var i = 0; i < Alerts; i++)
        {
            var visit = $"mock-{round}-{i}";
            var sent = Stopwatch.GetTimestamp();
            await feed.PostAsync(visit, (round * Alerts) + i);
            while (board.SeenAt(visit) is null && Stopwatch.GetElapsedTime(sent).TotalSeconds < 5)
            {
                await Task.Delay(1);
            }

            waits.Add(board.SeenAt(visit) is { } at ? Stopwatch.GetElapsedTime(sent, at).TotalMilliseconds : 5_000);
            await Task.Delay(200);
        }

        return waits;
    }

    /// <summary>
    /// SIGKILL of the silo that started first, and with it the conductor, while events come in at half load: how long nothing is
    /// acknowledged. Then the sender's book is held against the journal, and the journal's alerts against each other.
    /// </summary>
    private static async Task FailoverAsync(List<SiloProcess> silos, LoadCity city, long from, double eventsPerSecond, string connection)
    {
        var before = Audit(connection);
        var load = new Load(silos[1], city);
        // Every request is sent again until it is answered 200, so that afterwards all are acknowledged.
        var length = TimeSpan.FromSeconds(FailoverEvents / eventsPerSecond);
        var sending = load.PaceAsync(from, eventsPerSecond, Batch, length, Connections);
        await Task.Delay(length * 0.8);
        silos[0].Kill();
        var waits = await sending;
        var acknowledged = waits.Count * Batch;
        Report.Line("failover after SIGKILL of the conductor's silo", new([waits.Max() / 1000]), "s", goal: 20, atMost: true);
        await JudgedAsync([silos[1]]);
        var after = Audit(connection);
        var lost = acknowledged - (after.Events - before.Events);
        Report.Note(string.Create(CultureInfo.InvariantCulture,
            $"   {acknowledged:N0} acknowledged, {after.Events - before.Events:N0} more in the journal, {after.Twice:N0} identities twice; changes of alerts journaled twice: {after.Repeated:N0}; {(lost == 0 && after.Twice + after.Repeated == 0 ? "reconciled" : "NOT RECONCILED")}"));
    }

    /// <summary>Events of the journal, how many of them are there again, and changes of alerts that repeat the one before.</summary>
    private static (long Events, long Twice, long Repeated) Audit(string connection)
    {
        using var database = new PostgresDatabase(connection);
        using var reader = PostgresJournalReader.Open(database);
        var (seen, last) = (new HashSet<ulong>(), new Dictionary<string, string>(StringComparer.Ordinal));
        var (events, repeated) = (0L, 0L);
        var parser = new EventParser();
        foreach (var batch in reader.ReadBatches(0))
        {
            events += batch.Events.Count;
            foreach (var e in batch.Events)
            {
                seen.Add(parser.ParseStructured(e).Key);
            }

            foreach (var decision in batch.Decisions)
            {
                using var alert = JsonDocument.Parse(decision.Json);
                var text = string.Join(' ', alert.RootElement.EnumerateObject()
                    .Where(p => p.Name is not ("seq" or "action" or "changedAt")).Select(p => p.Value.GetRawText()));
                var id = alert.RootElement.GetProperty("id").GetString()!;
                repeated += last.TryGetValue(id, out var before) && before == text ? 1 : 0;
                last[id] = text;
            }
        }

        return (events, events - seen.Count, repeated);
    }

    /// <summary>Until what was acknowledged is judged, by both silos' word.</summary>
    /// <returns>Seconds of which it is not known whether it was judged earlier: a silo asks how the conductor stands every second.</returns>
    private static async Task<double> JudgedAsync(List<SiloProcess> silos)
    {
        // First past the word that was given before the call.
        var watch = Stopwatch.StartNew();
        await Task.Delay(TimeSpan.FromSeconds(1.1));
        var waited = watch.Elapsed.TotalSeconds;
        foreach (var silo in silos)
        {
            await silo.SettledAsync();
        }

        return watch.Elapsed.TotalSeconds < waited + 0.1 ? waited : 0.5;
    }

    private static async Task<double> BaselineAsync(string connection)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection) { SearchPath = "orleans" }.ConnectionString;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(Ports.Free(), Ports.Free());
            silo.AddAdoNetGrainStorage("baseline", storage => storage.Configure<Orleans.Serialization.Serializer>((options, serializer) =>
            {
                (options.Invariant, options.ConnectionString) = ("Npgsql", settings);
                options.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
            }));
        });
        using var host = builder.Build();
        await host.StartAsync();
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        var events = Scenarios.Samples();
        var written = 0L;
        await CallAsync(TimeSpan.FromSeconds(2));
        Volatile.Write(ref written, 0);
        var watch = Stopwatch.StartNew();
        await CallAsync(BaselineFor);
        var rate = written / watch.Elapsed.TotalSeconds;
        await host.StopAsync();
        return rate;

        Task CallAsync(TimeSpan length) => Task.WhenAll(Enumerable.Range(0, 64).Select(caller => Task.Run(async () =>
        {
            var since = Stopwatch.GetTimestamp();
            for (var n = 0; Stopwatch.GetElapsedTime(since) < length; n++)
            {
                await grains.GetGrain<IBaselineGrain>($"baseline-{((n * 64) + caller) % 1_000}").Take(events[n % events.Count]);
                Interlocked.Increment(ref written);
            }
        })));
    }
}

internal interface IBaselineGrain : IGrainWithStringKey
{
    Task Take(byte[] e);
}

[GenerateSerializer]
internal sealed class BaselineState
{
    [Id(0)]
    public long Count { get; set; }

    [Id(1)]
    public byte[] Last { get; set; } = [];
}

/// <summary>What a user would build first: every event is stored by its grain before it is answered.</summary>
internal sealed class BaselineGrain([PersistentState("bench-baseline", "baseline")] IPersistentState<BaselineState> state) : Grain, IBaselineGrain
{
    public Task Take(byte[] e)
    {
        state.State.Count++;
        state.State.Last = e;
        return state.WriteStateAsync();
    }
}
#endif
