using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Persons.Case;
using static LtcActors.Domain.Tests.Persons.Facts;

namespace LtcActors.Domain.Tests.Persons;

/// <summary>VIS-12 of an institution: what its caregivers entered by hand, of all its check-ins of the month.</summary>
public sealed class HandTests
{
    /// <summary>Check-ins at i1, one a day of June, by two caregivers in turn; the first so many by hand.</summary>
    private static Told[] June(int visits, int byHand) =>
    [
        .. Enumerable.Range(0, visits).Select(n => CheckIn($"v{n}", At(1 + (n % 28), n < 28 ? "09:00" : "15:00"), n % 2 == 0 ? "c1" : "c2", "i1"))
            .Select((t, n) => n < byHand ? t with { Fact = (Fact.VisitChecked)t.Fact with { Channel = Channel.Manual } } : t),
    ];

    private static List<Finding> OfHouse(Case c) => [.. c.All("VIS-12").Where(f => f.CaregiverId is null)];

    [Fact]
    public void More_than_fifteen_in_a_hundred_of_a_months_check_ins_by_hand_are_too_many()
    {
        Assert.Empty(OfHouse(Given(June(20, 3))));
        var found = Assert.Single(OfHouse(Given(June(20, 4))));
        Assert.Equal(("2026-06", Severity.P2, "i1", At(1, "09:00")), (found.Anchor, found.Severity, found.InstitutionId, found.OccurredAt));
        Assert.Equal(
            [
                new("manualShare", 20, null, "%", 15, "proposed"), new("checkIns", 20, null, "visits", 20, "proposed"),
                Figure.Of("manual", 4, "visits"), Figure.Of("caregivers", 2, "caregivers"),
            ],
            found.Figures.ToArray());
    }

    [Fact]
    public void With_fewer_than_twenty_check_ins_nothing_is_said() => Assert.Empty(OfHouse(Given(June(19, 19))));

    [Fact]
    public void Days_of_an_exemption_are_left_out_whenever_it_becomes_known()
    {
        var exempt = new Told(new Fact.CaregiverExempted("c1", ExemptionKind.Manual, Day(1), null), At(1, "00:00"));
        Assert.Empty(OfHouse(Given(exempt).And(June(20, 4))));
        var c = Given(June(20, 4));
        Assert.Single(OfHouse(c));
        Assert.Empty(OfHouse(c.And(exempt)));
    }

    [Fact]
    public void Further_check_ins_of_the_month_bring_the_share_down()
    {
        var c = Given(June(20, 4));
        Assert.Single(OfHouse(c));
        Assert.Empty(OfHouse(c.And(June(27, 0)[20..])));
    }
}
