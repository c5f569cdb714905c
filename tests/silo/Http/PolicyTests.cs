using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Replaying;
using LtcActors.Engine.Shadowing;
using LtcActors.Silo.Access;
using LtcActors.Silo.Packets;
using LtcActors.Silo.Texts;
using Microsoft.Extensions.DependencyInjection;

namespace LtcActors.Silo.Tests.Http;

/// <summary>Policy versions over HTTP: the administrator's session is one editor; the draft of another stands there already.</summary>
public sealed class PolicyTests : IAsyncLifetime
{
    private const string Draft = """{"title":"宽围栏","values":[{"region":"tianjin","key":"geo.fence","unit":"m","value":200,"proposed":"高层住宅"}]}""";

    private readonly SiloFixture silo = new();
    private HttpClient client = new();

    public async Task InitializeAsync()
    {
        await silo.InitializeAsync();
        (client, var csrf) = await silo.SignInAsync();
        client.DefaultRequestHeaders.Add("X-CSRF", csrf);
        await silo.Engine.PolicyAsync(new Domain.Policies.PolicyCommand.Draft("另一人的草案", [new("tianjin", "geo.fence", 180, "m", null, "x")], "li"));
    }

    public Task DisposeAsync()
    {
        client.Dispose();
        return silo.DisposeAsync();
    }

    [Fact]
    public async Task A_version_is_drafted_and_shown_with_who_did_what()
    {
        var drafted = await PostAsync("/v1/policies", Draft, HttpStatusCode.OK);
        Assert.Equal(("policy-2", "draft", "admin"), (Text(drafted, "id"), Text(drafted, "status"), drafted.GetProperty("authors")[0].GetString()));
        var value = drafted.GetProperty("values")[0];
        Assert.Equal(("geo.fence", 200.0, "m", "高层住宅"), (Text(value, "key"), value.GetProperty("value").GetDouble(), Text(value, "unit"), Text(value, "proposed")));
        using var answer = await client.GetAsync(new Uri("/v1/policies/policy-2", UriKind.Relative));
        var step = Assert.Single((await SiloFixture.JsonAsync(answer)).GetProperty("history").EnumerateArray());
        Assert.Equal(("admin", "drafted"), (Text(step, "by"), Text(step, "action")));
    }

    [Fact]
    public async Task Anothers_draft_is_approved_and_published_for_a_day_to_come()
    {
        Assert.Equal("approved", Text(await PostAsync("/v1/policies/policy-1/approve", "{}", HttpStatusCode.OK), "status"));
        var live = await PostAsync("/v1/policies/policy-1/publish", """{"from":"2026-03-02"}""", HttpStatusCode.OK);
        Assert.Equal(("live", "2026-03-02", "admin"), (Text(live, "status"), Text(live, "from"), Text(live, "reviewer")));
    }

    [Fact]
    public async Task What_was_published_is_in_the_catalogue_and_in_the_picture_of_a_packet_from_its_first_day_on()
    {
        using var feed = silo.Feed();
        using var body = SiloFixture.Content("""{"specversion":"1.0","id":"e-1","source":"/phones","type":"ltc.visit.checked-in","subject":"P-1","time":"2026-03-01T07:00:00+08:00","data":{"visitId":"V-1","caregiverId":"C-1","position":{"lat":39.1,"lon":117.2,"accuracy":10}}}""", "application/cloudevents+json");
        using var taken = await feed.PostAsync(new Uri("/v1/events", UriKind.Relative), body);
        Assert.Contains("accepted", await taken.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await PostAsync("/v1/policies/policy-1/approve", "{}", HttpStatusCode.OK);
        await PostAsync("/v1/policies/policy-1/publish", """{"from":"2026-03-02"}""", HttpStatusCode.OK);
        Assert.Equal((150, "2016-01-01"), await FenceAsync());
        silo.Clock.Move(TimeSpan.FromDays(1));
        Assert.Equal((180, "2026-03-02"), await FenceAsync());

        var alert = Samples.Alert("A-9", 9);
        var packet = await silo.Host.Services.GetRequiredService<PacketMaker>().MakeAsync(
            [alert, alert with { Id = "A-10", OccurredAt = alert.OccurredAt.AddDays(1) }], new("li", Roles.Administrator, Scope.All), "复核", Words.Chinese);
        Assert.Equal([150, 180], packet.Alerts.Select(a => a.Map!.FenceMetres));
    }

    private async Task<(double Value, string? From)> FenceAsync()
    {
        // By a token: the session does not outlast the day.
        using var officer = silo.Officer();
        using var answer = await officer.GetAsync(new Uri("/v1/rules", UriKind.Relative));
        var fence = (await SiloFixture.JsonAsync(answer)).GetProperty("items")[0].GetProperty("thresholds")[0];
        return (fence.GetProperty("value").GetDouble(), Text(fence, "from"));
    }

    [Theory]
    [InlineData("/v1/policies", "", 400, "empty-body")]
    [InlineData("/v1/policies", "[]", 400, "invalid-policy")]
    [InlineData("/v1/policies", "{\"title\":\"t\",\"values\":[]}", 400, "invalid-policy")]
    [InlineData("/v1/policies", "{\"title\":\"t\",\"values\":[{\"region\":\"tianjin\",\"key\":\"geo.fence\",\"unit\":\"km\",\"value\":1,\"proposed\":\"x\"}]}", 400, "invalid-policy")]
    [InlineData("/v1/policies/policy-1/publish", "{}", 400, "missing")]
    [InlineData("/v1/policies/policy-1/publish", "{\"from\":\"tomorrow\"}", 400, "malformed")]
    [InlineData("/v1/policies/policy-1/publish", "{\"from\":\"2026-04-01\"}", 409, "conflict")]
    [InlineData("/v1/policies/policy-1/reject", "{}", 400, "missing")]
    [InlineData("/v1/policies/policy-1/withdraw", "{\"note\":\" \"}", 400, "missing")]
    [InlineData("/v1/policies/policy-9/approve", "{}", 404, "not-found")]
    [InlineData("/v1/replays", "{}", 400, "missing")]
    [InlineData("/v1/replays", "{\"policy\":\"policy-1\"}", 400, "missing")]
    [InlineData("/v1/replays", "{\"policy\":\"policy-1\",\"from\":\"x\"}", 400, "malformed")]
    [InlineData("/v1/replays", "{\"policy\":\"policy-1\",\"from\":\"2026-02-01\",\"to\":\"2026-01-01\"}", 400, "out-of-range")]
    [InlineData("/v1/replays", "{\"policy\":\"policy-9\",\"from\":\"2026-02-01\"}", 404, "not-found")]
    [InlineData("/v1/replays", "{\"policy\":\"policy-1\",\"from\":\"2015-12-31\"}", 400, "invalid-policy")]
    [InlineData("/v1/replays/replay-9/cancel", "{}", 404, "not-found")]
    public async Task What_is_wrong_is_said(string path, string body, int status, string code) =>
        Assert.Equal(code, Text(await PostAsync(path, body, (HttpStatusCode)status), "code"));

    [Fact]
    public async Task A_draft_is_not_reviewed_by_its_author_and_no_day_that_has_begun_is_published()
    {
        await PostAsync("/v1/policies", Draft, HttpStatusCode.OK);
        Assert.Equal("own-draft", Text(await PostAsync("/v1/policies/policy-2/approve", "{}", HttpStatusCode.Conflict), "code"));
        await PostAsync("/v1/policies/policy-1/approve", "{}", HttpStatusCode.OK);
        Assert.Equal("out-of-range", Text(await PostAsync("/v1/policies/policy-1/publish", """{"from":"2026-03-01"}""", HttpStatusCode.BadRequest), "code"));
    }

    [Fact]
    public async Task A_refused_draft_is_told_its_line_and_its_value() => Assert.Equal(
        "draft.json(2): geo.fence cannot be -5 m.",
        Text(await PostAsync("/v1/policies", Draft.Replace("\"values\"", "\n\"values\"", StringComparison.Ordinal).Replace("200", "-5", StringComparison.Ordinal), HttpStatusCode.BadRequest), "detail"));

    [Fact]
    public async Task A_version_is_tried_on_the_journal_and_its_result_is_read()
    {
        var begun = await PostAsync("/v1/replays", """{"policy":"policy-1","from":"2026-02-01"}""", HttpStatusCode.OK);
        var id = Text(begun, "id");
        await PostAsync($"/v1/replays/{id}/cancel", "{}", HttpStatusCode.OK);
        using var answer = await client.GetAsync(new Uri($"/v1/replays/{id}", UriKind.Relative));
        var replay = await SiloFixture.JsonAsync(answer);
        Assert.Contains(Text(replay, "status"), new[] { "done", "cancelled" });
        Assert.Equal(("policy-1", "2026-02-01", 0L), (Text(replay, "policy"), Text(replay, "from"), replay.GetProperty("progress").GetProperty("events").GetInt64()));
    }

    [Fact]
    public async Task A_draft_is_tried_beside_what_counts_until_that_is_ended()
    {
        var tried = await PostAsync("/v1/policies/policy-1/shadow", """{"from":"2026-02-01"}""", HttpStatusCode.OK);
        Assert.Equal(("draft", "2026-02-01"), (Text(tried, "status"), Text(tried, "shadowFrom")));
        Assert.Equal("conflict", Text(await PostAsync("/v1/policies/policy-1/shadow", """{"from":"2026-02-01"}""", HttpStatusCode.Conflict), "code"));
        Assert.False((await PostAsync("/v1/policies/policy-1/unshadow", "{}", HttpStatusCode.OK)).TryGetProperty("shadowFrom", out _));
        Assert.Equal("none", Text((await GetAsync("/v1/shadow/outcomes")).GetProperty("state"), "status"));
        Assert.Empty((await GetAsync("/v1/shadow/alerts")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task What_only_the_shadow_finds_is_given_an_outcome_by_its_editors_and_the_last_one_counts()
    {
        silo.Engine.Shadowed = Tried("VIS-10-a", "VIS-10-b");
        await PostAsync("/v1/shadow/alerts/VIS-10-a/outcome", """{"outcome":"confirmed","note":"电话核实"}""", HttpStatusCode.OK);
        silo.Clock.Move(TimeSpan.FromMinutes(1));
        var given = await PostAsync("/v1/shadow/alerts/VIS-10-a/outcome", """{"outcome":"false-alarm","note":"两户同楼"}""", HttpStatusCode.OK);
        Assert.Equal("VIS-10-a", Text(given, "id"));
        var items = (await GetAsync("/v1/shadow/alerts")).GetProperty("items").EnumerateArray().ToDictionary(i => Text(i, "id")!);
        Assert.Equal(
            ["false-alarm 两户同楼 admin 2026-03-01T08:01:00+08:00", "confirmed 电话核实 admin 2026-03-01T08:00:00+08:00"],
            items["VIS-10-a"].GetProperty("outcomes").EnumerateArray().Select(v => $"{Text(v, "outcome")} {Text(v, "note")} {Text(v, "by")} {Text(v, "at")}"));
        Assert.False(items["VIS-10-b"].TryGetProperty("outcomes", out _));
        // By these the engine counts.
        Assert.Equal(new Dictionary<string, string> { ["VIS-10-a"] = "false-alarm" }, silo.Engine.Judged);

        var kept = silo.Engine.Records.Select(r => System.Text.Encoding.UTF8.GetString(r.Json.Span)).ToList();
        Assert.Contains("""{"kind":"shadow.judged","by":"admin","at":"2026-03-01T08:00:00+08:00","finding":"VIS-10-a","outcome":"confirmed","note":"电话核实"}""", kept);
        var noted = kept.Where(k => k.Contains("\"action\":\"outcome\"", StringComparison.Ordinal)).Select(k => JsonDocument.Parse(k).RootElement).ToList();
        Assert.Equal(
            ["shadow-finding VIS-10-a confirmed done", "shadow-finding VIS-10-a false-alarm done"],
            noted.Select(n => $"{Text(n, "kind")} {Text(n, "id")} {Text(n, "note")} {Text(n, "result")}"));

        using var csv = await client.GetAsync(new Uri("/v1/shadow/alerts?format=csv", UriKind.Relative));
        Assert.Contains("误报,两户同楼,admin,", await csv.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("VIS-10-a", """{"outcome":"likely","note":"x"}""", 400, "unknown-value")]
    [InlineData("VIS-10-a", """{"note":"x"}""", 400, "missing")]
    [InlineData("VIS-10-a", """{"outcome":"confirmed"}""", 400, "missing")]
    [InlineData("VIS-10-a", """{"outcome":"confirmed","note":" "}""", 400, "missing")]
    [InlineData("VIS-10-z", """{"outcome":"confirmed","note":"x"}""", 404, "not-found")]
    // One that stands on the boards is decided there.
    [InlineData("A-1", """{"outcome":"confirmed","note":"x"}""", 409, "conflict")]
    public async Task An_outcome_of_a_shadow_needs_its_word_its_reason_and_a_finding_that_nobody_else_has(string id, string body, int status, string code)
    {
        silo.Engine.Shadowed = Tried("VIS-10-a");
        Assert.Equal(code, Text(await PostAsync($"/v1/shadow/alerts/{id}/outcome", body, (HttpStatusCode)status), "code"));
        Assert.DoesNotContain(silo.Engine.Records, r => System.Text.Encoding.UTF8.GetString(r.Json.Span).Contains("shadow.judged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_finding_of_a_shadow_is_given_a_hundred_outcomes_and_no_more()
    {
        silo.Engine.Shadowed = Tried("VIS-10-a");
        for (var n = 0; n < 100; n++)
        {
            await PostAsync("/v1/shadow/alerts/VIS-10-a/outcome", """{"outcome":"confirmed","note":"x"}""", HttpStatusCode.OK);
        }

        Assert.Equal("conflict", Text(await PostAsync("/v1/shadow/alerts/VIS-10-a/outcome", """{"outcome":"undecidable","note":"x"}""", HttpStatusCode.Conflict), "code"));
        Assert.Equal(100, (await GetAsync("/v1/shadow/alerts")).GetProperty("items")[0].GetProperty("outcomes").GetArrayLength());
    }

    private static ShadowReport Tried(params string[] ids) => new(
        ["policy-1"], [], ShadowReport.Following, null, 7, 7, new(ids.Select(id => new ReplayedAlert(id, "VIS-10", null, Samples.Alert(id, 0, rule: "VIS-10")))),
        [new("VIS-10", new(0, 0, 0, 0, 0, null), new(ids.Length, 0, 0, 0, 0, null), ids.Length, 0, 0, 0)]);

    [Fact]
    public async Task What_differs_in_the_shadow_is_read_page_after_page_and_filtered_by_rule_and_difference()
    {
        var alert = Samples.Alert("x", 0);
        silo.Engine.Shadowed = Tried() with { Alerts = new([new("GEO-01-a", "GEO-01", alert, null), new("GEO-01-b", "GEO-01", null, alert), new("VIS-10-a", "VIS-10", alert, alert)]) };
        Assert.Equal("GEO-01-a GEO-01-b of 3, next GEO-01-b", await PageAsync("?limit=2"));
        Assert.False(silo.Engine.WentOn);
        Assert.Equal("VIS-10-a of 3, next ", await PageAsync("?limit=2&after=GEO-01-b"));
        Assert.True(silo.Engine.WentOn);
        Assert.Equal("GEO-01-a GEO-01-b of 2, next ", await PageAsync("?rule=GEO-01,GEO-02"));
        Assert.Equal("GEO-01-b of 1, next ", await PageAsync("?rule=GEO-01&difference=appear"));
        Assert.Equal("GEO-01-a of 1, next ", await PageAsync("?difference=vanish"));
        Assert.Equal("VIS-10-a of 1, next ", await PageAsync("?difference=change"));
        Assert.Equal("GEO-01-a GEO-01-b VIS-10-a of 3, next ", await PageAsync("?difference=any"));
    }

    [Theory]
    [InlineData("limit=0", "limit", "out-of-range")]
    [InlineData("limit=1001", "limit", "out-of-range")]
    [InlineData("limit=many", "limit", "malformed")]
    [InlineData("limit=1&limit=2", "limit", "repeated")]
    [InlineData("after=GEO-01%20a", "after", "malformed")]
    [InlineData("after=a&after=b", "after", "repeated")]
    [InlineData("rule=GEO%2F01", "rule", "malformed")]
    [InlineData("difference=gone", "difference", "unknown-value")]
    public async Task A_page_of_the_shadow_that_cannot_be_is_refused_by_the_name_of_what_is_wrong(string query, string parameter, string code)
    {
        using var answer = await client.GetAsync(new Uri("/v1/shadow/alerts?" + query, UriKind.Relative));
        Assert.Equal((HttpStatusCode.BadRequest, code, parameter), await SiloFixture.ProblemAsync(answer));
    }

    [Fact]
    public async Task A_file_of_the_shadow_has_all_that_differ_of_the_filter_whatever_the_page()
    {
        var ids = Enumerable.Range(0, 1_200).Select(n => $"VIS-10-{n:D4}").ToArray();
        var found = Tried(ids);
        silo.Engine.Shadowed = found with { Alerts = new([.. found.Alerts, new("GEO-01-a", "GEO-01", null, Samples.Alert("GEO-01-a", 0))]) };
        Assert.Equal(1_201, (await RowsAsync("")).Length);
        var rows = await RowsAsync("&rule=VIS-10&limit=5&after=VIS-10-0100");
        Assert.Equal((1_200, ids[0], ids[^1]), (rows.Length, rows[0].Split(',')[0], rows[^1].Split(',')[0]));
        // More than a page of the engine's, and all of one comparison.
        Assert.True(silo.Engine.WentOn);
        Assert.Single(await RowsAsync("&rule=GEO-01&after=VIS-10-0100"));
        Assert.False(silo.Engine.WentOn);
    }

    private async Task<string[]> RowsAsync(string query)
    {
        using var csv = await client.GetAsync(new Uri("/v1/shadow/alerts?format=csv" + query, UriKind.Relative));
        return [.. (await csv.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1)];
    }

    private async Task<string> PageAsync(string query)
    {
        var page = await GetAsync("/v1/shadow/alerts" + query);
        var next = page.TryGetProperty("next", out var place) ? place.GetString() : null;
        return $"{string.Join(' ', page.GetProperty("items").EnumerateArray().Select(i => Text(i, "id")))} of {page.GetProperty("total").GetInt32()}, next {next}";
    }

    [Fact]
    public async Task A_draft_is_written_from_the_values_in_force_and_the_texts_there_are()
    {
        var values = await GetAsync("/v1/policy-values");
        Assert.Equal(["tianjin", "jiaxing"], values.GetProperty("regions").EnumerateArray().Select(r => Text(r, "id")));
        Assert.All(values.GetProperty("regions").EnumerateArray(), r => Assert.False(r.TryGetProperty("catalogue", out _))); // None is shipped.
        var fence = values.GetProperty("items").EnumerateArray().Single(i => Text(i, "key") == "geo.fence");
        Assert.Equal("m", Text(fence, "unit"));
        Assert.Contains("GEO-01", fence.GetProperty("rules").EnumerateArray().Select(r => r.GetString()));
        var here = fence.GetProperty("values").EnumerateArray().Single(v => Text(v, "region") == "tianjin");
        Assert.Equal((150.0, "proposed", "2016-01-01"), (here.GetProperty("value").GetDouble(), Text(here, "basis"), Text(here, "from")));
        Assert.Contains("25", values.GetProperty("sources").EnumerateArray().Single(s => Text(s, "id") == "tianjin-2023-institutions").GetProperty("articles").EnumerateArray().Select(a => a.GetString()));
    }

    [Fact]
    public async Task The_catalogue_that_a_region_has_filed_is_shown_with_the_text_that_gives_it()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "policies");
        var files = Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories)
            .ToDictionary(f => Path.GetRelativePath(folder, f).Replace('\\', '/'), File.ReadAllText);
        files["tianjin/catalogue.json"] =
            """[{"from":"2024-01-01","citation":{"source":"tianjin-2023-catalogue","article":"1"},"services":[{"code":"S01","zh":"助浴","en":"Bathing"}]}]""";
        var filed = new SiloFixture { Policies = Domain.Policies.PolicyBook.Read(files) };
        await filed.InitializeAsync();
        var (editor, _) = await filed.SignInAsync();
        using (editor)
        {
            using var answer = await editor.GetAsync(new Uri("/v1/policy-values", UriKind.Relative));
            var regions = (await SiloFixture.JsonAsync(answer)).GetProperty("regions").EnumerateArray().ToDictionary(r => Text(r, "id")!);
            Assert.False(regions["jiaxing"].TryGetProperty("catalogue", out _));
            var catalogue = regions["tianjin"].GetProperty("catalogue");
            Assert.Equal(("2024-01-01", "tianjin-2023-catalogue:1"), (Text(catalogue, "from"), Text(catalogue, "basis")));
            var service = Assert.Single(catalogue.GetProperty("services").EnumerateArray());
            Assert.Equal(("S01", "助浴", "Bathing"), (Text(service, "code"), Text(service.GetProperty("name"), "zh"), Text(service.GetProperty("name"), "en")));
        }

        await filed.DisposeAsync();
    }

    [Fact]
    public async Task Replays_are_listed_the_last_one_first()
    {
        foreach (var day in new[] { "2026-02-01", "2026-02-02" })
        {
            var id = Text(await PostAsync("/v1/replays", $$"""{"policy":"policy-1","from":"{{day}}"}""", HttpStatusCode.OK), "id");
            await PostAsync($"/v1/replays/{id}/cancel", "{}", HttpStatusCode.OK);
        }

        Assert.Equal(["2026-02-02", "2026-02-01"], (await GetAsync("/v1/replays")).GetProperty("items").EnumerateArray().Select(r => Text(r, "from")));
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await SiloFixture.JsonAsync(answer);
    }

    private static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();

    private async Task<JsonElement> PostAsync(string path, string body, HttpStatusCode expected)
    {
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), SiloFixture.Content(body, "application/json"));
        Assert.Equal(expected, answer.StatusCode);
        return await SiloFixture.JsonAsync(answer);
    }
}
