using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using LtcActors.Journal.Postgres;
using LtcActors.Silo.Tests.EndToEnd;
using LtcActors.Simulator;
using Xunit.Abstractions;

namespace LtcActors.Silo.Tests.Cluster;

/// <summary>Promise 1 for the cluster: real silos on one database, killed or ended in turn while events come in.</summary>
[Collection(ServerCollection.Name)]
public sealed class ClusterTests(ServerFixture server, ITestOutputHelper output)
{
    private const int Batch = 10;
    private const int Senders = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly CityOptions Small = new()
    {
        Persons = 40, Days = 12, Offences = 24, Seed = 23, Now = new DateTimeOffset(2026, 6, 30, 0, 0, 0, TimeSpan.Zero),
    };

    private enum Victim
    {
        First,
        Second,
        Database,
    }

    [Fact]
    public async Task Eight_kills_of_either_silo_and_of_the_database_reconcile_with_the_senders_book_and_change_no_alert()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var chance = new Random(seed);
        Victim[] victims = [.. Enumerable.Repeat(Victim.First, 3), .. Enumerable.Repeat(Victim.Second, 3), .. Enumerable.Repeat(Victim.Database, 2)];
        chance.Shuffle(victims);
        await UnderFireAsync(victims.Length, async (kill, silos) =>
        {
            await Task.Delay(chance.Next(100));
            output.WriteLine($"{victims[kill]}");
            if (victims[kill] == Victim.Database)
            {
                server.Cluster.Crash();
                server.Cluster.Start();
                await Task.WhenAll(silos.Select(s => s.WaitForAsync("/health/ready")));
                return;
            }

            var silo = silos[(int)victims[kill]];
            silo.Kill();
            await silo.StartAgainAsync();
        });
    }

    [Fact]
    public Task Silos_that_are_ended_and_started_again_in_turn_lose_nothing_that_comes_in_meanwhile() => UnderFireAsync(2, async (turn, silos) =>
    {
        silos[turn].Stop();
        await silos[turn].StartAgainAsync();
    });

    /// <summary>A city's events to two silos; after every part of them a blow. Then book, journal and alerts are compared.</summary>
    private async Task UnderFireAsync(int blows, Func<int, SiloUnderTest[], Task> strike)
    {
        var city = City.Create(Small);
        var batches = city.Events.Select(e => Encoding.UTF8.GetString(e.ToJson())).Chunk(Batch).ToList();
        using var undisturbed = await SiloUnderTest.StartAsync();
        foreach (var batch in batches)
        {
            Assert.True(await KillTests.PostAsync(undisturbed, batch));
        }

        var connection = await Verbs.NewDatabaseAsync(server.Cluster);
        using var one = await SiloUnderTest.StartAsync(Arguments(connection));
        using var two = await SiloUnderTest.StartAsync(Arguments(connection));
        var (ledger, clock) = (new Ledger(), Stopwatch.StartNew());
        await IngestAsync(ledger, [one, two], batches, blows, strike);
        output.WriteLine($"{blows} blows in {clock.Elapsed.TotalSeconds:0} s.");

        var (faults, summary) = ledger.Reconcile(Journal(connection));
        output.WriteLine(summary);
        Assert.Empty(faults);
        await undisturbed.SettledAsync();
        var expected = KillTests.Outcome(await undisturbed.AlertsAsync());
        Assert.NotEmpty(expected);
        foreach (var silo in (SiloUnderTest[])[one, two])
        {
            await silo.SettledAsync();
            Assert.Equal(expected, KillTests.Outcome(await silo.AlertsAsync()));
        }

        AssertNoChangeTwice(connection);
    }

    private static async Task IngestAsync(Ledger ledger, SiloUnderTest[] silos, List<string[]> batches, int blows, Func<int, SiloUnderTest[], Task> strike)
    {
        var waiting = new ConcurrentQueue<string[]>(batches);
        var perBlow = batches.Count / (blows + 1);
        var (acknowledged, struck) = (0, 0);
        var senders = Enumerable.Range(0, Senders).Select(n => Task.Run(async () =>
        {
            while (waiting.TryDequeue(out var batch))
            {
                for (var at = n; !await ledger.SendAsync(silos[at % silos.Length], batch); at++)
                {
                    // Not acknowledged: the same again, to the other one.
                    await Task.Delay(50);
                }

                Interlocked.Increment(ref acknowledged);
                // So that the last blow still finds something under way.
                while (Volatile.Read(ref struck) < blows && Volatile.Read(ref acknowledged) > (Volatile.Read(ref struck) + 1) * perBlow)
                {
                    await Task.Delay(5);
                }
            }
        })).ToList();
        for (var blow = 0; blow < blows; blow++)
        {
            using var limit = new CancellationTokenSource(Patience);
            while (Volatile.Read(ref acknowledged) < (blow * perBlow) + 1 && !senders.Exists(s => s.IsFaulted))
            {
                await Task.Delay(1, limit.Token);
            }

            await strike(blow, silos);
            Interlocked.Increment(ref struck);
        }

        await Task.WhenAll(senders).WaitAsync(Patience);
    }

    internal static string[] Arguments(string connection) =>
        ["--store", "postgres", "--connection", connection, "--engine", "orleans", "--cluster-endpoint", $"127.0.0.1:{FreePort()}"];

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static List<(string Identity, long Seq)> Journal(string connection)
    {
        using var database = new PostgresDatabase(connection);
        return [.. PostgresJournal.ReadAll(database).SelectMany(b => b.Events.Select((e, i) => (KillTests.Identity(e), b.FirstSeq + i)))];
    }

    /// <summary>No alert doubled: of one alert no two changes, one after the other, say the same.</summary>
    private static void AssertNoChangeTwice(string connection)
    {
        using var database = new PostgresDatabase(connection);
        var last = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var decision in PostgresJournal.ReadAll(database).SelectMany(b => b.Decisions))
        {
            using var alert = JsonDocument.Parse(decision.Json);
            var text = string.Join(' ', alert.RootElement.EnumerateObject().Where(p => p.Name is not ("seq" or "action" or "changedAt")).Select(p => p.Value.GetRawText()));
            var id = alert.RootElement.GetProperty("id").GetString()!;
            Assert.False(last.TryGetValue(id, out var before) && before == text, $"{id} is journaled twice.\n{text}");
            last[id] = text;
        }
    }
}
