using LtcActors.Engine.Alerts;
using LtcActors.Engine.Memory;
using LtcActors.Engine.Ports;
using static LtcActors.Engine.Tests.Running.EngineTests;

namespace LtcActors.Engine.Tests.Running;

/// <summary>Officers take, hand on, close and take back; c1 leaves a visit without a check-out, of which VIS-01 has an alert.</summary>
public sealed class TriageTests
{
    private readonly TestEngine engine = WithOneAlert();

    [Fact]
    public void Of_two_officers_who_saw_the_same_one_takes_it_and_the_other_is_told_who()
    {
        var seen = Alert.Seq;
        Assert.Equal(TriageStatus.Done, Do(TriageAction.Assign, "li", assignee: "li", ifSeq: seen).Status);
        var late = Do(TriageAction.Assign, "wang", assignee: "wang", ifSeq: seen);
        Assert.Equal((TriageStatus.Conflict, "li", Alert.Seq), (late.Status, late.Alert!.Assignee, late.Alert.Seq));
        Assert.Equal("The alert has changed since: assign by li.", late.Reason);
        Assert.Equal(TriageStatus.Done, Do(TriageAction.Assign, "wang", assignee: "wang", ifSeq: Alert.Seq).Status);
    }

    [Fact]
    public void Two_who_ask_before_the_first_answer_is_durable_do_not_both_get_it()
    {
        var seen = Alert.Seq;
        var first = engine.Supervision.TriageAsync(new(Alert.Id, TriageAction.Assign, "li", null, "li", null, seen));
        var second = engine.Supervision.TriageAsync(new(Alert.Id, TriageAction.Assign, "wang", null, "wang", null, seen));
        var (done, late) = (engine.Wait(first), engine.Wait(second));
        Assert.Equal((TriageStatus.Done, TriageStatus.Conflict), (done.Status, late.Status));
        // What he is told stands in the journal, at its place.
        Assert.Equal(("li", done.Alert!.Seq), (late.Alert!.Assignee, late.Alert.Seq));
    }

    [Fact]
    public void A_place_is_known_after_a_restart_too()
    {
        Do(TriageAction.Acknowledge, "li");
        var (id, seq) = (Alert.Id, Alert.Seq);
        var again = TestEngine.Start(engine.Journal, clock: engine.Clock);
        TriageResult Try(long ifSeq) => again.Wait(again.Supervision.TriageAsync(new(id, TriageAction.Investigate, "li", null, null, null, ifSeq)));
        Assert.Equal(TriageStatus.Conflict, Try(seq - 1).Status);
        Assert.Equal(TriageStatus.Done, Try(seq).Status);
    }

    [Fact]
    public void Whoever_acknowledges_or_looks_into_what_nobody_holds_takes_it()
    {
        Assert.Equal("li", Do(TriageAction.Acknowledge, "li").Alert!.Assignee);
        var looked = Do(TriageAction.Investigate, "wang").Alert!;
        Assert.Equal((AlertStatus.Acknowledged, engine.Clock.GetUtcNow(), "li"), (looked.Status, looked.InvestigatingSince, looked.Assignee));
        Assert.Equal(TriageStatus.Conflict, Do(TriageAction.Investigate, "wang").Status);
        var closed = Do(TriageAction.Resolve, "li", outcome: "confirmed").Alert!;
        Assert.Equal((AlertStatus.Resolved, null, "li"), (closed.Status, closed.InvestigatingSince, closed.Assignee));
    }

    [Fact]
    public void What_is_given_back_waits_for_anybody_again()
    {
        Assert.Equal(TriageStatus.Conflict, Do(TriageAction.Release, "li").Status);
        Do(TriageAction.Investigate, "li");
        var back = Do(TriageAction.Release, "li").Alert!;
        Assert.Equal((AlertStatus.Open, null, null), (back.Status, back.Assignee, back.InvestigatingSince));
        Assert.NotNull(back.DueAt);
    }

    [Fact]
    public void A_change_is_taken_back_within_its_seconds_by_whoever_made_it_and_both_stand_in_the_history()
    {
        var before = Alert;
        Do(TriageAction.Resolve, "li", outcome: "false-alarm");
        Assert.Equal(TriageStatus.Conflict, Do(TriageAction.Undo, "wang", ifSeq: Alert.Seq).Status);
        engine.Pass(TimeSpan.FromSeconds(15));
        var back = Do(TriageAction.Undo, "li", ifSeq: Alert.Seq);
        Assert.Equal(TriageStatus.Done, back.Status);
        Assert.Equal((before.Status, before.Outcome, before.Assignee, before.DueAt), (back.Alert!.Status, back.Alert.Outcome, back.Alert.Assignee, back.Alert.DueAt));
        Assert.Equal(["raised", "resolve", "undo"], engine.Supervision.AlertHistory(Alert.Id).Select(h => h.Action));
        Assert.Equal(TriageStatus.Conflict, Do(TriageAction.Undo, "li", ifSeq: Alert.Seq).Status);
    }

    [Fact]
    public void After_its_seconds_a_change_is_not_taken_back()
    {
        Do(TriageAction.Acknowledge, "li");
        engine.Pass(TimeSpan.FromSeconds(15.001));
        Assert.Equal(TriageStatus.Conflict, Do(TriageAction.Undo, "li", ifSeq: Alert.Seq).Status);
        Assert.Equal(AlertStatus.Acknowledged, Alert.Status);
    }

    [Fact]
    public void What_the_engine_found_is_not_taken_back() => Assert.Equal(TriageStatus.Conflict, Do(TriageAction.Undo, AlertBook.System, ifSeq: Alert.Seq).Status);

    [Fact]
    public void The_clock_runs_from_the_raising_until_somebody_takes_it_and_is_never_stored()
    {
        // 30 June 2026 is a Tuesday in Shanghai.
        Assert.Equal(new DateTimeOffset(2026, 7, 4, 0, 0, 0, TimeSpan.FromHours(8)), Alert.DueAt);
        Assert.Null(Do(TriageAction.Acknowledge, "li").Alert!.DueAt);
        Do(TriageAction.Resolve, "li");
        engine.Pass(TimeSpan.FromDays(8));
        var reopened = Do(TriageAction.Reopen, "li").Alert!;
        Assert.Equal((engine.Clock.GetUtcNow(), new DateTimeOffset(2026, 7, 14, 0, 0, 0, TimeSpan.FromHours(8))), (reopened.OpenedAt, reopened.DueAt));
        Assert.DoesNotContain("dueAt", System.Text.Encoding.UTF8.GetString(engine.Journal.ReadDecisions(reopened.Seq - 1, 1)[0].Json.Span), StringComparison.Ordinal);

        var again = TestEngine.Start(engine.Journal, clock: engine.Clock);
        Assert.Equal(reopened.DueAt, again.Supervision.Alert(reopened.Id)!.DueAt);
        Assert.Equal(reopened.DueAt, again.Supervision.Alerts(AlertFilter.All, 0, 10).Single(a => a.Id == reopened.Id).DueAt);
    }

    [Fact]
    public void What_nobody_took_in_its_time_is_the_supervisors_from_then_on_until_it_is_closed_also_after_a_restart()
    {
        var due = Alert.DueAt!.Value;
        Assert.Equal(due, Alert.EscalatesAt);
        engine.Pass(due - engine.Clock.GetUtcNow());
        var taken = Do(TriageAction.Acknowledge, "li").Alert!;
        Assert.Equal((due, null, due), (taken.Taken!.At, taken.DueAt, taken.EscalatesAt));
        // Whoever gets it now, and whatever he does first: it was late.
        engine.Pass(TimeSpan.FromHours(1));
        Assert.Equal((due, "wang", due), Do(TriageAction.Assign, "zhao", assignee: "wang").Alert is { } given ? (given.Taken!.At, given.Assignee, given.EscalatesAt) : default);
        Assert.Equal(due, Do(TriageAction.Investigate, "wang").Alert!.EscalatesAt);
        var escalated = Escalated;
        Assert.Single(engine.Supervision.Alerts(escalated, 0, 10));
        Assert.Single(TestEngine.Start(engine.Journal, clock: engine.Clock).Supervision.Alerts(escalated, 0, 10));
        Assert.Equal((null, null), Do(TriageAction.Resolve, "wang").Alert is { } closed ? (closed.Taken, closed.EscalatesAt) : default);
        Assert.Empty(engine.Supervision.Alerts(escalated, 0, 10));
    }

    [Fact]
    public void What_is_taken_in_its_last_instant_is_nobody_elses_matter_until_it_is_given_back_too_late()
    {
        var due = Alert.DueAt!.Value;
        engine.Pass(due - engine.Clock.GetUtcNow() - TimeSpan.FromTicks(1));
        Assert.Null(Do(TriageAction.Acknowledge, "li").Alert!.EscalatesAt);
        engine.Pass(TimeSpan.FromDays(1));
        Assert.Empty(engine.Supervision.Alerts(Escalated, 0, 10));
        Assert.Equal((due, due), Do(TriageAction.Release, "li").Alert is { } back ? (back.DueAt, back.EscalatesAt) : default);
        // Taken back within its seconds, it is as it was: in hand, and in time.
        Assert.Null(Do(TriageAction.Undo, "li", ifSeq: Alert.Seq).Alert!.EscalatesAt);
    }

    [Fact]
    public void What_is_found_after_it_was_taken_makes_nobody_late()
    {
        var taken = Alert with { Status = AlertStatus.Acknowledged, Taken = new(Alert.RaisedAt.AddHours(1), "P3") };
        AlertRecord Read(AlertRecord alert) => DeskClock.Read(alert, TestEngine.ShippedPolicies.Clocks);
        Assert.Null(Read(taken).EscalatesAt);
        Assert.Null(Read(taken with { Severity = "P1" }).EscalatesAt);
        Assert.Equal(Alert.RaisedAt.AddMinutes(15), Read(taken with { Taken = taken.Taken with { Severity = "P1" } }).EscalatesAt);
        // As records from before this was kept: nobody knows when, so nobody is blamed.
        Assert.Null(Read(taken with { Severity = "P1", Taken = null }).EscalatesAt);
    }

    /// <summary>Three working days from 29 December 2026 end in a year whose holidays nobody has filed.</summary>
    [Theory]
    [InlineData("2026-12-28T09:00:00+08:00", "2027-01-01T00:00:00+08:00", null)]
    [InlineData("2026-12-29T09:00:00+08:00", null, 2027)]
    public void An_alert_whose_clock_runs_into_a_year_without_a_calendar_names_the_year_and_no_guess(string raised, string? due, int? year)
    {
        var late = TestEngine.Start(clock: new ManualClock(DateTimeOffset.Parse(raised, null)));
        late.Post(CheckIn("p1", "c1", 20));
        var listed = late.Settle().AllAlerts().Single(a => a.Rule == "VIS-01");
        Assert.Equal((due is null ? null : DateTimeOffset.Parse(due, null), year), (listed.DueAt, listed.DueUnknownYear));
        Assert.Equal(listed.DueSoonAt is null, due is null);
        var read = late.Supervision.Alert(listed.Id)!;
        Assert.Equal((listed.DueAt, listed.DueUnknownYear), (read.DueAt, read.DueUnknownYear));
        Assert.Equal(year is not null, System.Text.Json.JsonSerializer.Serialize(read, AlertJson.Readable.AlertRecord).Contains("\"dueUnknownYear\":2027", StringComparison.Ordinal));
    }

    /// <summary>c1 is nobody whom anybody registered either, which is an alert of its own.</summary>
    private AlertFilter Escalated => AlertFilter.All with { Rules = new HashSet<string> { "VIS-01" }, EscalatedAt = engine.Clock.GetUtcNow() };

    private AlertRecord Alert => engine.AllAlerts().Single(a => a.Rule == "VIS-01");

    private TriageResult Do(TriageAction action, string by, string? assignee = null, string? outcome = null, long? ifSeq = null) =>
        engine.Wait(engine.Supervision.TriageAsync(new(Alert.Id, action, by, "why", assignee, outcome, ifSeq)));

    private static TestEngine WithOneAlert()
    {
        var engine = TestEngine.Start(new MemoryJournal());
        engine.Post(CheckIn("p1", "c1", 20));
        return engine.Settle();
    }
}
