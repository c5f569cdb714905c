using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using LtcActors.Journal.Postgres;
using LtcActors.Silo.Tests.EndToEnd;
using LtcActors.Tests.Machine;
using Xunit.Abstractions;

namespace LtcActors.Silo.Tests.Cluster;

/// <summary>Promise 1 for the cluster: real silos on one database, killed or ended in turn while events come in. On a database server that no other test waits for.</summary>
public sealed class ClusterTests(ServerFixture server, ITestOutputHelper output) : IClassFixture<ServerFixture>
{
    private const int Batch = 10;
    private const int Senders = 4;

    private static readonly CityUnderFire City = new(seed: 23, persons: 40, days: 12, Batch);

    /// <summary>Eight unless <c>LTC_KILLS</c> says how many: thirty take minutes, and are run before a release.</summary>
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("LTC_KILLS") is { Length: > 0 } asked ? asked : "8", CultureInfo.InvariantCulture);

    private enum Victim
    {
        First,
        Second,
        Database,
    }

    [Fact]
    public async Task Kills_of_either_silo_and_of_the_database_reconcile_with_the_senders_book_and_change_no_alert()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var chance = new Random(seed);
        Victim[] victims = [.. Enumerable.Range(0, Kills).Select(k => (Victim)(k % 3))];
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
        var undisturbed = City.UndisturbedAsync();
        var connection = await Verbs.NewDatabaseAsync(server.Cluster);
        using var one = await SiloUnderTest.StartAsync(Arguments(connection));
        using var two = await SiloUnderTest.StartAsync(Arguments(connection));
        var (ledger, clock) = (new Ledger(), Stopwatch.StartNew());
        SiloUnderTest[] silos = [one, two];
        await City.IngestAsync(
            Senders,
            async (sender, batch) =>
            {
                for (var at = sender; !await ledger.SendAsync(silos[at % silos.Length], batch); at++)
                {
                    // Not acknowledged: the same again, to the other one.
                    await Task.Delay(50);
                }
            },
            blows,
            blow => strike(blow, silos));
        output.WriteLine($"{blows} blows in {clock.Elapsed.TotalSeconds:0} s.");

        var (faults, summary) = ledger.Reconcile(CityUnderFire.Journal(connection));
        output.WriteLine(summary);
        Assert.Empty(faults);
        foreach (var silo in silos)
        {
            await silo.SettledAsync();
            Assert.Equal(await undisturbed, KillTests.Outcome(await silo.AlertsAsync()));
        }

        AssertNoChangeTwice(connection);
    }

    internal static string[] Arguments(string connection) =>
        ["--store", "postgres", "--connection", connection, "--engine", "orleans", "--cluster-endpoint", $"127.0.0.1:{Ports.Free()}"];

    /// <summary>No alert doubled: of one alert no two changes, one after the other, say the same.</summary>
    private static void AssertNoChangeTwice(string connection)
    {
        using var database = new PostgresDatabase(connection);
        using var reader = PostgresJournalReader.Open(database);
        var last = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var decision in reader.ReadBatches(0).SelectMany(b => b.Decisions))
        {
            using var alert = JsonDocument.Parse(decision.Json);
            var text = string.Join(' ', alert.RootElement.EnumerateObject().Where(p => p.Name is not ("seq" or "action" or "changedAt")).Select(p => p.Value.GetRawText()));
            var id = alert.RootElement.GetProperty("id").GetString()!;
            Assert.False(last.TryGetValue(id, out var before) && before == text, $"{id} is journaled twice.\n{text}");
            last[id] = text;
        }
    }
}
