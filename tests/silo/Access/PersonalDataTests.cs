using System.Net.Http.Json;
using System.Text.Json;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Records;
using LtcActors.Silo.Access;
using LtcActors.Silo.Tests.Http;

namespace LtcActors.Silo.Tests.Access;

/// <summary>Personal data is masked until it is revealed for a purpose, and every look at it stands in the audit before it is shown.</summary>
public sealed class PersonalDataTests : AdministeredSilo
{
    private const string Registered = """
        {"specversion":"1.0","id":"r-1","source":"/registry","type":"ltc.person.registered","subject":"P-1","time":"2026-03-01T08:00:00+08:00",
         "data":{"name":"王秀兰","birthDate":"1950-01-01","districtCode":"120101","home":{"lat":39.123456,"lon":117.654321},"idNumber":"120101195001011234"}}
        """;

    private Person li = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        li = await Person.MakeAsync(Silo, Administrator, "li", Roles.Officer, ["120101"]);
        using var feed = Silo.Feed();
        using var sent = await feed.PostAsync(new Uri("/v1/events", UriKind.Relative), SiloFixture.Content(Registered, "application/cloudevents+json"));
        sent.EnsureSuccessStatusCode();
    }

    public override async Task DisposeAsync()
    {
        li.Dispose();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_session_sees_names_numbers_birth_dates_and_homes_masked_in_views_histories_and_entries()
    {
        var view = await li.GetAsync("/v1/persons/P-1");
        Assert.Equal(("王＊＊", "1950-＊＊-＊＊", true), (view.GetProperty("name").GetString(), view.GetProperty("birthDate").GetString(), view.GetProperty("masked").GetBoolean()));
        Assert.Equal((39.12, 117.65), HomeOf(view.GetProperty("homes")[0].GetProperty("position")));
        foreach (var item in new[] { (await li.GetAsync("/v1/persons/P-1/history")).GetProperty("items")[0], await li.GetAsync("/v1/events/1") })
        {
            var data = item.GetProperty("event").GetProperty("data");
            Assert.Equal(
                ("王＊＊", "1950-＊＊-＊＊", "＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊34"),
                (data.GetProperty("name").GetString(), data.GetProperty("birthDate").GetString(), data.GetProperty("idNumber").GetString()));
            Assert.Equal((39.12, 117.65), HomeOf(data.GetProperty("home")));
        }
    }

    [Fact]
    public async Task What_was_revealed_is_shown_to_that_session_for_ten_minutes_and_no_longer()
    {
        var revealed = await li.PostAsync("/v1/persons/P-1/reveal", new { purpose = "appeal", note = "案号 7" });
        Assert.Equal(("appeal", "王秀兰"), (revealed.GetProperty("purpose").GetString(), revealed.GetProperty("view").GetProperty("name").GetString()));
        Assert.Equal("1950-01-01", revealed.GetProperty("view").GetProperty("birthDate").GetString());
        Assert.Equal("王秀兰", (await li.GetAsync("/v1/persons/P-1")).GetProperty("name").GetString());
        Assert.Equal("王＊＊", (await li.GetAsync("/v1/persons/P-2")).GetProperty("name").GetString());
        Assert.Equal("王＊＊", (await Administrator.GetAsync("/v1/persons/P-1")).GetProperty("name").GetString());
        Silo.Clock.Move(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        Assert.Equal("王秀兰", (await li.GetAsync("/v1/bindings/P-1")).GetProperty("name").GetString());
        Silo.Clock.Move(TimeSpan.FromSeconds(1));
        Assert.Equal("王＊＊", (await li.GetAsync("/v1/persons/P-1")).GetProperty("name").GetString());
    }

    [Fact]
    public async Task What_was_revealed_stays_so_after_a_restart_as_at_another_silo_until_the_scope_is_another()
    {
        await li.PostAsync("/v1/persons/P-1/reveal", new { purpose = "appeal" });
        var kept = Silo.Engine.Records.Where(r => r.Kind == DecisionKind.Desk).Select(r => System.Text.Encoding.UTF8.GetString(r.Json.Span)).Last();
        Assert.Matches("""^{"kind":"session.revealed","by":"li","at":"[^"]*","id":"[0-9a-f]{64}","about":"person","subject":"P-1","purpose":"appeal","until":"2026-03-01T08:10:00[+]08:00"}$""", kept);
        await Silo.StopAsync();
        await Silo.StartAsync();
        using (var client = Silo.Client())
        {
            client.DefaultRequestHeaders.Add("Cookie", li.Cookie);
            Assert.Equal("王秀兰", (await client.GetFromJsonAsync<JsonElement>("/v1/persons/P-1")).GetProperty("name").GetString());
        }

        using var administrator = await Person.AdministratorAsync(Silo);
        await administrator.PostAsync("/v1/accounts/li/change", new { districts = new[] { "120101", "120102" } });
        await Silo.StopAsync();
        await Silo.StartAsync();
        using var after = Silo.Client();
        after.DefaultRequestHeaders.Add("Cookie", li.Cookie);
        Assert.Equal("王＊＊", (await after.GetFromJsonAsync<JsonElement>("/v1/persons/P-1")).GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("""{}""", "missing")]
    [InlineData("""{"purpose":"curiosity"}""", "unknown-value")]
    public async Task Nothing_is_revealed_without_a_purpose_that_counts(string body, string code) =>
        Assert.Equal(code, (await li.PostAsync("/v1/persons/P-1/reveal", JsonElement.Parse(body), 400)).GetProperty("code").GetString());

    [Fact]
    public async Task The_contracts_token_sees_what_the_contract_promises_and_stands_in_the_audit_too()
    {
        using var officer = Silo.Officer();
        using var answer = await officer.GetAsync(new Uri("/v1/persons/P-1", UriKind.Relative));
        Assert.Equal("王秀兰", (await SiloFixture.JsonAsync(answer)).GetProperty("name").GetString());
        var last = Audit()[^1];
        Assert.Equal(("read", "officer", "person", "P-1", "shown"), (Of(last, "action"), Of(last, "by"), Of(last, "kind"), Of(last, "id"), Of(last, "result")));
    }

    [Fact]
    public async Task Every_look_reveal_and_refusal_says_who_what_whom_from_where_why_and_with_what_result()
    {
        using var away = await Person.MakeAsync(Silo, Administrator, "zhao", Roles.Officer, [Person.Foreign]);
        var before = Audit().Count;
        await li.GetAsync("/v1/persons/P-1");
        await li.PostAsync("/v1/persons/P-1/reveal", new { purpose = "contact", note = "电话核实" });
        await li.GetAsync("/v1/persons/P-1/history");
        await away.GetAsync("/v1/persons/P-1", 404);
        await away.PostAsync("/v1/persons/P-1/reveal", new { purpose = "contact" }, 404);
        await away.GetAsync("/v1/alerts/A-1", 404);
        await away.GetAsync("/v1/silences/silence-1", 404);
        await away.GetAsync("/v1/events/1", 404);
        await away.GetAsync("/v1/alerts/A-none", 404);
        await li.GetAsync("/v1/accounts", 403);
        Assert.Equal(
            [
                "read li officer person P-1 masked  GET /v1/persons/{id}",
                "reveal li officer person P-1 shown contact POST /v1/persons/{id}/reveal",
                "history li officer person P-1 shown contact GET /v1/persons/{id}/history",
                "refused zhao officer person P-1 out-of-scope  GET /v1/persons/{id}",
                "refused zhao officer person P-1 out-of-scope  POST /v1/persons/{id}/reveal",
                "refused zhao officer alert A-1 out-of-scope  GET /v1/alerts/{id}",
                "refused zhao officer silence silence-1 out-of-scope  GET /v1/silences/{id}",
                "refused zhao officer event 1 out-of-scope  GET /v1/events/{seq}",
                "refused li officer   forbidden  GET /v1/accounts",
            ],
            Audit().Skip(before).Select(e => string.Join(' ', new[] { "action", "by", "role", "kind", "id", "result", "purpose", "request" }.Select(n => Of(e, n)))));
        Assert.All(Audit(), e => Assert.Equal("127.0.0.1", Of(e, "from").Replace("::ffff:", "", StringComparison.Ordinal)));
        Assert.Null(AuditChain.Verify(Silo.Engine.Recorded(DecisionKind.Audit, 0)).Break);
    }

    [Fact]
    public async Task What_cannot_be_noted_is_not_shown()
    {
        Silo.Engine.RecordFailure = new JournalUnavailableException("full");
        foreach (var path in new[] { "/v1/persons/P-1", "/v1/persons/P-1/history", "/v1/events/1", "/v1/caregivers/C-1", "/v1/bindings/P-1" })
        {
            Assert.DoesNotContain("王", (await li.GetAsync(path, 503)).GetRawText(), StringComparison.Ordinal);
        }

        await li.PostAsync("/v1/persons/P-1/reveal", new { purpose = "appeal" }, 503);
        // Refused all the same, though that could not be noted either; and events go on.
        await li.GetAsync("/v1/accounts", 403);
        using var feed = Silo.Feed();
        using var sent = await feed.PostAsync(new Uri("/v1/events", UriKind.Relative), SiloFixture.Content(Samples.Death("d-1"), "application/cloudevents+json"));
        sent.EnsureSuccessStatusCode();
        Silo.Engine.RecordFailure = null;
        Assert.Equal("王＊＊", (await li.GetAsync("/v1/persons/P-1")).GetProperty("name").GetString());
    }

    [Fact]
    public async Task An_auditor_reads_the_latest_first_filtered_and_page_by_page()
    {
        using var auditor = await Person.MakeAsync(Silo, Administrator, "sun", Roles.Auditor);
        for (var i = 0; i < 5; i++)
        {
            await li.GetAsync("/v1/persons/P-1");
        }

        await li.GetAsync("/v1/caregivers/C-1");
        var page = await auditor.GetAsync("/v1/audit?by=li&action=read&limit=4");
        var items = page.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["caregiver", "person", "person", "person"], items.Select(i => Of(i, "kind")));
        var next = await auditor.GetAsync($"/v1/audit?by=li&action=read&limit=4&before={page.GetProperty("next").GetInt64()}");
        Assert.Equal(2, next.GetProperty("items").GetArrayLength());
        Assert.False(next.TryGetProperty("next", out _));
        Assert.Empty((await auditor.GetAsync("/v1/audit?by=nobody")).GetProperty("items").EnumerateArray());
        // To have looked at it stands in it.
        Assert.Contains(Audit(), e => (Of(e, "by"), Of(e, "kind")) == ("sun", "audit"));
        Assert.Equal(Audit().Count, (await auditor.GetAsync("/v1/audit/head")).GetProperty("number").GetInt64());
    }

    [Fact]
    public async Task A_failed_sign_in_is_noted_without_what_was_typed()
    {
        using var client = Silo.Client();
        foreach (var user in new[] { "li", "my secret typed here" })
        {
            using var answer = await client.PostAsync(
                new Uri("/api/session", UriKind.Relative), SiloFixture.Content($$"""{"user":"{{user}}","password":"wrong"}""", "application/json"));
            Assert.Equal(401, (int)answer.StatusCode);
        }

        var last = Audit().TakeLast(2).ToList();
        Assert.Equal(["sign-in", "sign-in"], last.Select(e => Of(e, "action")));
        Assert.Equal(["li", ""], last.Select(e => Of(e, "id")));
        Assert.DoesNotContain("secret typed", string.Concat(last.Select(e => e.GetRawText())), StringComparison.Ordinal);
    }

    private List<JsonElement> Audit() => [.. Silo.Engine.Recorded(DecisionKind.Audit, 0).Select(r => JsonElement.Parse(r.Json.Span))];

    private static string Of(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) ? value.GetString()! : "";

    private static (double, double) HomeOf(JsonElement place) => (place.GetProperty("lat").GetDouble(), place.GetProperty("lon").GetDouble());
}
