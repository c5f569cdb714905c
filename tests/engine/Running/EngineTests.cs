using System.Text.Json;
using LtcActors.Domain.Actors;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Memory;
using LtcActors.Engine.Ports;

namespace LtcActors.Engine.Tests.Running;

public class EngineTests
{
    private const string Death = """{"specversion":"1.0","type":"ltc.person.died","source":"/civil","id":"d1","time":"2026-06-24T09:00:00+08:00","subject":"p1","data":{"diedAt":"2026-06-03T05:00:00+08:00"}}""";

    [Fact]
    public void An_event_is_accepted_once_and_told_apart_for_ever()
    {
        var engine = TestEngine.Start();
        var first = engine.Post(Death)[0];
        Assert.Equal((EventStatus.Accepted, 1L), (first.Status, first.Seq));

        var again = engine.Post(Death)[0];
        Assert.Equal((EventStatus.Duplicate, 1L), (again.Status, again.Seq));

        var reused = engine.Post(Death.Replace("05:00", "06:00", StringComparison.Ordinal))[0];
        Assert.Equal((EventStatus.Rejected, "id-reused"), (reused.Status, reused.Problems[0].Code));
    }

    [Fact]
    public void The_same_event_twice_in_one_request_is_written_once()
    {
        var engine = TestEngine.Start();
        var results = engine.Post(Death, Death);
        Assert.Equal([EventStatus.Accepted, EventStatus.Duplicate], results.Select(r => r.Status));
        Assert.All(results, r => Assert.Equal(1, r.Seq));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_place_counts_as_judged_once_the_partitions_have_judged_it_and_not_when_it_is_dealt_out_to_them(int seed)
    {
        var engine = TestEngine.Start(partitions: 3, seed: seed);
        var parsed = new[] { CheckIn("p1", "c1", 5), CheckOut("p1", "c1", 5), Death }.Select(e => TestEngine.Parse(System.Text.Encoding.UTF8.GetBytes(e))).ToArray();
        var answer = engine.Supervision.SubmitAsync(parsed);
        for (var steps = 0; engine.Supervision.Health.Position < parsed.Length; steps++)
        {
            Assert.True(steps < 1_000, "It is never judged.");
            engine.Run(1);
        }

        // The person and the caregiver have both taken it in.
        Assert.True(engine.Supervision.Health.ActiveActors >= 2);
        Assert.Equal(parsed.Length, engine.Wait(answer).Length);
    }

    [Fact]
    public void A_late_death_notice_raises_one_alert_with_all_visits_as_evidence_and_its_withdrawal_withdraws_it()
    {
        var engine = TestEngine.Start();
        for (var day = 4; day <= 8; day++)
        {
            engine.Post(CheckIn("p1", "c1", day), CheckOut("p1", "c1", day));
        }

        engine.Settle().Post(Death);
        engine.Settle();
        var alert = Assert.Single(engine.AllAlerts(), a => a.Rule == "ELG-01");
        Assert.Equal("P1", alert.Severity);
        Assert.True(alert.DecidedLate);
        Assert.Equal(AlertStatus.Open, alert.Status);
        Assert.Equal(5, alert.VisitIds.Count);
        Assert.Contains(alert.Evidence, e => e is { Note: "died", Source: "/civil", Id: "d1", Seq: > 10 });

        engine.Post("""{"specversion":"1.0","type":"ltc.event.withdrawn","source":"/civil","id":"w1","time":"2026-06-25T09:00:00+08:00","subject":"p1","data":{"source":"/civil","id":"d1","reason":"wrong person"}}""");
        engine.Settle();
        Assert.Equal(AlertStatus.Withdrawn, engine.Supervision.Alert(alert.Id)!.Status);
        Assert.Equal(["raised", "withdrawn"], engine.Supervision.AlertHistory(alert.Id).Select(h => h.Action));
    }

    [Fact]
    public void A_withdrawal_that_comes_first_holds_and_its_own_withdrawal_restores()
    {
        var engine = TestEngine.Start();
        engine.Post("""{"specversion":"1.0","type":"ltc.event.withdrawn","source":"/civil","id":"w1","time":"2026-06-25T09:00:00+08:00","subject":"p1","data":{"source":"/civil","id":"d1","reason":"wrong person"}}""");
        engine.Post(CheckIn("p1", "c1", 5), CheckOut("p1", "c1", 5), Death);
        Assert.DoesNotContain(engine.Settle().AllAlerts(), a => a.Rule == "ELG-01");
        var then = engine.Wait(engine.Supervision.ViewAsync(ActorId.Person("p1"), engine.Clock.GetUtcNow()))!.ToString()!;
        Assert.DoesNotContain("2026-06-03T05:00:00+08:00", then, StringComparison.Ordinal);
        var history = engine.Wait(engine.Supervision.HistoryAsync(ActorId.Person("p1"), null, null, 0, 100));
        Assert.Equal([1L, 2, 3, 4], history.Select(h => h.Seq));

        engine.Post("""{"specversion":"1.0","type":"ltc.event.withdrawn","source":"/civil","id":"w2","time":"2026-06-26T09:00:00+08:00","subject":"p1","data":{"source":"/civil","id":"w1","reason":"it was the right person"}}""");
        Assert.Contains(engine.Settle().AllAlerts(), a => a is { Rule: "ELG-01", Status: AlertStatus.Open });
        var restored = engine.Wait(engine.Supervision.ViewAsync(ActorId.Person("p1"), engine.Clock.GetUtcNow()))!.ToString()!;
        Assert.Contains("2026-06-03T05:00:00+08:00", restored, StringComparison.Ordinal);
        Assert.Contains("w2", engine.Wait(engine.Supervision.HistoryAsync(ActorId.Person("p1"), null, null, 4, 100))
            .Select(h => h.Event.GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_restart_with_or_without_checkpoint_shows_the_same_alerts_and_journals_nothing_new(bool checkpoint)
    {
        var journal = new MemoryJournal();
        var store = new MemoryStateStore();
        var engine = TestEngine.Start(journal, store);
        engine.Post(CheckIn("p1", "c1", 5), CheckOut("p1", "c1", 5), Death);
        engine.Settle();
        if (checkpoint)
        {
            engine.Checkpoint();
        }

        engine.Post(CheckIn("p1", "c1", 6));
        engine.Settle();
        var (outcome, last) = (engine.Outcome(), journal.LastSeq);
        Assert.NotEmpty(outcome);

        var again = TestEngine.Start(journal, store, clock: engine.Clock);
        Assert.Equal(outcome, again.Settle().Outcome());
        Assert.Equal(last, journal.LastSeq);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_deadline_that_was_waited_for_before_a_crash_comes_after_it_though_nothing_else_does(bool checkpoint)
    {
        var (journal, store) = (new MemoryJournal(), new MemoryStateStore());
        var engine = TestEngine.Start(journal, store);
        engine.Post(CheckIn("p1", "c1", 29, hour: 20));
        engine.Settle();
        if (checkpoint)
        {
            engine.Checkpoint();
        }

        var again = TestEngine.Start(journal, store, clock: engine.Clock);
        Assert.DoesNotContain(again.AllAlerts(), a => a.Rule == "VIS-01");
        again.Pass(TimeSpan.FromHours(26));
        Assert.Single(again.AllAlerts(), a => a.Rule == "VIS-01");
    }

    [Fact]
    public void A_missing_check_out_is_raised_when_its_time_comes_and_withdrawn_by_a_late_check_out()
    {
        var engine = TestEngine.Start();
        engine.Post(CheckIn("p1", "c1", 29, hour: 20));
        engine.Settle();
        Assert.DoesNotContain(engine.AllAlerts(), a => a.Rule == "VIS-01");

        engine.Pass(TimeSpan.FromHours(26));
        var alert = Assert.Single(engine.AllAlerts(), a => a.Rule == "VIS-01");
        engine.Post(CheckOut("p1", "c1", 29, hour: 21));
        Assert.Equal(AlertStatus.Withdrawn, engine.Settle().Supervision.Alert(alert.Id)!.Status);
    }

    [Fact]
    public void A_finding_that_moves_to_an_earlier_day_as_a_check_in_turns_up_is_changed_not_lost()
    {
        var engine = TestEngine.Start();
        engine.Post(CheckIn("p1", "c1", 5, 8), CheckOut("p1", "c1", 5, 12), CheckIn("p2", "c1", 5, 9), CheckOut("p2", "c1", 5, 12));
        engine.Post(CheckIn("p1", "c1", 4, 8).Replace("v-p1-4", "v-p1-5", StringComparison.Ordinal));
        var before = Assert.Single(engine.Settle().AllAlerts(), a => a.Rule == "VIS-06");
        engine.Post(CheckIn("p2", "c1", 4, 9).Replace("v-p2-4", "v-p2-5", StringComparison.Ordinal));
        var after = Assert.Single(engine.Settle().AllAlerts(), a => a.Rule == "VIS-06");
        Assert.Equal((before.Id, 180d, 1620d), (after.Id, before.Figures["overlap"].Number, after.Figures["overlap"].Number));
    }

    [Fact]
    public void History_and_as_of_show_what_was_known_then()
    {
        var engine = TestEngine.Start();
        engine.Post(CheckIn("p1", "c1", 5), CheckOut("p1", "c1", 5));
        engine.Settle();
        var before = engine.Clock.GetUtcNow();
        engine.Pass(TimeSpan.FromHours(1));
        engine.Post(Death);
        engine.Settle();

        var history = engine.Wait(engine.Supervision.HistoryAsync(ActorId.Person("p1"), null, null, 0, 100));
        Assert.Equal(["ltc.visit.checked-in", "ltc.visit.checked-out", "ltc.person.died"], history.Select(h => h.Event.GetProperty("type").GetString()));
        Assert.Contains(history[2].Alerts, id => id.StartsWith("ELG-01", StringComparison.Ordinal));

        var now = engine.Wait(engine.Supervision.ViewAsync(ActorId.Person("p1"), null))!.ToString()!;
        var then = engine.Wait(engine.Supervision.ViewAsync(ActorId.Person("p1"), before))!.ToString()!;
        Assert.Contains("2026-06-03T05:00:00+08:00", now, StringComparison.Ordinal);
        Assert.DoesNotContain("2026-06-03T05:00:00+08:00", then, StringComparison.Ordinal);
        Assert.Null(engine.Wait(engine.Supervision.ViewAsync(ActorId.Person("p1"), before.AddDays(-30))));
        Assert.Null(engine.Wait(engine.Supervision.ViewAsync(ActorId.Person("nobody"), null)));
    }

    [Fact]
    public void The_latest_entries_known_at_an_instant_come_newest_first_and_are_no_more_than_asked_for()
    {
        var engine = TestEngine.Start();
        var recorded = new List<DateTimeOffset>();
        foreach (var day in new[] { 5, 6, 7 })
        {
            recorded.Add(engine.Clock.GetUtcNow());
            engine.Post(CheckIn("p1", "c1", day), CheckIn("p2", "c2", day));
            engine.Settle();
            engine.Pass(TimeSpan.FromHours(1));
        }

        Assert.Equal(["v-p1-7", "v-p1-6", "v-p1-5"], Latest(engine.Clock.GetUtcNow(), 10));
        Assert.Equal(["v-p1-7", "v-p1-6"], Latest(engine.Clock.GetUtcNow(), 2));
        // Recorded at that very instant is known at it.
        Assert.Equal(["v-p1-6", "v-p1-5"], Latest(recorded[1], 10));
        Assert.Equal(["v-p1-5"], Latest(recorded[1].AddMilliseconds(-1), 10));
        Assert.Empty(Latest(recorded[0].AddMilliseconds(-1), 10));

        IEnumerable<string?> Latest(DateTimeOffset knownAt, int limit) => engine.Wait(engine.Supervision.LatestAsync(ActorId.Person("p1"), knownAt, limit))
            .Select(e => JsonElement.Parse(e.Json.Span).GetProperty("data").GetProperty("visitId").GetString());
    }

    [Fact]
    public void Triage_follows_the_states_and_survives_a_restart()
    {
        var journal = new MemoryJournal();
        var engine = TestEngine.Start(journal);
        engine.Post(CheckIn("p1", "c1", 5), Death);
        var id = Assert.Single(engine.Settle().AllAlerts(), a => a.Rule == "ELG-01").Id;

        var done = engine.Wait(engine.Supervision.TriageAsync(new(id, TriageAction.Acknowledge, "li", "looking into it", null, null)));
        Assert.Equal((TriageStatus.Done, AlertStatus.Acknowledged), (done.Status, done.Alert!.Status));
        Assert.Equal(TriageStatus.Conflict, engine.Wait(engine.Supervision.TriageAsync(new(id, TriageAction.Acknowledge, "wang", null, null, null))).Status);
        Assert.Equal(TriageStatus.NotFound, engine.Wait(engine.Supervision.TriageAsync(new("none", TriageAction.Acknowledge, "li", null, null, null))).Status);
        engine.Wait(engine.Supervision.TriageAsync(new(id, TriageAction.Resolve, "li", "repaid", null, "confirmed")));

        var again = TestEngine.Start(journal, clock: engine.Clock);
        var alert = again.Supervision.Alert(id)!;
        Assert.Equal((AlertStatus.Resolved, "confirmed", "li"), (alert.Status, alert.Outcome, alert.By));
        Assert.Equal(["raised", "acknowledge", "resolve"], again.Supervision.AlertHistory(id).Select(h => h.Action));

        again.Post(CheckIn("p1", "c1", 7));
        again.Settle();
        Assert.Equal(AlertStatus.Resolved, again.Supervision.Alert(id)!.Status);
        Assert.Equal(2, again.Supervision.Alert(id)!.VisitIds.Count);
    }

    [Fact]
    public void A_failing_journal_accepts_nothing_and_recovers()
    {
        var journal = new MemoryJournal();
        var engine = TestEngine.Start(journal);
        var fail = true;
        journal.FailNextAppend = () => fail;
        Assert.Throws<JournalUnavailableException>(() => engine.Post(Death));
        Assert.False(engine.Supervision.Health.Ready);
        Assert.Equal(0, journal.LastSeq);

        fail = false;
        Assert.Equal(EventStatus.Accepted, engine.Post(Death)[0].Status);
        Assert.True(engine.Supervision.Health.Ready);
    }

    [Fact]
    public void Too_much_at_once_is_refused_and_nothing_of_it_taken()
    {
        var engine = TestEngine.Start(limits: new Limits { CommitEvents = 4, WaitingEvents = 4, UnjudgedEvents = 4 });
        var parser = new LtcActors.Engine.Wire.EventParser();
        LtcActors.Engine.Wire.ParsedEvent Event(int day) => parser.ParseStructured(System.Text.Encoding.UTF8.GetBytes(CheckIn("p1", "c1", day)));
        var taken = engine.Supervision.SubmitAsync([Event(1), Event(2), Event(3)]);
        Assert.Throws<OverloadedException>(() => { _ = engine.Supervision.SubmitAsync([Event(4), Event(5)]); });
        Assert.Equal(3, engine.Wait(taken).Length);
        Assert.Equal(EventStatus.Accepted, engine.Post(CheckIn("p1", "c1", 4))[0].Status);
    }

    internal static string CheckIn(string person, string caregiver, int day, int hour = 9) => Check("checked-in", person, caregiver, day, hour);

    internal static string CheckOut(string person, string caregiver, int day, int hour = 10) => Check("checked-out", person, caregiver, day, hour);

    private static string Check(string end, string person, string caregiver, int day, int hour) =>
        $$$"""{"specversion":"1.0","type":"ltc.visit.{{{end}}}","source":"/phones/{{{caregiver}}}","id":"{{{end}}}-{{{person}}}-{{{day}}}","time":"2026-06-{{{day:D2}}}T{{{hour:D2}}}:00:00+08:00","subject":"{{{person}}}","data":{"visitId":"v-{{{person}}}-{{{day}}}","caregiverId":"{{{caregiver}}}","position":{"lat":39.1,"lon":117.2,"accuracy":10} } }""";
}
