using LtcActors.Engine.Alerts;

namespace LtcActors.Engine.Tests.Running;

public sealed class OutcomeTests
{
    [Fact]
    public void Precision_is_the_share_of_the_confirmed_among_those_decided()
    {
        AlertRecord[] alerts =
        [
            Closed("GEO-01", "confirmed"), Closed("GEO-01", "confirmed"), Closed("GEO-01", "false-alarm"), Closed("GEO-01", "undecidable"),
            Closed("GEO-01", null), Closed("GEO-01", "not-confirmed") with { Status = AlertStatus.Dismissed },
            Closed("GEO-01", "confirmed", version: 2), Closed("GEO-01", "confirmed") with { Status = AlertStatus.Open },
        ];
        var counts = Outcomes.Count(alerts, _ => null);
        Assert.Equal([new("GEO-01", 1, null, 2, 1, 1, 1, 1), new("GEO-01", 2, null, 1, 0, 0, 0, 0)], counts);
        Assert.Equal([0.5, 1.0], counts.Select(c => c.Precision));
    }

    [Fact]
    public void Without_a_decided_alert_there_is_no_precision()
    {
        Assert.Null(Assert.Single(Outcomes.Count([Closed("VIS-01", "undecidable"), Closed("VIS-01", null)], _ => null)).Precision);
        Assert.Empty(Outcomes.Count([], _ => null));
    }

    [Fact]
    public void A_breach_that_ended_by_itself_counts_only_where_an_officer_said_what_it_was()
    {
        var ended = Closed("STF-01", null) with { EndedAt = TestEngine.Today };
        Assert.Empty(Outcomes.Count([ended], _ => null));
        Assert.Equal(1, Assert.Single(Outcomes.Count([ended with { Outcome = "confirmed" }], _ => null)).Confirmed);
    }

    [Fact]
    public void Alerts_judged_by_another_policy_are_counted_apart() => Assert.Equal(
        [(null, 1), ("policy-1", 2)],
        Outcomes.Count(
            [Closed("GEO-01", "confirmed"), Closed("GEO-01", "confirmed") with { PersonId = "p2" }, Closed("GEO-01", "confirmed") with { PersonId = "p2" }],
            a => a.PersonId == "p2" ? "policy-1" : null).Select(c => (c.Policy, c.Confirmed)));

    private static AlertRecord Closed(string rule, string? outcome, int version = 1) => new(
        $"{rule}-00", 1, rule, version, "P3", new("警", "alert"), AlertStatus.Resolved, TestEngine.Today, TestEngine.Today, TestEngine.Today, null,
        false, "p1", null, null, null, null, [], [], [], new Dictionary<string, AlertFigure>(), "resolve", "li", "seen", null, outcome);
}
