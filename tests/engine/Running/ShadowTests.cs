using LtcActors.Domain.Policies;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Memory;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Shadowing;

namespace LtcActors.Engine.Tests.Running;

/// <summary>Check-ins 300 m from home (GEO-01, P3), of which a wider fence finds none; and what runs beside on threads of its own.</summary>
public sealed class ShadowTests
{
    private static readonly PolicyValue WideFence = new("tianjin", "geo.fence", 1000, "m", null, "rivers");

    [Fact]
    public async Task A_draft_runs_beside_what_counts_sees_what_comes_later_and_changes_nothing()
    {
        var engine = Far("v1");
        await ShadowAsync(engine, WideFence);
        var plain = Far("v1");
        var steps = engine.Journal.LastSeq - plain.Journal.LastSeq;
        var report = await ReportAsync(engine);
        Assert.Equal(("policy-1", "", ShadowReport.Following), (string.Join(' ', report.Versions), string.Join(' ', report.Rules), report.Status));
        var gone = Assert.Single(report.Alerts);
        Assert.Equal(("GEO-01", Alert(engine, "v1").Id, null), (gone.Rule, gone.Before!.Id, gone.After));

        engine.Post(CheckIn("v2"));
        engine.Settle();
        Assert.Equal(AlertStatus.Open, Alert(engine, "v2").Status);
        report = await ReportAsync(engine);
        Assert.Equal(2, Fence(report).Vanish);
        // The journal grows as it would without a shadow.
        plain.Post(CheckIn("v2"));
        plain.Settle();
        Assert.Equal(plain.Journal.LastSeq + steps, engine.Journal.LastSeq);
    }

    [Fact]
    public async Task Its_precision_is_that_of_the_alerts_it_would_raise_by_the_outcomes_officers_gave()
    {
        var engine = Far("v1", "v2", "v3");
        Close(engine, "v1", "false-alarm");
        Close(engine, "v2", "confirmed");
        await ShadowAsync(engine, new PolicyValue("tianjin", "geo.fence", 290, "m", null, "a little wider"));
        // The second lies 320 m off, the others 300 m, each with 10 m of accuracy.
        var outcome = Fence(await ReportAsync(engine));
        Assert.Equal((3, 1, 1, 0.5), (outcome.Live.Alerts, outcome.Live.Confirmed, outcome.Live.FalseAlarm, outcome.Live.Precision));
        Assert.Equal((1, 1, 0, 1.0), (outcome.Shadow.Alerts, outcome.Shadow.Confirmed, outcome.Shadow.FalseAlarm, outcome.Shadow.Precision));
        Assert.Equal((0, 2, 1), (outcome.Appear, outcome.Vanish, outcome.Change));
    }

    /// <summary>A fence of 5 m, where a check-in lies 300 m off and another 100 m.</summary>
    [Fact]
    public async Task What_only_the_shadow_finds_counts_by_what_editors_found_of_it()
    {
        var engine = Far("v1", "v3", "v4");
        Close(engine, "v1", "confirmed");
        await ShadowAsync(engine, new PolicyValue("tianjin", "geo.fence", 5, "m", null, "narrow"));
        var report = await ReportAsync(engine);
        var only = Assert.Single(report.Alerts, a => a.Before is null);
        Assert.Equal(only.Id, Assert.Single(report.Answer(new(new Dictionary<string, string>(), ShadowFilter.All with { Id = only.Id }, Limit: 2)).Page.Items).After!.Id);
        Assert.Equal((1, 0, 1.0), (Fence(report).Appear, Fence(report).Judged, Fence(report).Shadow.Precision));

        var given = new Dictionary<string, string> { [only.Id] = "false-alarm", [Alert(engine, "v1").Id] = "not-confirmed", ["GEO-01-gone"] = "confirmed" };
        report = engine.Supervision.Shadow(given);
        // Of an alert its own outcome counts, whatever an editor said of the finding before it was one.
        Assert.Equal((3, 1, 0, 1, 0.5), (Fence(report).Shadow.Alerts, Fence(report).Shadow.Confirmed, Fence(report).Shadow.NotConfirmed, Fence(report).Shadow.FalseAlarm, Fence(report).Shadow.Precision));
        Assert.Equal((2, 1, 1.0, 1), (Fence(report).Live.Alerts, Fence(report).Live.Confirmed, Fence(report).Live.Precision, Fence(report).Judged));
        Assert.Equal((AlertStatus.Resolved, "false-alarm"), (report.Alerts.Single(a => a.Id == only.Id).After!.Status, report.Alerts.Single(a => a.Id == only.Id).After!.Outcome));
    }

    [Fact]
    public async Task What_an_editor_found_untrue_weighs_in_no_suspicion_of_the_shadow()
    {
        var engine = TestEngine.Start(policies: TestEngine.ReadPolicies(KeyValuePair.Create("shadow.json", """{"rules":["GEO-03"]}""")));
        engine.Post(CheckIn("v1", mock: true));
        engine.Settle();
        var report = await ReportAsync(engine);
        var finding = Assert.Single(report.Alerts, a => a.Rule == "GEO-03");
        Assert.Contains(report.Alerts, a => a.Rule == "T2");
        Assert.Contains(engine.Supervision.Shadow(new Dictionary<string, string> { [finding.Id] = "confirmed" }).Alerts, a => a.Rule == "T2");
        Assert.DoesNotContain(engine.Supervision.Shadow(new Dictionary<string, string> { [finding.Id] = "false-alarm" }).Alerts, a => a.Rule == "T2");
    }

    [Fact]
    public async Task Suspicions_are_weighed_beside_with_what_officers_decided()
    {
        var engine = TestEngine.Start();
        engine.Post(CheckIn("v1", mock: true), CheckIn("v2", mock: true, caregiver: "c2"));
        engine.Settle();
        engine.Wait(engine.Supervision.TriageAsync(new(Of(engine, "GEO-03", "c2").Id, TriageAction.Dismiss, "li", "seen", null, "false-alarm")));
        await ShadowAsync(engine, new PolicyValue("tianjin", "typ.weightP1", 0.4, "score", null, "milder"));
        var gone = Assert.Single((await ReportAsync(engine)).Alerts);
        Assert.Equal((Of(engine, "T2", "c1").Id, null), (gone.Before!.Id, gone.After));
    }

    [Fact]
    public async Task Nothing_is_compared_anew_until_an_alert_a_finding_or_an_outcome_is_another()
    {
        var engine = Far("v1", "v4");
        await ShadowAsync(engine, new PolicyValue("tianjin", "geo.fence", 5, "m", null, "narrow"));
        var first = await ReportAsync(engine);
        Assert.Same(first.Alerts, engine.Supervision.Shadow().Alerts);
        var given = new Dictionary<string, string> { [first.Alerts.Single(a => a.Before is null).Id] = "confirmed" };
        var judged = engine.Supervision.Shadow(given);
        Assert.Equal((0, 1), (Fence(first).Judged, Fence(judged).Judged));
        Assert.Same(judged.Alerts, engine.Supervision.Shadow(given).Alerts);
        // An alert that changes without a finding.
        Close(engine, "v1", "confirmed");
        Assert.Equal(1, Fence(engine.Supervision.Shadow(given)).Live.Confirmed);
        // A finding that no alert follows from: 100 m off.
        engine.Post(CheckIn("v5", caregiver: "c2"));
        engine.Settle();
        Assert.Equal(2, Fence(await ReportAsync(engine)).Appear);
    }

    [Fact]
    public async Task Who_reads_page_after_page_stays_for_a_minute_with_what_the_first_page_was_of()
    {
        var engine = Far("v1");
        await ShadowAsync(engine, WideFence);
        var first = await ReportAsync(engine);
        var until = engine.Clock.GetUtcNow() + ShadowReport.GoesOnFor;
        engine.Post(CheckIn("v2"));
        engine.Settle();
        engine.Clock.Advance(until - engine.Clock.GetUtcNow());
        Assert.Same(first.Alerts, engine.Supervision.Shadow(goesOn: true).Alerts);
        engine.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.NotSame(first.Alerts, engine.Supervision.Shadow(goesOn: true).Alerts);
        Assert.Equal(2, (await ReportAsync(engine)).Alerts.Count);
    }

    [Fact]
    public async Task It_ends_when_it_is_ended_and_when_the_version_counts()
    {
        var engine = Far("v1");
        await ShadowAsync(engine, WideFence);
        Assert.Equal(PolicyAnswer.Conflict, Do(engine, new PolicyCommand.Shadow("policy-1", new(2026, 6, 1), "li")).Answer);
        Assert.Equal(PolicyAnswer.Done, Do(engine, new PolicyCommand.Unshadow("policy-1", "li")).Answer);
        Assert.Equal(ShadowReport.None, engine.Supervision.Shadow().Status);
        Assert.Equal(PolicyAnswer.Conflict, Do(engine, new PolicyCommand.Unshadow("policy-1", "li")).Answer);

        Do(engine, new PolicyCommand.Shadow("policy-1", new(2026, 6, 1), "li"));
        Do(engine, new PolicyCommand.Approve("policy-1", null, "wang"));
        Do(engine, new PolicyCommand.Publish("policy-1", new(2026, 7, 2), "li"));
        Assert.Equal((ShadowReport.None, null), (engine.Supervision.Shadow().Status, engine.Supervision.PolicyVersions()[0].ShadowFrom));
    }

    [Fact]
    public void What_does_not_fit_the_values_that_count_is_refused()
    {
        var engine = TestEngine.Start();
        Do(engine, new PolicyCommand.Draft("wide", [WideFence], "li"));
        Assert.Equal(PolicyAnswer.Invalid, Do(engine, new PolicyCommand.Shadow("policy-1", new(2016, 1, 1), "li")).Answer);
        Assert.Null(engine.Supervision.PolicyVersions()[0].ShadowFrom);
    }

    [Fact]
    public async Task After_a_restart_it_runs_again()
    {
        var (journal, store) = (new MemoryJournal(), new MemoryStateStore());
        var engine = Far(journal, store, null, "v1");
        await ShadowAsync(engine, WideFence);
        engine.Checkpoint();
        var again = TestEngine.Start(journal, store, clock: engine.Clock).Settle();
        Assert.Equal("GEO-01", Assert.Single((await ReportAsync(again)).Alerts).Rule);
    }

    [Fact]
    public async Task A_rule_that_is_only_tried_is_on_no_board_and_comes_and_goes_with_the_list()
    {
        var (journal, store) = (new MemoryJournal(), new MemoryStateStore());
        var tried = TestEngine.ReadPolicies(KeyValuePair.Create("shadow.json", """{"rules":["GEO-01"]}"""));
        var engine = Far(journal, store, tried, "v1");
        Assert.DoesNotContain(engine.AllAlerts(), a => a.Rule == "GEO-01");
        var report = await ReportAsync(engine);
        Assert.Equal(("GEO-01", 1, 0), (string.Join(' ', report.Rules), Fence(report).Appear, Fence(report).Live.Alerts));
        var found = Assert.Single(report.Alerts);
        Assert.Equal(("GEO-01", null, "P3"), (found.Rule, found.Before, found.After!.Severity));
        Assert.Contains(found.After!.Evidence, e => e.Source == "/phones");
        engine.Checkpoint();

        var counts = TestEngine.Start(journal, store, clock: engine.Clock).Settle();
        Assert.Equal(AlertStatus.Open, Alert(counts, "v1").Status);
        counts.Checkpoint();

        var again = TestEngine.Start(journal, store, clock: engine.Clock, policies: tried).Settle();
        Assert.Equal((AlertStatus.Withdrawn, "system"), (Alert(again, "v1").Status, Alert(again, "v1").By));
        Assert.Equal(1, Fence(await ReportAsync(again)).Appear);
    }

    /// <summary>As when the journal goes on while a shadow reads it: a visit that is not ended (VIS-01) falls due by its last entry.</summary>
    [Fact]
    public async Task What_was_recorded_after_it_began_is_judged_at_its_own_time()
    {
        var journal = new MemoryJournal();
        var tried = TestEngine.ReadPolicies(KeyValuePair.Create("shadow.json", """{"rules":["GEO-01"]}"""));
        Assert.Contains(Far(journal, null, tried, "v1").AllAlerts(), a => a.Rule == "VIS-01");
        var again = TestEngine.Start(journal, policies: tried, clock: new ManualClock(TestEngine.Today));
        Assert.Equal("GEO-01", Assert.Single((await ReportAsync(again)).Alerts).Rule);
    }

    [Theory]
    [InlineData("""{"rules":["GEO-99"]}""", "GEO-99")]
    [InlineData("""{"rules":["T2"]}""", "T2")]
    public void Only_a_rule_that_judges_facts_can_be_tried(string file, string named) => Assert.Contains(
        named, Assert.Throws<PolicyException>(() => TestEngine.ReadPolicies(KeyValuePair.Create("shadow.json", file)).Check(Domain.Rules.Catalogue.All)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Where_nothing_is_tried_nothing_runs() => Assert.Equal(ShadowReport.Nothing, Far("v1").Supervision.Shadow());

    private static async Task ShadowAsync(TestEngine engine, PolicyValue value)
    {
        Assert.Equal(PolicyAnswer.Done, Do(engine, new PolicyCommand.Draft("tried", [value], "li")).Answer);
        Assert.Equal(PolicyAnswer.Done, Do(engine, new PolicyCommand.Shadow("policy-1", new(2026, 6, 1), "li")).Answer);
        await engine.Supervision.ShadowCaughtUp;
    }

    /// <summary>When it is judged up to the end of the journal's events.</summary>
    private static async Task<ShadowReport> ReportAsync(TestEngine engine)
    {
        await engine.Supervision.ShadowCaughtUp;
        var report = ShadowReport.Nothing;
        Assert.True(
            SpinWait.SpinUntil(
                () => (report = engine.Supervision.Shadow()) is { Status: ShadowReport.Following } && report.Position >= engine.Journal.LastSeq,
                TimeSpan.FromMinutes(1)),
            $"{report.Status} at {report.Position} of {engine.Journal.LastSeq}: {report.Failure}");
        return report;
    }

    private static ShadowOutcome Fence(ShadowReport report) => report.Outcomes.Single(o => o.Rule == "GEO-01");

    private static PolicyResult Do(TestEngine engine, PolicyCommand command) => engine.Wait(engine.Supervision.PolicyAsync(command));

    private static void Close(TestEngine engine, string visit, string outcome) =>
        engine.Wait(engine.Supervision.TriageAsync(new(Alert(engine, visit).Id, TriageAction.Resolve, "li", "seen", null, outcome)));

    private static AlertRecord Alert(TestEngine engine, string visit) =>
        Assert.Single(engine.AllAlerts(), a => a.Rule == "GEO-01" && a.VisitIds.Contains(visit));

    private static AlertRecord Of(TestEngine engine, string rule, string caregiver) =>
        Assert.Single(engine.AllAlerts(), a => a.Rule == rule && a.CaregiverId == caregiver);

    private static TestEngine Far(params string[] visits) => Far(null, null, null, visits);

    private static TestEngine Far(MemoryJournal? journal, MemoryStateStore? store, PolicyBook? policies, params string[] visits)
    {
        var engine = TestEngine.Start(journal, store, policies: policies);
        engine.Post("""
            {"specversion":"1.0","type":"ltc.person.registered","source":"/agency","id":"p1","time":"2026-06-01T08:00:00+08:00","subject":"p1",
             "data":{"name":"甲","birthDate":"1940-01-01","districtCode":"120101","home":{"lat":39.12,"lon":117.2}}}
            """);
        engine.Post([.. visits.Select(v => CheckIn(v))]);
        return engine.Settle();
    }

    private static string CheckIn(string visit, bool mock = false, string caregiver = "c1")
    {
        // A degree of latitude is 111,195 m on the sphere.
        var metres = mock ? 0 : visit switch { "v2" => 320, "v4" or "v5" => 100, _ => 300 };
        var position = FormattableString.Invariant($"{{\"lat\":{39.12 + (metres / 111_195.0)},\"lon\":117.2,\"accuracy\":10,\"mock\":{(mock ? "true" : "false")}}}");
        return $"{{\"specversion\":\"1.0\",\"type\":\"ltc.visit.checked-in\",\"source\":\"/phones\",\"id\":\"{visit}\","
            + $"\"time\":\"2026-06-{9 + int.Parse(visit[1..], null):D2}T09:00:00+08:00\",\"subject\":\"p1\","
            + $"\"data\":{{\"visitId\":\"{visit}\",\"caregiverId\":\"{caregiver}\",\"position\":{position}}}}}";
    }
}
