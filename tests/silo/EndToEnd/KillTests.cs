using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using LtcActors.Journal.Sqlite;
using LtcActors.Simulator;
using Xunit.Abstractions;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>Promise 1, by force: SIGKILL at random instants during ingest.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 30;
    private const int Batch = 25;

    [Fact]
    public async Task Thirty_kills_during_ingest_lose_nothing_double_nothing_and_change_no_alert()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var city = City.Create(new CityOptions
        {
            Persons = 60, Days = 12, Offences = 24, Seed = 7, Now = new DateTimeOffset(2026, 6, 30, 0, 0, 0, TimeSpan.Zero),
        });
        var batches = city.Events.Select(e => Encoding.UTF8.GetString(e.ToJson())).Chunk(Batch).ToList();

        using var undisturbed = await SiloUnderTest.StartAsync();
        foreach (var batch in batches)
        {
            Assert.True(await PostAsync(undisturbed, batch));
        }

        await undisturbed.SettledAsync();
        var expected = Outcome(await undisturbed.AlertsAsync());
        Assert.NotEmpty(expected);

        using var killed = await SiloUnderTest.StartAsync();
        await IngestUnderFireAsync(killed, batches, new Random(seed));
        await killed.SettledAsync();
        Assert.Equal(expected, Outcome(await killed.AlertsAsync()));

        killed.Kill();
        using var journal = SqliteJournal.Open(killed.Data);
        var ids = journal.ReadBatches(0).SelectMany(b => b.Events).Select(Identity).ToList();
        Assert.Equal(ids.Distinct().Count(), ids.Count);
        Assert.Equal(city.Events.Count, ids.Count);
    }

    private static async Task IngestUnderFireAsync(SiloUnderTest silo, List<string[]> batches, Random chance)
    {
        var waiting = new ConcurrentQueue<string[]>(batches);
        var paused = 0;
        var perKill = batches.Count / (Kills + 1);
        var sent = 0;
        var senders = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (waiting.TryDequeue(out var batch))
            {
                // Unknown until it is answered: the same batch again, as a phone would.
                while (!await PostAsync(silo, batch))
                {
                    await Task.Delay(20);
                }

                Interlocked.Increment(ref sent);
                while (Volatile.Read(ref paused) < Kills && Volatile.Read(ref sent) > (Volatile.Read(ref paused) + 1) * perKill)
                {
                    await Task.Delay(5);
                }
            }
        })).ToList();
        for (var kill = 0; kill < Kills; kill++)
        {
            while (Volatile.Read(ref sent) < kill * perKill)
            {
                await Task.Delay(1);
            }

            await Task.Delay(chance.Next(40));
            silo.Kill();
            await silo.StartAgainAsync();
            Interlocked.Increment(ref paused);
        }

        await Task.WhenAll(senders);
    }

    internal static async Task<bool> PostAsync(SiloUnderTest silo, string[] batch)
    {
        try
        {
            using var content = new StringContent($"[{string.Join(',', batch)}]", Encoding.UTF8, "application/cloudevents-batch+json");
            using var answer = await silo.Feed.PostAsync("/v1/events", content);
            if (!answer.IsSuccessStatusCode)
            {
                return false;
            }

            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            Assert.All(json.RootElement.GetProperty("results").EnumerateArray(), r => Assert.NotEqual("rejected", r.GetProperty("status").GetString()));
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            return false;
        }
    }

    /// <summary>What stands, without places in the journal and our clocks.</summary>
    internal static List<string> Outcome(IEnumerable<JsonElement> alerts) =>
    [
        .. alerts.Where(a => a.GetProperty("status").GetString() != "withdrawn").Select(a => string.Join(' ',
            a.GetProperty("id").GetString(), a.GetProperty("severity").GetString(), a.GetProperty("status").GetString(),
            a.GetProperty("figures").GetRawText(),
            string.Join(',', a.GetProperty("evidence").EnumerateArray().Select(e => $"{e.GetProperty("source")}|{e.GetProperty("id")}")))).Order(),
    ];

    internal static string Identity(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return $"{document.RootElement.GetProperty("source")}|{document.RootElement.GetProperty("id")}";
    }
}
