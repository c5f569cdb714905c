#if ORLEANS
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using LtcActors.Engine.Ports;
using LtcActors.Grains;
using LtcActors.Journal.Postgres;
using LtcActors.Tests.Machine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Streams;

namespace LtcActors.Bench;

/// <summary>
/// How a decided change of an alert comes to the hub of another silo: by a stream of Orleans it is published to once it is durable,
/// or by that silo following the journal, where it stands anyway. Both from the same commits, counted from when these were durable.
/// </summary>
internal static class FanOut
{
    private const string Streams = "alerts";

    /// <summary>About what a change of an alert takes in the journal.</summary>
    private const int ChangeBytes = 1_500;

    private static readonly StreamId Changes = StreamId.Create("alerts", "all");

    public static async Task MeasureAsync(BenchOptions o)
    {
        using var store = new BenchStore("postgres");
        var connection = store.Arguments()[^1];
        var (port, gateway) = (Ports.Free(), Ports.Free());
        using var decider = Silo(port, gateway, null);
        await decider.StartAsync();
        using var other = Silo(Ports.Free(), Ports.Free(), new(IPAddress.Loopback, port));
        await other.StartAsync();

        var streamed = new Arrivals();
        await StreamOf(other).SubscribeAsync((bytes, _) =>
        {
            streamed.Note(bytes);
            return Task.CompletedTask;
        });
        using var database = new PostgresDatabase(connection);
        using var lease = PostgresLease.TryTake(database, "bench") ?? throw new InvalidOperationException("Another writes this database.");
        using var journal = PostgresJournal.Open(database, lease);
        var followed = new Arrivals();
        using var stop = new CancellationTokenSource();
        var following = Task.Run(() => FollowAsync(connection, followed, stop.Token));
        foreach (var (count, aSecond) in ((int, int)[])[(100, 50), (400, 20), (3_000, 300)])
        {
            var durable = await DecideAsync(journal, StreamOf(decider), count, aSecond);
            await Task.Delay(TimeSpan.FromSeconds(2));
            if (aSecond == 50)
            {
                continue; // The first hundred warm the code.
            }

            Say($"stream of Orleans, {aSecond} changes a second", streamed.Since(durable), count);
            Say($"following the journal, {aSecond} changes a second", followed.Since(durable), count);
        }

        await stop.CancelAsync();
        await following;
        await other.StopAsync();
        await decider.StopAsync();
    }

    private static void Say(string what, Figures waits, int sent) => Report.Note(string.Create(CultureInfo.InvariantCulture,
        $"{what,-52} p50 {waits.Median,6:F1} ms, p99 {waits.Quantile(0.99),6:F1} ms; {waits.Values.Count:N0} of {sent:N0} arrived"));

    private static IHost Silo(int port, int gateway, IPEndPoint? primary)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(port, gateway, primary)
            .AddMemoryGrainStorage("PubSubStore")
            .AddMemoryStreams(Streams));
        return builder.Build();
    }

    private static IAsyncStream<byte[]> StreamOf(IHost silo) =>
        silo.Services.GetRequiredService<IClusterClient>().GetStreamProvider(Streams).GetStream<byte[]>(Changes);

    /// <returns>When each change was durable, by its number.</returns>
    private static async Task<Dictionary<long, long>> DecideAsync(PostgresJournal journal, IAsyncStream<byte[]> stream, int count, int aSecond)
    {
        var durable = new Dictionary<long, long>();
        var publishing = new List<Task>();
        var began = Stopwatch.GetTimestamp();
        for (var n = 0; n < count; n++)
        {
            var early = TimeSpan.FromSeconds((double)n / aSecond) - Stopwatch.GetElapsedTime(began);
            if (early > TimeSpan.Zero)
            {
                await Task.Delay(early);
            }

            var change = Change(journal.LastSeq + 1);
            var now = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
            journal.Append(journal.LastRecordedAt > now ? journal.LastRecordedAt.Value : now, [], [new(DecisionKind.Alert, change)]);
            durable[journal.LastSeq] = Stopwatch.GetTimestamp();
            publishing.Add(stream.OnNextAsync(change));
        }

        await Task.WhenAll(publishing);
        return durable;
    }

    private static byte[] Change(long number)
    {
        var change = new byte[ChangeBytes];
        BinaryPrimitives.WriteInt64LittleEndian(change, number);
        return change;
    }

    /// <summary>As a silo's copy of the alerts does.</summary>
    private static async Task FollowAsync(string connection, Arrivals arrivals, CancellationToken stop)
    {
        using var database = new PostgresDatabase(connection);
        using var reader = PostgresJournalReader.Open(database);
        var every = new ClusterLimits().FollowEvery;
        for (var last = 0L; !stop.IsCancellationRequested;)
        {
            foreach (var decision in reader.ReadDecisions(last, 500))
            {
                arrivals.Note(decision.Json.Span);
                last = decision.Seq;
            }

            await Task.Delay(every, CancellationToken.None);
        }
    }

    /// <summary>When changes came to a silo.</summary>
    private sealed class Arrivals
    {
        private readonly ConcurrentDictionary<long, long> at = new();

        public void Note(ReadOnlySpan<byte> change) =>
            at.TryAdd(BinaryPrimitives.ReadInt64LittleEndian(change), Stopwatch.GetTimestamp());

        /// <summary>Milliseconds of those that came.</summary>
        public Figures Since(Dictionary<long, long> durable) => new([.. durable
            .Where(d => at.ContainsKey(d.Key))
            .Select(d => Stopwatch.GetElapsedTime(d.Value, at[d.Key]).TotalMilliseconds)]);
    }
}
#endif
