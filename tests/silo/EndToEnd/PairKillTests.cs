using System.Diagnostics;
using Xunit.Abstractions;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>Promise 1 for the pair: whatever of it dies, and in whatever order, the sender's book and the journal agree. On a database server that no other test waits for.</summary>
public sealed class PairKillTests(ServerFixture server, ITestOutputHelper output) : IClassFixture<ServerFixture>
{
    // Small and many, so that a kill finds requests under way at every stage.
    private const int Batch = 5;
    private const int Senders = 8;

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
        var city = new CityUnderFire(seed: 17, persons: 30, days: 10, Batch);
        var undisturbed = city.UndisturbedAsync();
        var connection = await Verbs.NewDatabaseAsync(server.Cluster);
        string[] store = ["--store", "postgres", "--connection", connection];
        using var one = await SiloUnderTest.StartAsync(store);
        using var two = await SiloUnderTest.StartStandbyAsync(store);
        var victims = Enumerable.Repeat(Victim.Active, 7).Concat(Enumerable.Repeat(Victim.Standby, 11))
            .Concat(Enumerable.Repeat(Victim.Database, 12)).ToArray();
        chance.Shuffle(victims);
        SiloUnderTest[] pair = [one, two];
        using var policy = new PolicyUnderFire();
        await AdmitAsync(policy, pair);
        var (steps, asked) = (Task.CompletedTask, 0);
        var ledger = new Ledger();
        var clock = Stopwatch.StartNew();
        var at = 0;
        await city.IngestAsync(
            Senders,
            async (_, batch) =>
            {
                for (var to = Volatile.Read(ref at); !await ledger.SendAsync(pair[to], batch);)
                {
                    // Not acknowledged: the same again, of the other one.
                    to = 1 - to;
                    Volatile.Write(ref at, to);
                    await Task.Delay(20);
                }
            },
            victims.Length,
            async blow =>
            {
                if (blow is 6 or 12 or 18)
                {
                    // Drafted, approved, published: each asked of the one and the other in turn, once the step before stands.
                    var (before, step) = (steps, (blow / 6) - 1);
                    steps = Task.Run(async () =>
                    {
                        await before;
                        await policy.StepAsync(step, () => pair[Interlocked.Increment(ref asked) % 2].Url);
                    });
                }

                await Task.Delay(chance.Next(20));
                await KillAsync(victims[blow], pair);
            },
            // One kill in four comes on top of the last, before anybody has recovered from it.
            _ => chance.Next(4) == 0);
        output.WriteLine($"{victims.Length} kills in {clock.Elapsed.TotalSeconds:0} s.");

        await steps.WaitAsync(CityUnderFire.Patience);
        var (faults, summary) = ledger.Reconcile(CityUnderFire.Journal(connection));
        output.WriteLine(summary);
        Assert.Empty(faults);
        Assert.Equal(city.Events, CityUnderFire.Journal(connection).Count);
        var active = await ActiveAsync(pair);
        await active.SettledAsync();
        Assert.Equal(await undisturbed, KillTests.Outcome(await active.AlertsAsync()));
        await policy.AssertLiveAsync(active.Url);
    }

    /// <summary>Each has its own file of who may come in, and reads it when it starts.</summary>
    private static async Task AdmitAsync(PolicyUnderFire policy, SiloUnderTest[] pair)
    {
        foreach (var silo in pair)
        {
            silo.Stop();
            policy.Admit(silo);
            silo.Launch();
        }

        await ActiveAsync(pair);
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
        // It need not be up for the next: whoever comes up is killed, too.
        hit.Launch();
    }

    private static async Task<bool> ReadyAsync(SiloUnderTest silo)
    {
        try
        {
            using var answer = await silo.Feed.GetAsync("/health/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<SiloUnderTest> ActiveAsync(SiloUnderTest[] pair)
    {
        var at = -1;
        await CityUnderFire.UntilAsync(async () => (at = Array.IndexOf(await Task.WhenAll(pair.Select(ReadyAsync)), true)) >= 0);
        return pair[at];
    }
}
