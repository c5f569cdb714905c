using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Tests.Access;

namespace LtcActors.Silo.Tests.Http;

/// <summary>Alerts taken, changed together, counted and read newest first, over HTTP.</summary>
public sealed class TriageTests : IAsyncLifetime
{
    private readonly SiloFixture silo = new();

    public Task InitializeAsync() => silo.InitializeAsync();

    public Task DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task The_place_an_officer_saw_goes_with_the_command()
    {
        using var client = silo.Officer();
        using var answer = await client.PostAsJsonAsync("/v1/alerts/A-1/investigate", new { ifSeq = 3 });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal((TriageAction.Investigate, 3L, "officer"), (silo.Engine.LastTriage!.Action, silo.Engine.LastTriage.IfSeq, silo.Engine.LastTriage.By));
    }

    /// <summary>The board asks for a note; the API leaves it to whoever calls.</summary>
    [Theory]
    [InlineData("/v1/alerts/A-1/resolve", "{}", TriageAction.Resolve)]
    [InlineData("/v1/alerts/A-1/resolve", null, TriageAction.Resolve)]
    [InlineData("/v1/alerts/A-1/dismiss", """{"note":"  "}""", TriageAction.Dismiss)]
    [InlineData("/v1/triage", """{"action":"dismiss","items":[{"id":"A-1"}]}""", TriageAction.Dismiss)]
    public async Task An_alert_is_closed_without_a_note(string path, string? body, TriageAction action)
    {
        using var client = silo.Officer();
        using var content = body is null ? null : SiloFixture.Content(body, "application/json");
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal((action, null), (silo.Engine.LastTriage!.Action, silo.Engine.LastTriage.Note));
    }

    [Fact]
    public async Task Many_are_changed_each_by_itself_and_what_went_wrong_with_one_is_told_of_that_one()
    {
        var answer = await PostAsync("/v1/triage", new { action = "acknowledge", note = "together", items = new object[] { new { id = "A-1", ifSeq = 3 }, new { id = "A-2" }, new { id = "A-9" } } });
        var results = answer.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal(["A-1 done", "A-2 conflict", "A-9 not-found"], results.Select(r => $"{r.GetProperty("id").GetString()} {r.GetProperty("status").GetString()}"));
        Assert.Equal("together", results[0].GetProperty("alert").GetProperty("note").GetString());
        Assert.Equal("withdrawn", results[1].GetProperty("alert").GetProperty("status").GetString());
        Assert.Equal("A withdrawn alert is not triaged.", results[1].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Five_hundred_go_in_one_call()
    {
        var answer = await PostAsync("/v1/triage", new { action = "acknowledge", items = Enumerable.Range(0, 500).Select(i => new { id = new string('x', 60) + i, ifSeq = 123_456_789_012L + i }) });
        Assert.Equal(500, answer.GetProperty("results").GetArrayLength());
    }

    [Fact]
    public async Task The_next_is_the_one_due_first_that_nobody_holds_and_none_is_no_content()
    {
        silo.Engine.Raise(Samples.Alert("A-1", 10) with { Assignee = "li", DueAt = Samples.Now });
        silo.Engine.Raise(Samples.Alert("later", 11) with { DueAt = Samples.Now.AddHours(2) });
        silo.Engine.Raise(Samples.Alert("first", 12, "P3") with { DueAt = Samples.Now.AddHours(1) });
        silo.Engine.Raise(Samples.Alert("never", 13));
        Assert.Equal("first", (await PostAsync("/v1/triage/next", new { })).GetProperty("id").GetString());
        Assert.Equal((TriageAction.Assign, "officer", 12L), (silo.Engine.LastTriage!.Action, silo.Engine.LastTriage.Assignee, silo.Engine.LastTriage.IfSeq));
        Assert.Equal("later", (await PostAsync("/v1/triage/next?severity=P1", new { })).GetProperty("id").GetString());
        using var client = silo.Officer();
        using var none = await client.PostAsync(new Uri("/v1/triage/next?severity=P4", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.NoContent, none.StatusCode);
    }

    [Fact]
    public async Task The_next_is_one_that_the_words_of_the_search_find()
    {
        silo.Engine.Raise(Samples.Alert("urgent", 11) with { PersonId = "P-7", DueAt = Samples.Now });
        silo.Engine.Raise(Samples.Alert("sought", 12) with { PersonId = "P-8", DueAt = Samples.Now.AddHours(1) });
        using var client = silo.Officer();
        using var none = await client.PostAsync(new Uri("/v1/triage/next?q=p-8%20p-7", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.NoContent, none.StatusCode);
        Assert.Equal("sought", (await PostAsync("/v1/triage/next?q=p-8", new { })).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Pages_and_counts_are_of_what_the_words_of_the_search_find()
    {
        for (var seq = 10; seq < 16; seq++)
        {
            silo.Engine.Raise(Samples.Alert($"A-{seq}", seq, seq % 2 == 0 ? "P1" : "P3") with { PersonId = $"P-{seq % 3}" });
        }

        async Task<string> IdsAsync(string query) =>
            string.Join(' ', (await GetAsync("/v1/alerts?" + query)).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()));
        Assert.Equal("A-12 A-15", await IdsAsync("q=p-0"));
        Assert.Equal("A-15", await IdsAsync("q=p-0&order=newest&limit=1"));
        Assert.Equal("A-12", await IdsAsync("q=p-0&order=newest&limit=1&before=15"));
        Assert.Equal("A-12", await IdsAsync("q=p-0&severity=P1"));
        Assert.Equal("", await IdsAsync("q=p-0&after=15"));
        var counts = await GetAsync("/v1/alerts/counts?q=p-0&severity=P1");
        Assert.Equal((1, """{"P1":1,"P3":1}"""), (counts.GetProperty("total").GetInt32(), counts.GetProperty("severity").GetRawText()));
    }

    [Fact]
    public async Task A_list_says_up_to_which_place_it_is_whole()
    {
        silo.Engine.Raise(Samples.Alert("A-3", 9));
        Assert.Equal(9, (await GetAsync("/v1/alerts?limit=1")).GetProperty("position").GetInt64());
        Assert.Equal(9, (await GetAsync("/v1/alerts?order=newest&severity=P4")).GetProperty("position").GetInt64());
    }

    [Fact]
    public async Task Newest_first_goes_on_before_a_place()
    {
        silo.Engine.Raise(Samples.Alert("A-3", 9));
        var first = await GetAsync("/v1/alerts?order=newest&limit=2");
        Assert.Equal(["A-3", "A-2"], first.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()));
        var rest = await GetAsync($"/v1/alerts?order=newest&limit=2&before={first.GetProperty("next").GetInt64()}");
        Assert.Equal(["A-1"], rest.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()));
        Assert.Equal(3, (await GetAsync("/v1/alerts?order=newest&before=3")).GetProperty("next").GetInt64());
    }

    [Fact]
    public async Task The_counts_of_a_name_leave_that_name_out_of_the_filter()
    {
        silo.Engine.Raise(Samples.Alert("A-3", 9, "P3", rule: "GEO-01") with { Assignee = "li", DueAt = silo.Clock.GetUtcNow(), EscalatesAt = silo.Clock.GetUtcNow() });
        silo.Engine.Raise(Samples.Alert("A-4", 10, "P3", AlertStatus.Acknowledged) with { InvestigatingSince = Samples.Now, EscalatesAt = silo.Clock.GetUtcNow() });
        var counts = await GetAsync("/v1/alerts/counts?severity=P1&status=open");
        Assert.Equal(1, counts.GetProperty("total").GetInt32());
        Assert.Equal("""{"P1":1,"P3":1}""", counts.GetProperty("severity").GetRawText());
        Assert.Equal("""{"ELG-01":1}""", counts.GetProperty("rule").GetRawText());
        Assert.Equal("""{"open":1}""", counts.GetProperty("status").GetRawText());
        var all = await GetAsync("/v1/alerts/counts");
        Assert.Equal("""{"investigating":1,"open":2,"withdrawn":1}""", all.GetProperty("status").GetRawText());
        Assert.Equal("""{"-":3,"li":1}""", all.GetProperty("assignee").GetRawText());
        Assert.Equal("""{"escalated":2,"overdue":1}""", all.GetProperty("due").GetRawText());
    }

    [Theory]
    [InlineData("assignee=li", "A-3")]
    [InlineData("assignee=-&status=open", "A-1")]
    [InlineData("assignee=li,-&status=open", "A-1,A-3")]
    [InlineData("institution=I-1&severity=P3&status=open", "A-3")]
    [InlineData("institution=I-2", "")]
    [InlineData("status=investigating", "A-4")]
    [InlineData("status=acknowledged", "A-4")]
    [InlineData("due=overdue", "A-3")]
    [InlineData("due=soon", "A-3,A-5")]
    [InlineData("due=overdue,soon", "A-3,A-5")]
    [InlineData("due=escalated", "A-3,A-4")]
    [InlineData("due=escalated,soon", "A-3,A-4,A-5")]
    [InlineData("due=escalated&assignee=wang", "A-4")]
    public async Task Filters_by_who_holds_it_and_by_its_clock_select(string query, string ids)
    {
        var now = silo.Clock.GetUtcNow();
        silo.Engine.Raise(Samples.Alert("A-3", 9, "P3", rule: "GEO-01") with { Assignee = "li", DueAt = now, DueSoonAt = now.AddHours(-1), EscalatesAt = now });
        silo.Engine.Raise(Samples.Alert("A-4", 10, "P3", AlertStatus.Acknowledged) with { InvestigatingSince = now, Assignee = "wang", EscalatesAt = now });
        silo.Engine.Raise(Samples.Alert("A-5", 11, "P2") with { Assignee = "wang", DueAt = now.AddTicks(1), DueSoonAt = now, EscalatesAt = now.AddTicks(1) });
        Assert.Equal(ids, string.Join(',', (await GetAsync("/v1/alerts?" + query)).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString())));
    }

    [Fact]
    public async Task The_history_says_after_which_changes_it_waited_and_until_when()
    {
        silo.Engine.Raise(Samples.Alert("A-3", 9) with { DueAt = Samples.Now.AddMinutes(15), EscalatesAt = Samples.Now.AddMinutes(15) });
        silo.Engine.Raise(Samples.Alert("A-3", 10, status: AlertStatus.Acknowledged) with { Taken = new(Samples.Now.AddHours(1), "P1"), EscalatesAt = Samples.Now.AddMinutes(15) });
        var alert = await GetAsync("/v1/alerts/A-3");
        Assert.Equal(
            [Samples.Now.AddMinutes(15), null],
            alert.GetProperty("history").EnumerateArray().Select(h => h.TryGetProperty("dueAt", out var due) ? due.GetDateTimeOffset() : (DateTimeOffset?)null));
        Assert.Equal(Samples.Now.AddMinutes(15), alert.GetProperty("escalatesAt").GetDateTimeOffset());
        Assert.Equal((Samples.Now.AddHours(1), "P1"), (alert.GetProperty("taken").GetProperty("at").GetDateTimeOffset(), alert.GetProperty("taken").GetProperty("severity").GetString()));
    }

    [Fact]
    public async Task Nobody_counts_changes_or_takes_what_is_of_another_district()
    {
        using var administrator = await Person.AdministratorAsync(silo);
        using var away = await Person.MakeAsync(silo, administrator, "away", Roles.Officer, [Person.Foreign]);
        silo.Engine.Raise(Samples.Alert("away-1", 20, "P3", district: Person.Foreign));
        var counts = await away.GetAsync("/v1/alerts/counts");
        Assert.Equal((1, $$"""{"{{Person.Foreign}}":1}"""), (counts.GetProperty("total").GetInt32(), counts.GetProperty("district").GetRawText()));
        var results = await away.PostAsync("/v1/triage", new { action = "acknowledge", items = new object[] { new { id = "A-1" }, new { id = "away-1" } } });
        Assert.Equal(["not-found", "done"], results.GetProperty("results").EnumerateArray().Select(r => r.GetProperty("status").GetString()));
        Assert.Equal(AlertStatus.Open, silo.Engine.Alert("A-1")!.Status);
        Assert.Contains(silo.Engine.Records, r => r.Kind == DecisionKind.Audit
            && System.Text.Encoding.UTF8.GetString(r.Json.Span) is var entry && entry.Contains("out-of-scope", StringComparison.Ordinal) && entry.Contains("A-1", StringComparison.Ordinal));
        silo.Engine.Raise(Samples.Alert("away-2", 200, "P3", district: Person.Foreign));
        Assert.Equal("away-2", (await away.PostAsync("/v1/triage/next", new { })).GetProperty("id").GetString());
        await away.PostAsync("/v1/alerts/A-1/investigate", new { }, 404);
        Assert.Equal(["away-2"], (await away.GetAsync("/v1/alerts?order=newest&limit=1")).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task A_session_gives_an_alert_to_an_active_account_that_may_triage_and_sees_it_and_to_nobody_else()
    {
        using var administrator = await Person.AdministratorAsync(silo);
        using var wang = await Person.MakeAsync(silo, administrator, "wang", Roles.Officer, [Person.Own]);
        using var far = await Person.MakeAsync(silo, administrator, "far", Roles.Officer, [Person.Foreign]);
        await administrator.PostAsync("/v1/accounts", new { name = "house", role = Roles.Investigator, institutions = new[] { "I-1" }, displayName = "孙" });
        await administrator.PostAsync("/v1/accounts", new { name = "other-house", role = Roles.Investigator, institutions = new[] { "I-2" } });
        await administrator.PostAsync("/v1/accounts", new { name = "reader", role = Roles.Auditor });
        await administrator.PostAsync("/v1/accounts", new { name = "left", role = Roles.Supervisor });
        await administrator.PostAsync("/v1/accounts/left/change", new { disabled = true });
        silo.Engine.Raise(Samples.Alert("away", 30, district: Person.Foreign));

        Assert.Equal(
            ["admin administrator", "house investigator 孙", "wang officer"],
            (await wang.GetAsync("/v1/alerts/A-1/officers")).GetProperty("items").EnumerateArray()
                .Select(o => $"{o.GetProperty("name").GetString()} {o.GetProperty("role").GetString()}{(o.TryGetProperty("displayName", out var shown) ? " " + shown.GetString() : "")}"));
        await far.GetAsync("/v1/alerts/A-1/officers", 404);

        foreach (var name in new[] { "far", "other-house", "reader", "left", "nobody" })
        {
            foreach (var problem in new[]
            {
                await wang.PostAsync("/v1/alerts/A-1/assign", new { assignee = name }, 422),
                await wang.PostAsync("/v1/triage", new { action = "assign", assignee = name, items = new[] { new { id = "A-1" } } }, 422),
            })
            {
                Assert.Equal(("unknown-assignee", "/assignee"), (problem.GetProperty("code").GetString(), problem.GetProperty("pointer").GetString()));
            }
        }

        // Of many, all or none: one of them is none of hers.
        await administrator.PostAsync("/v1/triage", new { action = "assign", assignee = "wang", items = new[] { new { id = "A-1" }, new { id = "away" } } }, 422);
        Assert.Null(silo.Engine.LastTriage);
        await wang.PostAsync("/v1/alerts/A-1/assign", new { assignee = "house" });
        Assert.Equal("house", silo.Engine.Alert("A-1")!.Assignee);
        await PostAsync("/v1/alerts/A-1/assign", new { assignee = "whom a program knows" });
        Assert.Equal("whom a program knows", silo.Engine.Alert("A-1")!.Assignee);
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        using var client = silo.Officer();
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await SiloFixture.JsonAsync(answer);
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var client = silo.Officer();
        using var answer = await client.PostAsJsonAsync(path, body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await SiloFixture.JsonAsync(answer);
    }
}
