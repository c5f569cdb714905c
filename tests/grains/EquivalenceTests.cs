using System.Text.Json.Nodes;
using LtcActors.Engine;
using LtcActors.Engine.Ports;
using LtcActors.Grains.Tests.Support;

namespace LtcActors.Grains.Tests;

/// <summary>The same events through the embedded engine and through a cluster: the same journal, alerts, views and histories.</summary>
public sealed class EquivalenceTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(7);

    /// <summary>Smaller than anyone would run it, so that a test has many checkpoints and full pages of history.</summary>
    private static readonly Limits Small = new() { CommitEvents = 512, CheckpointEvents = 700, HistoryPageBytes = 8, CheckpointInterval = TimeSpan.FromHours(1) };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Two_silos_journal_byte_for_byte_what_the_embedded_engine_does(ulong seed)
    {
        var city = SmallCity.Of(seed);
        await using var embedded = await Embedded.StartAsync();
        await using var two = await TwoSilos.StartAsync(Small);
        foreach (var (request, n) in city.Requests.Select((r, n) => (r, n)))
        {
            var expected = await embedded.Supervision.SubmitAsync(request);
            await embedded.Supervision.SettledAsync();
            Assert.Equal(Plain(expected), Plain(await two.PostAsync(n % 2, request)));
            await two.Of(0).SettledAsync();
            embedded.Clock.Advance(Step);
            two.Clock.Advance(Step);
            await embedded.Supervision.SettledAsync();
            await two.Of(0).SettledAsync();
        }

        var (should, does) = (Standing.Of(embedded.Journal), Standing.Of(two.Journal.Memory));
        Assert.True(should.Count > city.Requests.Sum(r => r.Length), "Nothing was decided.");
        await two.AssertSpreadAsync(city.Entities);
        Assert.Equal(should, does);
        await AssertSameReading(city, embedded, two);
        Assert.Contains(two.Rows.Keys, row => row.Item1 == "ltc-pages");
        Assert.Contains(two.Rows.Keys, row => row.Item1 == "ltc-chunk");
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(4, 1)]
    public async Task With_a_silo_killed_half_way_the_very_changes_of_the_embedded_engine_are_journaled_each_once(ulong seed, int killed)
    {
        var city = SmallCity.Of(seed);
        await using var embedded = await Embedded.StartAsync();
        await using var two = await TwoSilos.StartAsync(Small);
        var half = city.Requests.Count / 2;
        var generation = two.Journal.Token;
        for (var n = 0; n < city.Requests.Count; n++)
        {
            var request = city.Requests[n];
            await embedded.Supervision.SubmitAsync(request);
            if (n == half)
            {
                await two.AssertSpreadAsync(city.Entities);
                // In the middle of a request, of which nobody knows whether it is written.
                var unknown = two.Of(1 - killed).SubmitAsync(request);
                await two.KillAsync(killed);
                await unknown.ContinueWith(_ => { }, TaskScheduler.Default);
            }

            await two.PostAsync(n < half ? n % 2 : 0, request);
        }

        await Settling.PassAsync(TimeSpan.FromHours(2), embedded, two);
        Assert.Equal(Standing.Of(embedded.Supervision), Standing.Of(two.Of(0)));
        Assert.Equal(Events(embedded.Journal), Events(two.Journal.Memory));
        Assert.Equal(Standing.Changes(embedded.Journal), Standing.Changes(two.Journal.Memory));
        AssertNoChangeTwice(two.Journal.Memory);
        Assert.True(two.Journal.Token > generation, "Nothing was lost with the silo.");
        await AssertSameReading(city, embedded, two, places: false);
    }

    private static async Task AssertSameReading(SmallCity city, Embedded embedded, TwoSilos two, bool places = true)
    {
        foreach (var id in city.Entities)
        {
            var (should, does) = (await embedded.Supervision.ViewAsync(id, null), await two.Of(0).ViewAsync(id, null));
            if (places)
            {
                Assert.Equal(should?.ToString(), does?.ToString());
            }

            var (history, other) = (
                await embedded.Supervision.HistoryAsync(id, null, null, 0, int.MaxValue), await two.Of(0).HistoryAsync(id, null, null, 0, int.MaxValue));
            Assert.Equal(Plain(history), Plain(other));
            Assert.Equal(
                history.Skip(history.Count - 3).Reverse().Select(h => h.Event.GetRawText()),
                (await two.Of(0).LatestAsync(id, DateTimeOffset.MaxValue, 3)).Select(e => System.Text.Encoding.UTF8.GetString(e.Json.Span)));
        }
    }

    private static IEnumerable<string> Plain(EventResult[] results) => results.Select(r => $"{r.Id} {r.Status} {r.Seq}");

    private static IEnumerable<string> Plain(IReadOnlyList<HistoryItem> items) =>
        items.Select(i => $"{i.Event.GetProperty("source")} {i.Event.GetProperty("id")} {string.Join(',', i.Alerts.Order(StringComparer.Ordinal))}");

    private static IEnumerable<string> Events(IJournal journal) =>
        journal.ReadBatches(0).SelectMany(b => b.Events).Select(e => System.Text.Encoding.UTF8.GetString(e.Span)).Order(StringComparer.Ordinal);

    private static void AssertNoChangeTwice(IJournal journal)
    {
        var last = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var decision in journal.ReadDecisions(0, int.MaxValue))
        {
            var alert = JsonNode.Parse(decision.Json.Span)!.AsObject();
            var id = (string)alert["id"]!;
            foreach (var field in (string[])["seq", "action", "changedAt"])
            {
                alert.Remove(field);
            }

            var text = alert.ToJsonString();
            Assert.False(last.TryGetValue(id, out var before) && before == text, $"{id} is journaled twice.\n{text}");
            last[id] = text;
        }
    }
}
