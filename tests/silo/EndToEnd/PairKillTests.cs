using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using LtcActors.Journal.Postgres;
using LtcActors.Simulator;
using Xunit.Abstractions;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>Promise 1 for the pair: whatever of it dies, and in whatever order, the sender's book and the journal agree.</summary>
[Collection(ServerCollection.Name)]
public sealed class PairKillTests(ServerFixture server, ITestOutputHelper output)
{
    // Small and many, so that a kill finds requests under way at every stage.
    private const int Batch = 5;
    private const int Senders = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private enum Victim
    {
        Active,
        Standby,
        Database,
    }

    [Fact]
    public async Task Thirty_kills_of_active_standby_and_database_reconcile_with_the_senders_book_and_change_no_alert()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var chance = new Random(seed);
        var city = City.Create(new CityOptions
        {
            Persons = 60, Days = 12, Offences = 24, Seed = 17, Now = new DateTimeOffset(2026, 6, 30, 0, 0, 0, TimeSpan.Zero),
        });
        var batches = city.Events.Select(e => Encoding.UTF8.GetString(e.ToJson())).Chunk(Batch).ToList();
        using var undisturbed = await SiloUnderTest.StartAsync();
        foreach (var many in batches.Chunk(Senders))
        {
            Assert.True(await KillTests.PostAsync(undisturbed, [.. many.SelectMany(b => b)]));
        }

        var connection = await Verbs.NewDatabaseAsync(server.Cluster);
        string[] store = ["--store", "postgres", "--connection", connection];
        using var one = await SiloUnderTest.StartAsync(store);
        using var two = await SiloUnderTest.StartStandbyAsync(store);
        var victims = Enumerable.Repeat(Victim.Active, 7).Concat(Enumerable.Repeat(Victim.Standby, 11))
            .Concat(Enumerable.Repeat(Victim.Database, 12)).ToArray();
        chance.Shuffle(victims);
        var ledger = new Ledger();
        var clock = Stopwatch.StartNew();
        await IngestUnderFireAsync(ledger, [one, two], batches, victims, chance);
        output.WriteLine($"{victims.Length} kills in {clock.Elapsed.TotalSeconds:0} s.");

        var (faults, summary) = ledger.Reconcile(Journal(connection));
        output.WriteLine(summary);
        Assert.Empty(faults);
        Assert.Equal(city.Events.Count, Journal(connection).Count);
        var active = await ActiveAsync([one, two]);
        await undisturbed.SettledAsync();
        await active.SettledAsync();
        var expected = KillTests.Outcome(await undisturbed.AlertsAsync());
        Assert.NotEmpty(expected);
        Assert.Equal(expected, KillTests.Outcome(await active.AlertsAsync()));
    }

    private async Task IngestUnderFireAsync(Ledger ledger, SiloUnderTest[] pair, List<string[]> batches, Victim[] victims, Random chance)
    {
        var waiting = new ConcurrentQueue<string[]>(batches);
        var perKill = batches.Count / (victims.Length + 1);
        var (acknowledged, kills, silo) = (0, 0, 0);
        var senders = Enumerable.Range(0, Senders).Select(_ => Task.Run(async () =>
        {
            while (waiting.TryDequeue(out var batch))
            {
                for (var at = Volatile.Read(ref silo); !await ledger.SendAsync(pair[at], batch);)
                {
                    // Not acknowledged: the same again, of the other one.
                    at = 1 - at;
                    Volatile.Write(ref silo, at);
                    await Task.Delay(20);
                }

                Interlocked.Increment(ref acknowledged);
                // So that the last kill still finds something under way.
                while (Volatile.Read(ref kills) < victims.Length && Volatile.Read(ref acknowledged) > (Volatile.Read(ref kills) + 1) * perKill)
                {
                    await Task.Delay(5);
                }
            }
        })).ToList();
        foreach (var victim in victims)
        {
            // One kill in four comes on top of the last, before anybody has recovered from it.
            if (chance.Next(4) > 0)
            {
                await WaitUntilAsync(() => Task.FromResult(Volatile.Read(ref acknowledged) >= kills * perKill || senders.Exists(s => s.IsFaulted)));
            }

            await Task.Delay(chance.Next(20));
            await KillAsync(victim, pair);
            Interlocked.Increment(ref kills);
        }

        await Task.WhenAll(senders).WaitAsync(Patience);
    }

    private async Task KillAsync(Victim victim, SiloUnderTest[] pair)
    {
        if (victim == Victim.Database)
        {
            server.Cluster.Crash();
            server.Cluster.Start();
            return;
        }

        var ready = await Task.WhenAll(pair.Select(ReadyAsync));
        // While nobody is active the two are alike.
        var hit = pair[Math.Max(0, Array.IndexOf(ready, victim == Victim.Active))];
        hit.Kill();
        await hit.StartAgainAsync("/health/live");
    }

    private static async Task<bool> ReadyAsync(SiloUnderTest silo)
    {
        using var answer = await silo.Feed.GetAsync("/health/ready");
        return answer.IsSuccessStatusCode;
    }

    private static async Task<SiloUnderTest> ActiveAsync(SiloUnderTest[] pair)
    {
        var at = -1;
        await WaitUntilAsync(async () => (at = Array.IndexOf(await Task.WhenAll(pair.Select(ReadyAsync)), true)) >= 0);
        return pair[at];
    }

    private static async Task WaitUntilAsync(Func<Task<bool>> done)
    {
        var waited = Stopwatch.StartNew();
        while (!await done())
        {
            Assert.True(waited.Elapsed < Patience, "It is not over after a minute.");
            await Task.Delay(5);
        }
    }

    private static List<(string Identity, long Seq)> Journal(string connection)
    {
        using var database = new PostgresDatabase(connection);
        return [.. PostgresJournal.ReadAll(database).SelectMany(b => b.Events.Select((e, i) => (KillTests.Identity(e), b.FirstSeq + i)))];
    }
}
