using System.Text.Json.Nodes;
using LtcActors.Domain.Policies;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Shadowing;
using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Interfaces.Wire;
using LtcActors.Grains.Tests.Support;
using Orleans.Runtime;

namespace LtcActors.Grains.Tests;

/// <summary>What is tried beside what counts: one silo of a cluster finds what the embedded engine finds, to the last figure.</summary>
public sealed class ShadowTests
{
    private static readonly PolicyValue[] Tried =
        [new("tianjin", "geo.fence", 7, "m", null, "a test"), new("tianjin", "vis.overlap", 0, "min", null, "a test"), new("tianjin", "typ.weightP1", 0.4, "score", null, "a test")];

    private static readonly NewDecision[] Later = [new(DecisionKind.Desk, "{}"u8.ToArray())];

    [Fact]
    public async Task A_version_that_is_tried_leads_to_the_very_differences_and_precisions_of_the_embedded_engine_also_when_its_silo_is_lost()
    {
        var city = SmallCity.Of(6);
        var half = city.Requests.Count / 2;
        await using var embedded = await Embedded.StartAsync();
        await using var two = await TwoSilos.StartAsync(TwoSilos.OnlyWhenAsked);
        await PostAsync(city.Requests.Take(half), embedded, two);
        foreach (var command in new PolicyCommand[] { new PolicyCommand.Draft("tried", Tried, "li"), new PolicyCommand.Shadow("policy-1", new(2026, 6, 1), "li") })
        {
            Assert.Equal(PolicyAnswer.Done, (await embedded.Supervision.PolicyAsync(command)).Answer);
            Assert.Equal(PolicyAnswer.Done, (await two.Of(1).PolicyAsync(command)).Answer);
            await SettleAsync(embedded, two);
        }

        await PostAsync(city.Requests.Skip(half), embedded, two);
        foreach (var (alert, outcome) in embedded.Supervision.Alerts(AlertFilter.All, 0, int.MaxValue).Where(a => a.Status == AlertStatus.Open && a.Contributions is null).Take(4)
            .Zip(["confirmed", "false-alarm", "not-confirmed", "confirmed"]))
        {
            var command = new TriageCommand(alert.Id, TriageAction.Resolve, "li", "seen", null, outcome);
            Assert.Equal(TriageStatus.Done, (await embedded.Supervision.TriageAsync(command)).Status);
            Assert.Equal(TriageStatus.Done, (await two.Of(0).TriageAsync(command)).Status);
            await SettleAsync(embedded, two);
        }

        var expected = await AnswerAsync(embedded.Supervision, []);
        var only = expected.Page.Items.First(a => a.Before is null);
        Assert.Contains(expected.Page.Items, a => a.Before is not null);
        Assert.Equal((2, 1, 1), (expected.Outcomes.Sum(o => o.Live.Confirmed), expected.Outcomes.Sum(o => o.Live.NotConfirmed), expected.Outcomes.Sum(o => o.Live.FalseAlarm)));
        foreach (var judged in new Dictionary<string, string>[] { [], new() { [only.Id] = "false-alarm" } })
        {
            expected = await AnswerAsync(embedded.Supervision, judged);
            Assert.Equal(judged.Count, expected.Outcomes.Sum(o => o.Judged));
            await AssertSameAsync(embedded, two, 0, judged);
            await AssertSameAsync(embedded, two, 1, judged);
        }

        // It runs in one silo, and begins anew in the other.
        var home = await two.Cluster.Client.GetGrain<IManagementGrain>(0).GetActivationAddress(two.Cluster.Client.GetGrain<IShadowGrain>(IShadowGrain.Key));
        await two.KillAsync(two.Cluster.Silos.ToList().FindIndex(s => s.SiloAddress.Equals(home)));
        await two.ReadyAsync();
        await AssertSameAsync(embedded, two, 0, new() { [only.Id] = "false-alarm" });
    }

    [Fact]
    public async Task A_rule_that_is_only_tried_is_found_by_the_shadow_and_stands_on_no_board()
    {
        var texts = Standing.PolicyTexts();
        texts["shadow.json"] = """{"rules":["GEO-01","VIS-01"]}""";
        var policies = PolicyBook.Read(texts);
        await using var embedded = await Embedded.StartAsync(policies: policies);
        await using var two = await TwoSilos.StartAsync(TwoSilos.OnlyWhenAsked, policies: policies);
        await PostAsync(SmallCity.Of(7).Requests, embedded, two);
        var found = await AnswerAsync(two.Of(1), []);
        Assert.Contains(found.Page.Items, a => a.Rule is "GEO-01" or "VIS-01");
        await AssertSameAsync(embedded, two, 1, []);
        Assert.DoesNotContain(two.Of(1).Alerts(AlertFilter.All, 0, int.MaxValue), a => a.Rule is "GEO-01" or "VIS-01");
    }

    [Fact]
    public async Task Where_nothing_is_tried_nothing_runs()
    {
        await using var two = await TwoSilos.StartAsync(TwoSilos.OnlyWhenAsked);
        Assert.Equal(ShadowReport.None, (await two.Of(0).ShadowAsync(new(new Dictionary<string, string>(), ShadowFilter.All))).Status);
        Assert.Null(await two.Cluster.Client.GetGrain<IManagementGrain>(0).GetActivationAddress(two.Cluster.Client.GetGrain<IShadowGrain>(IShadowGrain.Key)));
    }

    /// <summary>Everything, as soon as it is judged up to the end of the journal.</summary>
    private static async Task<ShadowAnswer> AnswerAsync(ISupervision supervision, Dictionary<string, string> judged)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                var answer = await supervision.ShadowAsync(new(judged, ShadowFilter.All, Limit: int.MaxValue));
                Assert.NotEqual(ShadowReport.Failed, answer.Status);
                if (answer.Status == ShadowReport.Following && answer.Position >= answer.LastSeq)
                {
                    return answer;
                }
            }
            catch (JournalUnavailableException)
            {
                // Its silo was lost just now.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
        }
    }

    /// <summary>
    /// Some of it is found by the time alone. The shadow's time is that of the journal, and may stand short of a deadline that has come to
    /// the live alerts, or to one that began later: until time has passed, and something is recorded.
    /// </summary>
    private static async Task AssertSameAsync(Embedded embedded, TwoSilos two, int silo, Dictionary<string, string> judged)
    {
        await Settling.PassAMomentAsync(embedded, two);
        await embedded.Supervision.RecordAsync(Later);
        await two.Of(silo).RecordAsync(Later);
        Assert.Equal(Text(await AnswerAsync(embedded.Supervision, judged)), Text(await AnswerAsync(two.Of(silo), judged)));
    }

    /// <summary>All of an answer but when it was found by our clock: that is when its shadow had read so far, and one that began later did later.</summary>
    private static string Text(ShadowAnswer answer)
    {
        var text = JsonNode.Parse(BesideJson.Write(answer))!;
        var rest = new Stack<JsonNode>([text]);
        while (rest.TryPop(out var node))
        {
            if (node is JsonObject at)
            {
                at.Remove("raisedAt");
                at.Remove("changedAt");
            }

            foreach (var inner in node switch { JsonObject o => o.Select(static p => p.Value), JsonArray a => a, _ => [] })
            {
                if (inner is JsonObject or JsonArray)
                {
                    rest.Push(inner);
                }
            }
        }

        return text.ToJsonString();
    }

    private static async Task PostAsync(IEnumerable<Engine.Wire.ParsedEvent[]> requests, Embedded embedded, TwoSilos two)
    {
        foreach (var (request, n) in requests.Select((r, n) => (r, n)))
        {
            await embedded.Supervision.SubmitAsync(request);
            await two.PostAsync(n % 2, request);
            await SettleAsync(embedded, two);
        }
    }

    /// <summary>After each: so that what follows from it stands at the same places of both journals.</summary>
    private static async Task SettleAsync(Embedded embedded, TwoSilos two)
    {
        await embedded.Supervision.SettledAsync();
        await two.Of(0).SettledAsync();
    }
}
