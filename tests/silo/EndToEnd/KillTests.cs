using System.Text;
using System.Text.Json;
using LtcActors.Journal.Sqlite;
using Xunit.Abstractions;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>Promise 1, by force: SIGKILL at random instants during ingest.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 30;
    private const int Batch = 25;
    private const int Senders = 4;

    [Fact]
    public async Task Thirty_kills_during_ingest_lose_nothing_double_nothing_and_change_no_alert()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var chance = new Random(seed);
        var city = new CityUnderFire(seed: 7, persons: 40, days: 12, Batch);
        var undisturbed = city.UndisturbedAsync();
        using var killed = await SiloUnderTest.StartAsync();
        using var policy = new PolicyUnderFire();
        policy.Admit(killed);
        await city.IngestAsync(Senders, (_, batch) => SendAsync(killed, batch), Kills, async blow =>
        {
            // A blow each on a draft, an approval and a version that goes live.
            var step = blow is 8 or 14 or 20 ? policy.StepAsync((blow - 8) / 6, () => killed.Url) : Task.CompletedTask;
            await Task.Delay(chance.Next(40));
            killed.Kill();
            await killed.StartAgainAsync();
            await step;
        });
        await killed.SettledAsync();
        Assert.Equal(await undisturbed, Outcome(await killed.AlertsAsync()));
        await policy.AssertLiveAsync(killed.Url);

        killed.Kill();
        using var journal = SqliteJournal.Open(killed.Data);
        var ids = journal.ReadBatches(0).SelectMany(b => b.Events).Select(Identity).ToList();
        Assert.Equal(ids.Distinct().Count(), ids.Count);
        Assert.Equal(city.Events, ids.Count);
    }

    /// <summary>Unknown until it is answered: the same batch again, as a phone would.</summary>
    internal static async Task SendAsync(SiloUnderTest silo, string[] batch)
    {
        while (!await PostAsync(silo, batch))
        {
            await Task.Delay(20);
        }
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
