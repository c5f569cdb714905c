using LtcActors.Domain.Rules;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Memory;
using LtcActors.Engine.Ports;
using static LtcActors.Engine.Tests.Running.EngineTests;

namespace LtcActors.Engine.Tests.Running;

/// <summary>An officer silences one rule for one subject; c1 leaves visits without a check-out, of which VIS-01 has an alert each.</summary>
public sealed class SilenceTests
{
    private static readonly DateOnly Today = new(2026, 6, 30);

    [Fact]
    public void A_silence_puts_every_open_alert_of_its_rule_and_subject_to_rest_and_leaves_the_others()
    {
        var engine = WithMissingCheckOuts();
        var silence = Silence(engine, "v-p1-20", SilenceSubject.Caregiver, Today.AddDays(10)).Silence!;
        Assert.Equal(("silence-1", "VIS-01", "c1", "li", "broken telephone"), (silence.Id, silence.Rule, silence.SubjectId, silence.By, silence.Reason));
        Assert.Equal([AlertStatus.Silenced, AlertStatus.Silenced, AlertStatus.Open], Statuses(engine, "v-p1-20", "v-p2-21", "v-p3-20"));
        var alert = Of(engine, "v-p2-21");
        Assert.Equal((Today.AddDays(10), "silence-1", "silence", "li", "broken telephone"), (alert.SilencedUntil, alert.SilenceId, alert.Action, alert.By, alert.Note));
        Assert.Equal(["raised", "silence"], engine.Supervision.AlertHistory(alert.Id).Select(h => h.Action));
        Assert.Equal(engine.AllAlerts().Count(a => a.Status == AlertStatus.Open), engine.Supervision.Health.OpenAlerts);
        Assert.Equal(silence, Assert.Single(engine.Supervision.Silences()));
        Assert.True(engine.Journal.ReadDecisions(silence.Seq - 1, 1)[0] is { Kind: DecisionKind.Silence });
    }

    [Fact]
    public void What_is_found_later_is_raised_silenced_and_is_seen_all_the_same()
    {
        var engine = WithMissingCheckOuts();
        Silence(engine, "v-p1-20", SilenceSubject.Caregiver, Today.AddDays(10));
        engine.Post(CheckIn("p4", "c1", 22));
        engine.Settle();
        var alert = Of(engine, "v-p4-22");
        Assert.Equal((AlertStatus.Silenced, "raised", Today.AddDays(10)), (alert.Status, alert.Action, alert.SilencedUntil));
        engine.Post(CheckOut("p4", "c1", 22));
        Assert.Equal((AlertStatus.Withdrawn, null), (Of(engine.Settle(), "v-p4-22").Status, Of(engine, "v-p4-22").SilencedUntil));
    }

    [Theory]
    [InlineData("ELG-01")]
    [InlineData("ELG-02")]
    [InlineData("ELG-04")]
    [InlineData("ELG-06")]
    [InlineData("ELG-07")]
    public void What_stops_a_benefit_by_law_is_never_silenced(string rule)
    {
        var book = new SilenceBook();
        var alert = Alert(rule, "P1");
        var result = book.Begin(new(alert.Id, SilenceSubject.Person, Today, "no", "li"), alert, TestEngine.Today);
        Assert.Equal((SilenceAnswer.Forbidden, null, null), (result.Answer, result.Silence, book.NextEnd));
    }

    [Fact]
    public void Every_other_rule_can_be()
    {
        foreach (var rule in Catalogue.All.Where(r => !LtcActors.Engine.Alerts.Silence.NeverOf.Contains(r.Id)))
        {
            var alert = Alert(rule.Id, "P2");
            Assert.Equal(SilenceAnswer.Done, new SilenceBook().Begin(new(alert.Id, SilenceSubject.Person, Today, "x", "li"), alert, TestEngine.Today).Answer);
        }
    }

    [Theory]
    [InlineData(-1, SilenceAnswer.OutOfRange)]
    [InlineData(0, SilenceAnswer.Done)]
    [InlineData(179, SilenceAnswer.Done)]
    [InlineData(180, SilenceAnswer.OutOfRange)]
    public void A_silence_lasts_180_days_at_most_today_counted(int days, SilenceAnswer expected)
    {
        var alert = Alert("VIS-01", "P3");
        Assert.Equal(expected, new SilenceBook().Begin(new(alert.Id, SilenceSubject.Person, Today.AddDays(days), "x", "li"), alert, TestEngine.Today).Answer);
    }

    [Fact]
    public void What_is_graver_than_the_alert_it_was_made_from_is_not_silenced()
    {
        var book = new SilenceBook();
        book.Begin(new("a", SilenceSubject.Person, Today, "x", "li"), Alert("VIS-01", "P3"), TestEngine.Today);
        Assert.NotNull(book.Of(Alert("VIS-01", "P4"), TestEngine.Today));
        Assert.NotNull(book.Of(Alert("VIS-01", "P3"), TestEngine.Today));
        Assert.Null(book.Of(Alert("VIS-01", "P2"), TestEngine.Today));
        Assert.Null(book.Of(Alert("VIS-02", "P3"), TestEngine.Today));
        Assert.Null(book.Of(Alert("VIS-01", "P3") with { PersonId = "p2", CaregiverId = "p1" }, TestEngine.Today));
    }

    [Fact]
    public void A_silence_that_expires_says_so_and_wakes_its_alerts_at_the_end_of_its_last_day()
    {
        var engine = WithMissingCheckOuts();
        Silence(engine, "v-p1-20", SilenceSubject.Caregiver, Today.AddDays(1));
        engine.Pass(new DateTimeOffset(2026, 7, 1, 23, 59, 59, TimeSpan.FromHours(8)) - engine.Clock.GetUtcNow());
        Assert.Equal(AlertStatus.Silenced, Of(engine, "v-p1-20").Status);
        engine.Pass(TimeSpan.FromSeconds(1));
        var alert = Of(engine, "v-p1-20");
        Assert.Equal((AlertStatus.Open, "silence-expired", "system", null), (alert.Status, alert.Action, alert.By, alert.SilenceId));
        Assert.Equal(alert.ChangedAt, new DateTimeOffset(2026, 7, 2, 0, 0, 0, TimeSpan.FromHours(8)));
        var silence = Assert.Single(engine.Supervision.Silences());
        Assert.Equal((SilenceStatus.Expired, "system"), (silence.Status, silence.EndedBy));
    }

    [Fact]
    public void An_officer_ends_it_once_before_its_time()
    {
        var engine = WithMissingCheckOuts();
        Silence(engine, "v-p1-20", SilenceSubject.Caregiver, Today.AddDays(10));
        SilenceResult End(string id) => engine.Wait(engine.Supervision.SilenceAsync(new SilenceCommand.End(id, "wang", "telephone repaired")));
        Assert.Equal(SilenceStatus.Ended, End("silence-1").Silence!.Status);
        var alert = Of(engine, "v-p1-20");
        Assert.Equal((AlertStatus.Open, "silence-ended", "wang", "telephone repaired"), (alert.Status, alert.Action, alert.By, alert.Note));
        Assert.Equal([SilenceAnswer.Conflict, SilenceAnswer.NotFound], [End("silence-1").Answer, End("silence-2").Answer]);
        Assert.Equal("silence-2", Silence(engine, "v-p1-20", SilenceSubject.Person, Today).Silence!.Id);
    }

    [Fact]
    public void Of_two_silences_over_an_alert_the_one_that_lasts_longer_counts()
    {
        var engine = WithMissingCheckOuts();
        Silence(engine, "v-p1-20", SilenceSubject.Person, Today);
        Silence(engine, "v-p2-21", SilenceSubject.Caregiver, Today.AddDays(5));
        engine.Post(CheckIn("p1", "c1", 23));
        Assert.Equal("silence-2", Of(engine.Settle(), "v-p1-23").SilenceId);
        engine.Pass(TimeSpan.FromDays(1));
        Assert.Equal([AlertStatus.Silenced, AlertStatus.Silenced, AlertStatus.Silenced], Statuses(engine, "v-p1-20", "v-p1-23", "v-p2-21"));
        Assert.Equal(("silence-2", "silence-expired"), (Of(engine, "v-p1-20").SilenceId, Of(engine, "v-p1-20").Action));
    }

    [Fact]
    public void A_silenced_alert_is_closed_with_its_outcome_and_not_assigned()
    {
        var engine = WithMissingCheckOuts();
        Silence(engine, "v-p1-20", SilenceSubject.Caregiver, Today);
        var id = Of(engine, "v-p1-20").Id;
        TriageStatus Triage(TriageAction action) => engine.Wait(engine.Supervision.TriageAsync(new(id, action, "li", "seen", "li", "confirmed"))).Status;
        Assert.Equal(TriageStatus.Conflict, Triage(TriageAction.Assign));
        Assert.Equal(SilenceAnswer.Conflict, Silence(engine, "v-p1-20", SilenceSubject.Person, Today).Answer);
        Assert.Equal(TriageStatus.Done, Triage(TriageAction.Resolve));
        engine.Pass(TimeSpan.FromDays(2));
        Assert.Equal((AlertStatus.Resolved, null), (Of(engine, "v-p1-20").Status, Of(engine, "v-p1-20").SilencedUntil));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void After_a_restart_everything_is_as_it_was_and_what_expired_meanwhile_has(bool checkpoint)
    {
        var (journal, store) = (new MemoryJournal(), new MemoryStateStore());
        var engine = WithMissingCheckOuts(journal, store);
        Silence(engine, "v-p1-20", SilenceSubject.Caregiver, Today.AddDays(3));
        Silence(engine, "v-p3-20", SilenceSubject.Person, Today);
        if (checkpoint)
        {
            engine.Checkpoint();
        }

        engine.Clock.Advance(TimeSpan.FromDays(1));
        var again = TestEngine.Start(journal, store, clock: engine.Clock).Settle();
        Assert.Equal([SilenceStatus.Active, SilenceStatus.Expired], again.Supervision.Silences().Select(s => s.Status));
        Assert.Equal([AlertStatus.Silenced, AlertStatus.Silenced, AlertStatus.Open], Statuses(again, "v-p1-20", "v-p2-21", "v-p3-20"));
        again.Post(CheckIn("p5", "c1", 24));
        Assert.Equal(AlertStatus.Silenced, Of(again.Settle(), "v-p5-24").Status);

        var last = journal.LastSeq;
        var third = TestEngine.Start(journal, store, clock: again.Clock).Settle();
        Assert.Equal((last, 2), (journal.LastSeq, third.Supervision.Silences().Count));
        Assert.Equal(Of(again, "v-p5-24").Seq, Of(third, "v-p5-24").Seq);
    }

    internal static TestEngine WithMissingCheckOuts(MemoryJournal? journal = null, MemoryStateStore? store = null)
    {
        var engine = TestEngine.Start(journal, store);
        engine.Post(CheckIn("p1", "c1", 20), CheckIn("p2", "c1", 21), CheckIn("p3", "c2", 20));
        return engine.Settle();
    }

    private static SilenceResult Silence(TestEngine engine, string visit, SilenceSubject subject, DateOnly until) =>
        engine.Wait(engine.Supervision.SilenceAsync(new SilenceCommand.Begin(Of(engine, visit).Id, subject, until, "broken telephone", "li")));

    private static AlertRecord Of(TestEngine engine, string visit) =>
        Assert.Single(engine.AllAlerts(), a => a.Rule == "VIS-01" && a.VisitIds.Contains(visit));

    private static IEnumerable<AlertStatus> Statuses(TestEngine engine, params string[] visits) => visits.Select(v => Of(engine, v).Status);

    private static AlertRecord Alert(string rule, string severity) => new(
        $"{rule}-00", 1, rule, 1, severity, new("警", "alert"), AlertStatus.Open, TestEngine.Today, TestEngine.Today, TestEngine.Today, null, false,
        "p1", null, null, null, null, [], [], [], new Dictionary<string, AlertFigure>(), "raised", "system", null, null, null);
}
