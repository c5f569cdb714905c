using LtcActors.Domain.Policies;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Memory;
using LtcActors.Engine.Ports;

namespace LtcActors.Engine.Tests.Running;

/// <summary>A caregiver with made-up positions: GEO-03 (P1), and so T2; at one frozen place: GEO-05 (P2); with one signature: IDN-06 (P2).</summary>
public sealed class SuspicionTests
{
    private static readonly string[] Mocked = [CheckIn("v1", 9, mock: true), CheckOut("v1", 10)];

    private static readonly string[] Frozen =
    [
        .. Enumerable.Range(2, 3).SelectMany(n => new[] { CheckIn($"v{n}", 8 + (2 * n)), CheckOut($"v{n}", 9 + (2 * n)) }),
    ];

    private static readonly string[] Signed = [CheckIn("v5", 18, lat: 39.1201), CheckOut("v5", 19, "ab"), CheckIn("v6", 20, lat: 39.1202), CheckOut("v6", 21, "ab")];

    [Fact]
    public void A_finding_and_the_suspicion_that_follows_stand_in_one_commit_and_the_suspicion_names_the_alert()
    {
        var engine = With(Mocked);
        var (finding, suspicion) = (Of(engine, "GEO-03"), Of(engine, "T2"));
        Assert.Equal((AlertStatus.Open, "P2", "c1", "raised", "system"), (suspicion.Status, suspicion.Severity, suspicion.CaregiverId, suspicion.Action, suspicion.By));
        Assert.Equal(new AlertFigure(0.6, null, "score", 0.5, "proposed"), suspicion.Figures["score"]);
        Assert.Equal(new AlertFigure(0.6, null, "score", 0.8, "proposed"), suspicion.Figures["urgentScore"]);
        var part = Assert.Single(suspicion.Contributions!);
        Assert.Equal(("GEO-03", "P1", 0.6, "proposed", 0.6, 1, finding.Id), (part.Rule, part.Severity, part.Weight, part.Basis, part.Added, part.Findings, part.AlertIds[0]));
        Assert.Equal(finding.Evidence, suspicion.Evidence);
        Assert.Contains(engine.Journal.ReadBatches(0), b => b.Decisions.Any(d => d.Seq == finding.Seq) && b.Decisions.Any(d => d.Seq == suspicion.Seq));
        Assert.Equal(suspicion.Id, Assert.Single(engine.Supervision.Alerts(AlertFilter.All with { Rules = new HashSet<string> { "T2" } }, 0, 10)).Id);
    }

    [Fact]
    public void It_rises_with_every_rule_that_joins_and_is_one_alert_all_the_way()
    {
        var engine = With(Mocked);
        engine.Post(Frozen);
        engine.Settle();
        Assert.Equal(("P2", 0.74), Grave(engine));
        engine.Post(Signed);
        engine.Settle();
        Assert.Equal(("P1", 0.831), Grave(engine));
        var suspicion = Of(engine, "T2");
        Assert.Equal([("GEO-03", 0.6), ("GEO-05", 0.14), ("IDN-06", 0.091)], suspicion.Contributions!.Select(c => (c.Rule, c.Added)));
        Assert.Equal(["raised", "changed", "changed"], engine.Supervision.AlertHistory(suspicion.Id).Select(h => h.Action));
    }

    [Fact]
    public void Whatever_came_first_it_is_the_same_suspicion()
    {
        string[] all = [.. Mocked, .. Frozen, .. Signed];
        var expected = With(all).Outcome();
        for (var seed = 1; seed <= 20; seed++)
        {
            var random = new Random(seed);
            random.Shuffle(all);
            var engine = TestEngine.Start();
            foreach (var some in all.Chunk(random.Next(1, 5)))
            {
                engine.Post(some);
            }

            Assert.True(engine.Settle().Outcome() == expected, $"Seed {seed}.");
        }
    }

    [Fact]
    public void What_an_officer_found_untrue_is_held_against_nobody_and_is_again_when_he_reopens_it()
    {
        var engine = With(Mocked);
        Triage(engine, "GEO-03", TriageAction.Dismiss, "false-alarm");
        Assert.Equal((AlertStatus.Withdrawn, "withdrawn"), (Of(engine, "T2").Status, Of(engine, "T2").Action));
        Triage(engine, "GEO-03", TriageAction.Reopen, null);
        Assert.Equal((AlertStatus.Open, "reinstated"), (Of(engine, "T2").Status, Of(engine, "T2").Action));
    }

    [Theory]
    [InlineData("confirmed", AlertStatus.Open)]
    [InlineData("undecidable", AlertStatus.Open)]
    [InlineData("not-confirmed", AlertStatus.Withdrawn)]
    [InlineData("false-alarm", AlertStatus.Withdrawn)]
    [InlineData(null, AlertStatus.Open)]
    public void A_finding_that_was_resolved_counts_unless_it_was_found_untrue(string? outcome, AlertStatus expected)
    {
        var engine = With(Mocked);
        Triage(engine, "GEO-03", TriageAction.Resolve, outcome);
        Assert.Equal(expected, Of(engine, "T2").Status);
    }

    [Fact]
    public void A_silenced_finding_counts_for_nothing_until_its_silence_is_over()
    {
        var engine = With(Mocked);
        var today = new DateOnly(2026, 6, 30);
        engine.Wait(engine.Supervision.SilenceAsync(new SilenceCommand.Begin(Of(engine, "GEO-03").Id, SilenceSubject.Caregiver, today, "test telephone", "li")));
        Assert.Equal((AlertStatus.Silenced, AlertStatus.Withdrawn), (Of(engine, "GEO-03").Status, Of(engine, "T2").Status));
        engine.Pass(TimeSpan.FromDays(1));
        Assert.Equal((AlertStatus.Open, AlertStatus.Open), (Of(engine, "GEO-03").Status, Of(engine, "T2").Status));
    }

    [Fact]
    public void A_suspicion_is_triaged_as_any_alert_and_reopened_only_by_more_than_was_closed()
    {
        var engine = With(Mocked);
        Triage(engine, "T2", TriageAction.Resolve, "not-confirmed");
        engine.Post(CheckIn("v9", 22, mock: true, lat: 39.13), CheckOut("v9", 23));
        engine.Settle();
        Assert.Equal((AlertStatus.Resolved, 2), (Of(engine, "T2").Status, Of(engine, "T2").Contributions![0].Findings));
        engine.Post(Frozen);
        engine.Settle();
        Assert.Equal((AlertStatus.Open, "reopened", null), (Of(engine, "T2").Status, Of(engine, "T2").Action, Of(engine, "T2").Outcome));
    }

    [Fact]
    public void It_goes_with_the_last_finding_that_is_withdrawn()
    {
        var engine = With(Mocked);
        engine.Post("""
            {"specversion":"1.0","type":"ltc.event.withdrawn","source":"/phones","id":"w","time":"2026-06-29T00:00:00+08:00","subject":"p-c1",
             "data":{"source":"/phones","id":"in-v1","reason":"a test"}}
            """);
        engine.Settle();
        Assert.Equal((AlertStatus.Withdrawn, AlertStatus.Withdrawn), (Of(engine, "GEO-03").Status, Of(engine, "T2").Status));
    }

    [Fact]
    public void A_device_used_by_two_bears_on_both_of_them()
    {
        var engine = TestEngine.Start();
        engine.Post(
            CheckIn("v1", 9, device: "d1"), CheckOut("v1", 10), CheckIn("v2", 11, "c2", device: "d1", beacon: true), CheckOut("v2", 12, caregiver: "c2"));
        engine.Settle();
        var suspicion = Assert.Single(engine.AllAlerts(), a => a.Rule == "T4");
        Assert.Equal(("c2", "GEO-06 DEV-01"), (suspicion.CaregiverId, string.Join(' ', suspicion.Contributions!.OrderByDescending(c => c.Rule).Select(c => c.Rule))));
        Assert.Equal(0.74, suspicion.Figures["score"].Number);
    }

    [Fact]
    public void A_policy_version_weighs_anew_what_lies_after_its_first_day_and_leaves_what_lies_before()
    {
        var engine = With(Mocked);
        PolicyResult Do(PolicyCommand command) => engine.Wait(engine.Supervision.PolicyAsync(command));
        Do(new PolicyCommand.Draft("milder", [new("tianjin", "typ.weightP1", 0.4, "score", null, "too many")], "li"));
        Do(new PolicyCommand.Approve("policy-1", null, "wang"));
        Do(new PolicyCommand.Publish("policy-1", new(2026, 7, 2), "li"));
        Assert.Equal((AlertStatus.Open, 0.6), (Of(engine, "T2").Status, Of(engine, "T2").Figures["score"].Number));
        engine.Pass(TimeSpan.FromDays(4));
        engine.Post(CheckIn("v8", 9, "c3", mock: true, month: 7, day: 3), CheckOut("v8", 10, caregiver: "c3", month: 7, day: 3));
        engine.Settle();
        Assert.Equal(["c1"], engine.AllAlerts().Where(a => a.Rule == "T2").Select(a => a.CaregiverId));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void After_a_restart_it_stands_as_it_stood_and_nothing_is_journaled_again(bool checkpoint)
    {
        var (journal, store) = (new MemoryJournal(), new MemoryStateStore());
        var engine = With([.. Mocked, .. Frozen], journal, store);
        Triage(engine, "GEO-05", TriageAction.Dismiss, "false-alarm");
        Assert.Equal(0.6, Of(engine, "T2").Figures["score"].Number);
        if (checkpoint)
        {
            engine.Checkpoint();
        }

        var last = journal.LastSeq;
        var again = TestEngine.Start(journal, store, clock: engine.Clock).Settle();
        Assert.Equal((last, engine.Outcome()), (journal.LastSeq, again.Outcome()));
        again.Post(Signed);
        again.Settle();
        Assert.Equal(0.74, Of(again, "T2").Figures["score"].Number);
    }

    private static TestEngine With(string[] events, MemoryJournal? journal = null, MemoryStateStore? store = null)
    {
        var engine = TestEngine.Start(journal, store);
        engine.Post(events);
        return engine.Settle();
    }

    private static void Triage(TestEngine engine, string rule, TriageAction action, string? outcome) => Assert.Equal(
        TriageStatus.Done, engine.Wait(engine.Supervision.TriageAsync(new(Of(engine, rule).Id, action, "li", "seen", null, outcome))).Status);

    private static (string Severity, double? Score) Grave(TestEngine engine) => (Of(engine, "T2").Severity, Of(engine, "T2").Figures["score"].Number);

    private static AlertRecord Of(TestEngine engine, string rule) => engine.AllAlerts().First(a => a.Rule == rule);

    private static string CheckIn(
        string visit, int hour, string caregiver = "c1", bool mock = false, double lat = 39.12, string device = "", bool beacon = false, int month = 6,
        int day = 10)
    {
        var position = FormattableString.Invariant($"{{\"lat\":{lat},\"lon\":117.2,\"accuracy\":12,\"mock\":{(mock ? "true" : "false")}}}");
        var beacons = beacon ? ",\"beacons\":[{\"beaconId\":\"b1\",\"tampered\":true}]" : "";
        return Check("in", visit, hour, caregiver, month, day, $",\"position\":{position},\"deviceId\":\"{(device.Length > 0 ? device : "d-" + caregiver)}\"{beacons}");
    }

    private static string CheckOut(string visit, int hour, string? signature = null, string caregiver = "c1", int month = 6, int day = 10) =>
        // A check-out without a position would break GEO-04, a member too; one that is every hour at another place breaks nothing.
        Check("out", visit, hour, caregiver, month, day, FormattableString.Invariant($",\"position\":{{\"lat\":{39.12 + (hour / 1e5)},\"lon\":117.2,\"accuracy\":12}}")
            + (signature is null ? "" : $",\"signatureHash\":\"{signature}\""));

    private static string Check(string end, string visit, int hour, string caregiver, int month, int day, string more) =>
        $"{{\"specversion\":\"1.0\",\"type\":\"ltc.visit.checked-{end}\",\"source\":\"/phones\",\"id\":\"{end}-{visit}\","
        + $"\"time\":\"2026-{month:D2}-{day:D2}T{hour:D2}:00:00+08:00\",\"subject\":\"p-{caregiver}\","
        + $"\"data\":{{\"visitId\":\"{visit}\",\"caregiverId\":\"{caregiver}\"{more}}}}}";
}
