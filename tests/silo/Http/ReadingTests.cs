using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LtcActors.Silo.Queries;

namespace LtcActors.Silo.Tests.Http;

public sealed class ReadingTests : IAsyncLifetime
{
    private readonly SiloFixture silo = new();

    public Task InitializeAsync() => silo.InitializeAsync();

    public Task DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task Alerts_come_oldest_change_first_with_the_place_to_go_on_from()
    {
        var first = await GetAsync("/v1/alerts?limit=1");
        Assert.Equal(["A-1"], Ids(first));
        Assert.Equal(3, first.GetProperty("next").GetInt64());
        var second = await GetAsync("/v1/alerts?limit=1&after=3");
        Assert.Equal(["A-2"], Ids(second));
        var end = await GetAsync("/v1/alerts?after=4");
        Assert.Empty(Ids(end));
        Assert.Equal(4, end.GetProperty("next").GetInt64());
    }

    [Theory]
    [InlineData("severity=P1", "A-1")]
    [InlineData("severity=P3,P4", "A-2")]
    [InlineData("severity=P3&severity=P4", "A-2")]
    [InlineData("status=withdrawn", "A-2")]
    [InlineData("rule=ELG-01,ELG-02", "A-1")]
    [InlineData("district=120102", "A-2")]
    [InlineData("subject=C-1&status=open", "A-1")]
    [InlineData("subject=P-9", "")]
    [InlineData("severity=", "A-1,A-2")]
    public async Task Filters_select(string query, string ids) =>
        Assert.Equal(ids, string.Join(',', Ids(await GetAsync("/v1/alerts?" + query))));

    [Fact]
    public async Task An_alert_is_written_as_the_contract_has_it()
    {
        var alert = await GetAsync("/v1/alerts/A-1");
        Assert.Equal("ELG-01", alert.GetProperty("rule").GetString());
        Assert.Equal("P1", alert.GetProperty("severity").GetString());
        Assert.Equal("open", alert.GetProperty("status").GetString());
        Assert.Equal("2026-03-01T08:00:00+08:00", alert.GetProperty("occurredAt").GetString());
        Assert.Equal("in force", alert.GetProperty("citations")[0].GetProperty("status").GetString());
        Assert.Equal("V-1", alert.GetProperty("visitIds")[0].GetString());
        Assert.Equal(220.5, alert.GetProperty("figures").GetProperty("distance").GetProperty("value").GetDouble());
        Assert.False(alert.GetProperty("decidedLate").GetBoolean());
        Assert.False(alert.TryGetProperty("deviceId", out _));
        var change = Assert.Single(alert.GetProperty("history").EnumerateArray());
        Assert.Equal(["seq", "at", "by", "action", "status"], change.EnumerateObject().Select(m => m.Name));
    }

    [Fact]
    public async Task Triage_is_done_by_whom_the_credentials_name_and_stands_in_the_history()
    {
        using var client = silo.Officer();
        using var answer = await client.PostAsJsonAsync(
            "/v1/alerts/A-1/resolve", new { note = "核实", outcome = "confirmed", by = "somebody else", status = "withdrawn" });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(("officer", "核实", "confirmed"), (silo.Engine.LastTriage!.By, silo.Engine.LastTriage.Note, silo.Engine.LastTriage.Outcome));
        var history = (await GetAsync("/v1/alerts/A-1")).GetProperty("history");
        Assert.Equal(2, history.GetArrayLength());
        Assert.Equal("confirmed", history[1].GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_silence_is_made_by_whom_the_credentials_name_with_its_reason_and_its_last_day()
    {
        using var client = silo.Officer();
        using var answer = await client.PostAsJsonAsync(
            "/v1/alerts/A-1/silence", new { reason = "井下无信号", until = "2026-03-31", subject = "caregiver", by = "somebody else" });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            new Engine.Ports.SilenceCommand.Begin("A-1", Engine.Alerts.SilenceSubject.Caregiver, new(2026, 3, 31), "井下无信号", "officer"), silo.Engine.LastSilence);
        var silence = await SiloFixture.JsonAsync(answer);
        Assert.Equal(
            ["id", "seq", "rule", "subjectKind", "subjectId", "severity", "alertId", "reason", "by", "at", "until", "status"],
            silence.EnumerateObject().Select(m => m.Name));
        Assert.Equal(("2026-03-31", "active", "caregiver"), (
            silence.GetProperty("until").GetString(), silence.GetProperty("status").GetString(), silence.GetProperty("subjectKind").GetString()));
    }

    [Theory]
    [InlineData("", "silence-1,silence-2")]
    [InlineData("?status=active", "silence-1")]
    [InlineData("?status=expired", "silence-2")]
    [InlineData("?status=ended", "")]
    public async Task The_register_of_silences_is_read_whole_or_by_what_became_of_them(string query, string ids) =>
        Assert.Equal(ids, string.Join(',', Ids(await GetAsync("/v1/silences" + query))));

    [Fact]
    public async Task Outcomes_are_counted_by_rule_and_version()
    {
        silo.Engine.Raise(Samples.Alert("A-3", 5, "P3", Engine.Alerts.AlertStatus.Resolved, "GEO-01") with { Outcome = "confirmed" });
        silo.Engine.Raise(Samples.Alert("A-4", 6, "P3", Engine.Alerts.AlertStatus.Dismissed, "GEO-01") with { Outcome = "false-alarm" });
        var count = Assert.Single((await GetAsync("/v1/outcomes")).GetProperty("items").EnumerateArray());
        Assert.Equal(
            """{"rule":"GEO-01","version":1,"confirmed":1,"notConfirmed":0,"undecidable":0,"falseAlarm":1,"unlabelled":0,"precision":0.5}""", count.GetRawText());
    }

    [Fact]
    public async Task An_acknowledgement_needs_no_body()
    {
        using var client = silo.Officer();
        using var answer = await client.PostAsync(new Uri("/v1/alerts/A-1/acknowledge", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_conflict_shows_the_alert_as_it_stands()
    {
        using var client = silo.Officer();
        using var answer = await client.PostAsJsonAsync("/v1/alerts/A-2/reopen", new { });
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var problem = await SiloFixture.JsonAsync(answer);
        Assert.Equal("withdrawn", problem.GetProperty("alert").GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("2026-03-01T08:00:00%2B08:00")]
    [InlineData("2026-03-01T08:00:00+08:00")]
    [InlineData("2026-03-01T00:00:00Z")]
    [InlineData("2026-03-01T00:00:00.000Z")]
    public async Task An_entity_is_shown_as_known_at_an_instant(string instant)
    {
        var view = await GetAsync("/v1/persons/P-1?asOf=" + instant);
        Assert.Equal(Samples.Now, view.GetProperty("asOf").GetDateTimeOffset());
        Assert.Equal(("P-1", "王秀兰", "person"), (view.GetProperty("id").GetString(), view.GetProperty("name").GetString(), view.GetProperty("kind").GetString()));
        Assert.False(view.TryGetProperty("gone", out _));
    }

    [Fact]
    public async Task History_and_events_show_the_event_as_it_was_sent()
    {
        using var feed = silo.Feed();
        using var sent = await feed.PostAsync(
            new Uri("/v1/events", UriKind.Relative), SiloFixture.Content(Samples.Death("h-1"), "application/cloudevents+json"));
        var seq = (await SiloFixture.JsonAsync(sent)).GetProperty("results")[0].GetProperty("seq").GetInt64();
        var stored = await GetAsync($"/v1/events/{seq}");
        Assert.Equal("h-1", stored.GetProperty("event").GetProperty("id").GetString());
        Assert.Equal(seq, stored.GetProperty("seq").GetInt64());
        Assert.Equal(Samples.Now, stored.GetProperty("recordedAt").GetDateTimeOffset());
        var history = await GetAsync("/v1/persons/P-1/history?from=2026-03-01T00:00:00Z&limit=10");
        var item = history.GetProperty("items")[0];
        Assert.Equal(["seq", "recordedAt", "event", "alerts"], item.EnumerateObject().Select(m => m.Name));
        Assert.Equal(seq, history.GetProperty("next").GetInt64());
    }

    [Fact]
    public async Task Rules_and_schemas_are_listed()
    {
        Assert.Equal("死亡后享受待遇", (await GetAsync("/v1/rules")).GetProperty("items")[0].GetProperty("title").GetProperty("zh").GetString());
        foreach (var schema in (await GetAsync("/schemas")).GetProperty("schemas").EnumerateArray())
        {
            var text = await GetAsync(schema.GetProperty("href").GetString()!);
            Assert.StartsWith("https://json-schema.org/", text.GetProperty("$schema").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_published_description_is_openapi_and_names_what_may_be_asked()
    {
        var document = await GetAsync("/openapi/v1.json");
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var alerts = document.GetProperty("paths").GetProperty("/v1/alerts").GetProperty("get");
        Assert.Equal(["rule", "severity", "status", "district", "subject", "institution", "assignee", "due", "since", "q", "order", "after", "before", "limit"],
            alerts.GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()));
        var post = document.GetProperty("paths").GetProperty("/v1/events").GetProperty("post");
        Assert.Equal(4, post.GetProperty("requestBody").GetProperty("content").EnumerateObject().Count());
        Assert.All(document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject()),
            o => Assert.False(string.IsNullOrEmpty(o.Value.GetProperty("summary").GetString())));
    }

    [Fact]
    public async Task Readiness_tells_why_not()
    {
        silo.Engine.Health = silo.Engine.Health with { Ready = false, Reason = "Reading the journal." };
        using var client = silo.Client();
        using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.Contains("Reading the journal.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not-ready"), await EventsTests.ProblemOf(answer));
        using var live = await client.GetAsync(new Uri("/health/live", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    [Fact]
    public async Task Metrics_are_text_that_prometheus_reads()
    {
        using var feed = silo.Feed();
        using var sent = await feed.PostAsync(new Uri("/v1/events", UriKind.Relative),
            SiloFixture.Content($"[{Samples.Death("m-1")},{Samples.Death("m-1")},1]", "application/cloudevents-batch+json"));
        using var client = silo.Officer();
        using var answer = await client.GetAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, l => Assert.Matches("""^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[^"]*"\})? [0-9.eE+-]+)$""", l));
        foreach (var expected in new[]
        {
            """ltcactors_events_total{status="accepted"} 1""", """ltcactors_events_total{status="duplicate"} 1""",
            """ltcactors_events_total{status="rejected"} 1""", """ltcactors_ingest_batch_seconds_bucket{le="+Inf"} 1""",
            "ltcactors_ingest_batch_seconds_count 1", """ltcactors_alerts{severity="P1"} 1""", "ltcactors_journal_last_seq 7",
            "ltcactors_judged_position 7", "ltcactors_waiting_events 0", "ltcactors_active_actors 3", "ltcactors_calendar_years_missing 0",
        })
        {
            Assert.Contains(expected, lines);
        }
    }

    /// <summary>The last day from which a term of 30 working days ends in 2026, and the next.</summary>
    [Theory]
    [InlineData("2026-11-19", "")]
    [InlineData("2026-11-20", "2027")]
    [InlineData("2027-01-01", "2027")]
    public async Task A_year_whose_holidays_are_not_known_is_loud_before_anything_needs_it(string day, string missing)
    {
        silo.Clock.Move(Domain.Calendars.Shanghai.StartOf(DateOnly.Parse(day, null)) - silo.Clock.GetUtcNow());
        try
        {
            using var client = silo.Client();
            using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var ready = await SiloFixture.JsonAsync(answer);
            var warned = ready.TryGetProperty("warnings", out var warnings) ? string.Join(' ', warnings[0].GetProperty("years").EnumerateArray()) : "";
            Assert.Equal(missing, warned);
            using var officer = silo.Officer();
            Assert.Contains($"ltcactors_calendar_years_missing {(missing.Length > 0 ? 1 : 0)}\n", await officer.GetStringAsync(new Uri("/metrics", UriKind.Relative)), StringComparison.Ordinal);
        }
        finally
        {
            silo.Clock.Move(Samples.Now - silo.Clock.GetUtcNow());
        }
    }

    [Fact]
    public void The_catalogue_lists_a_typology_with_its_members_and_weights()
    {
        var parts = Wiring.Parts(new SiloOptions());
        var rules = parts.Rules(parts.Policies, new(2026, 3, 1));
        var typology = rules.Single(r => r.Id == "T1");
        Assert.Equal("person", typology.Subject);
        Assert.Equal(
            [new RuleMember("ELG-01", 0.6, true), new("IDN-02", 0.35, false), new("IDN-03", 0.6, false), new("SUP-03", null, false), new("SUP-04", null, false)],
            typology.Members!);
        Assert.Contains(typology.Thresholds, t => t is { Key: "typ.open", Basis: "proposed" });
        Assert.Null(rules.Single(r => r.Id == "ELG-01").Members);
    }

    /// <summary>Of a key that has had two numbers in Tianjin, and one of its own in Jiaxing.</summary>
    [Theory]
    [InlineData("2023-05-31", "2016-01-01", "proposed")]
    [InlineData("2023-06-01", "2023-06-01", "tianjin-2023-family:1(2)")]
    public void The_catalogue_says_from_when_on_a_number_counts_and_what_it_is_in_every_region(string day, string from, string basis)
    {
        var parts = Wiring.Parts(new SiloOptions());
        var limit = parts.Rules(parts.Policies, DateOnly.Parse(day, null)).Single(r => r.Id == "FAM-02").Thresholds.Single(t => t.Key == "fam.practiceMonths");
        Assert.Equal((DateOnly.Parse(from, null), basis), (limit.From, limit.Basis));
        Assert.Equal(
            [new("tianjin", 3, basis, DateOnly.Parse(from, null)), new RegionThreshold("jiaxing", 3, "proposed", new(2016, 1, 1))], limit.Regions);
    }

    private static IEnumerable<string?> Ids(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(a => a.GetProperty("id").GetString());

    private async Task<JsonElement> GetAsync(string path)
    {
        using var client = silo.Officer();
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await SiloFixture.JsonAsync(answer);
    }
}
