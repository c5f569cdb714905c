using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using LtcActors.Journal.Postgres;
using LtcActors.Simulator;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>A small city of the simulator's with an offence against every rule, sent in batches to silos that are struck meanwhile; and what it comes to in one that is not.</summary>
internal sealed class CityUnderFire
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Lazy<Task<List<string>>> undisturbed;

    /// <param name="batch">Events in a request: few, where a blow is to find requests under way at every stage.</param>
    public CityUnderFire(ulong seed, int persons, int days, int batch)
    {
        Batches =
        [
            .. City.Create(new CityOptions
            {
                Persons = persons, Days = days, Offences = CityOptions.OfEveryRule, Seed = seed, Now = new DateTimeOffset(2026, 6, 30, 0, 0, 0, TimeSpan.Zero),
            }).Events.Select(e => Encoding.UTF8.GetString(e.ToJson())).Chunk(batch),
        ];
        undisturbed = new(() => Task.Run(PlayAsync));
    }

    public List<string[]> Batches { get; }

    public int Events => Batches.Sum(b => b.Length);

    /// <summary>The alerts of a silo that nothing befalls. It is begun by whoever asks first, and once however many do: ask early, await late.</summary>
    public Task<List<string>> UndisturbedAsync() => undisturbed.Value;

    /// <summary>Sends every batch, with so many senders, and strikes as often while they send.</summary>
    /// <param name="send">Sends a batch until it is acknowledged. First is the sender's number.</param>
    /// <param name="strike">A blow, by its number. The senders do not wait for its end, but the next blow does.</param>
    /// <param name="isOnTop">Whether a blow comes on top of the one before, rather than when a part of the events has got through since.</param>
    public async Task IngestAsync(int senders, Func<int, string[], Task> send, int blows, Func<int, Task> strike, Func<int, bool>? isOnTop = null)
    {
        var waiting = new ConcurrentQueue<string[]>(Batches);
        var perBlow = Batches.Count / (blows + 1);
        var (acknowledged, struck) = (0, 0);
        var sending = Enumerable.Range(0, senders).Select(sender => Task.Run(async () =>
        {
            while (waiting.TryDequeue(out var batch))
            {
                await send(sender, batch);
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
            if (isOnTop?.Invoke(blow) != true)
            {
                var least = (blow * perBlow) + 1;
                await UntilAsync(() => Task.FromResult(Volatile.Read(ref acknowledged) >= least || sending.Exists(s => s.IsFaulted)));
            }

            await strike(blow);
            Interlocked.Increment(ref struck);
        }

        await Task.WhenAll(sending).WaitAsync(Patience);
    }

    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var waited = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(waited.Elapsed < Patience, $"It is not so after {Patience.TotalSeconds} s.");
            await Task.Delay(5);
        }
    }

    /// <summary>Every event of a database's journal, with its place.</summary>
    public static List<(string Identity, long Seq)> Journal(string connection)
    {
        using var database = new PostgresDatabase(connection);
        using var reader = PostgresJournalReader.Open(database);
        return [.. reader.ReadBatches(0).SelectMany(b => b.Events.Select((e, i) => (KillTests.Identity(e), b.FirstSeq + i)))];
    }

    private async Task<List<string>> PlayAsync()
    {
        using var silo = await SiloUnderTest.StartAsync();
        foreach (var several in Batches.Chunk(8))
        {
            Assert.True(await KillTests.PostAsync(silo, [.. several.SelectMany(b => b)]));
        }

        await silo.SettledAsync();
        var outcome = KillTests.Outcome(await silo.AlertsAsync());
        Assert.NotEmpty(outcome);
        return outcome;
    }
}
