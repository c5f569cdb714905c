using LtcActors.Domain.Rules;
using LtcActors.Domain.Tests.Persons;
using static LtcActors.Domain.Tests.Collusion.Ties;
using static LtcActors.Domain.Tests.Persons.Case;
using static LtcActors.Domain.Tests.Persons.Facts;

namespace LtcActors.Domain.Tests.Collusion;

/// <summary>COL-01: an order that no longer fits in the day is hung under a colleague's name.</summary>
public sealed class ShiftTests
{
    private static readonly DateTimeOffset Full = At(5, "15:15");

    /// <summary>Ten visits of half an hour on the fifth, each to somebody else; the tenth ends at a quarter past three.</summary>
    private static Told[] Day(int visits = 10, string caregiver = "c1", string device = "d1", int first = 0) =>
    [
        .. Enumerable.Range(first, visits).SelectMany(n =>
            Seen($"v{n}", At(5, "08:00").AddMinutes(45 * n), At(5, "08:30").AddMinutes(45 * n), caregiver, $"p{n}", device: device, place: North(n * 1000))),
    ];

    private static Told Reassigned(DateTimeOffset at, string from = "c1", string to = "c2", string item = "x1") =>
        new(new Fact.VisitReassigned("p11", item, from, to), at);

    /// <summary>The visit made of the order, under the colleague's name.</summary>
    private static Told[] Eleventh(string device = "d1", string caregiver = "c2", int minutes = 30) =>
        Seen("v11", At(5, "15:30"), At(5, "15:30").AddMinutes(minutes), caregiver, "p11", "x1", device, North(11_000));

    private static Case FullDay(params Told[] more) => Given(Insured("p11", 11_000)).And(Day()).And(more);

    private static Case Shifted(DateTimeOffset at) => FullDay(Reassigned(at)).And(Eleventh());

    [Fact]
    public void An_order_moved_as_the_day_is_full_and_done_on_the_first_ones_telephone()
    {
        var found = Shifted(At(5, "15:20")).Then("COL-01", Severity.P1);
        Assert.Equal(("c1", "p11", "p11/v11", At(5, "15:30")), (found.CaregiverId, found.PersonId, found.Anchor, found.OccurredAt));
        Assert.Equal("v11", Assert.Single(found.VisitIds));
        Assert.Equal("120101", found.DistrictCode);
        Assert.Equal(
            [
                Figure.Against("dayVisits", 11, new("vis.loadVisits", 10, "visits", "proposed")),
                Figure.Against("dayHours", 5.5, new("vis.loadHours", 10, "h", "proposed")),
                Figure.Against("movedWithin", 5 / 60.0, new("col.shiftWindow", 2, "h", "proposed")), Figure.Of("colleague", "c2"), Figure.Of("shownBy", "device"),
            ], found.Figures.ToArray());
        Assert.Equal(1 + 2 + 20, found.Evidence.Length);
        Assert.Single(found.Evidence, e => e.Note == "reassigned");
    }

    [Fact]
    public void An_order_moved_after_the_visit_had_begun_decides_late()
    {
        Assert.False(Shifted(At(5, "15:30")).Then("COL-01").DecidedLate);
        Assert.True(Shifted(At(5, "15:30:01")).Then("COL-01").DecidedLate);
    }

    [Fact]
    public void Two_hours_before_the_day_is_full_are_near_and_a_second_more_is_not()
    {
        Shifted(Full.AddHours(-2)).Then("COL-01");
        Shifted(Full.AddHours(-2).AddSeconds(-1)).ThenNo("COL-01");
    }

    [Fact]
    public void Two_hours_after_it_are_near_and_a_second_more_is_not()
    {
        Shifted(Full.AddHours(2)).Then("COL-01");
        Shifted(Full.AddHours(2).AddSeconds(1)).ThenNo("COL-01");
    }

    [Fact]
    public void Nine_visits_leave_room_for_a_tenth() =>
        Given(Insured("p11", 11_000)).And(Day(9)).And(Reassigned(At(5, "15:20"))).And(Eleventh()).ThenNo("COL-01");

    [Fact]
    public void Ten_hours_are_not_too_much_and_a_minute_more_is()
    {
        Told[] day = [.. Seen("v1", At(5, "06:00"), At(5, "11:00"), "c1", "p1", device: "d1"), .. Seen("v2", At(5, "11:00"), At(5, "15:30"), "c1", "p2", device: "d1")];
        Given(Insured("p11")).And(day).And(Reassigned(At(5, "15:20"))).And(Eleventh(minutes: 30)).ThenNo("COL-01");
        var found = Given(Insured("p11")).And(day).And(Reassigned(At(5, "15:20"))).And(Eleventh(minutes: 31)).Then("COL-01");
        Assert.Equal(10 + (1 / 60.0), found.Figures[1].Number!.Value, 3);
    }

    [Fact]
    public void A_colleague_who_comes_with_a_telephone_of_its_own_helps() => FullDay(Reassigned(At(5, "15:20"))).And(Eleventh("d2")).ThenNo("COL-01");

    [Fact]
    public void A_telephone_that_the_first_one_borrowed_is_the_colleagues_own() => FullDay(
        Reassigned(At(5, "15:20")), new Told(new Fact.DeviceRegistered("d1", false, null, "c2"), At(1, "09:00"))).And(Eleventh()).ThenNo("COL-01");

    [Fact]
    public void A_tablet_that_all_share_says_nothing() => FullDay(
        Reassigned(At(5, "15:20")), new Told(new Fact.DeviceRegistered("d1", true, "i1", null), At(1, "09:00"))).And(Eleventh()).ThenNo("COL-01");

    [Fact]
    public void An_order_moved_for_a_leave_announced_leaves_no_full_day() => Given(Insured("p11", 11_000), OnLeave("c1", 5, 5, AbsenceKind.Leave))
        .And(Reassigned(At(5, "06:30"))).And(Eleventh()).ThenNo("COL-01");

    [Fact]
    public void Visits_to_ones_own_relative_fill_no_day() =>
        Shifted(At(5, "15:20")).Healed(c => c.Then("COL-01"), Approved("c1", "2026-02-01", "p3")).ThenNo("COL-01");

    /// <summary>Fifty metres, ten that the position tracked may be off, and ten that the check-in may.</summary>
    [Fact]
    public void Three_positions_of_the_first_one_at_the_home_show_who_was_there()
    {
        Told[] there = [Walked("c1", At(5, "15:36"), North(11_030)), Walked("c1", At(5, "15:40"), North(11_000)), Walked("c1", At(5, "15:54"), North(11_069))];
        Assert.Contains(Figure.Of("shownBy", "place"), FullDay(Reassigned(At(5, "15:20"))).And(Eleventh("d2")).And(there).Then("COL-01").Figures);
        FullDay(Reassigned(At(5, "15:20"))).And(Eleventh("d2")).And(there[..2]).ThenNo("COL-01");
        FullDay(Reassigned(At(5, "15:20"))).And(Eleventh("d2")).And(there[..2]).And(Walked("c1", At(5, "15:54"), North(11_071))).ThenNo("COL-01");
    }

    [Fact]
    public void Who_leaves_as_the_colleague_comes_was_not_there()
    {
        Told[] there = [Walked("c1", At(5, "15:31"), North(11_000)), Walked("c1", At(5, "15:34"), North(11_000)), Walked("c1", At(5, "15:34:59"), North(11_000))];
        FullDay(Reassigned(At(5, "15:20"))).And(Eleventh("d2")).And(there).ThenNo("COL-01");
    }

    [Fact]
    public void Who_cares_for_the_spouse_meanwhile_is_where_it_should_be() => FullDay(Reassigned(At(5, "15:20"))).And(Eleventh("d2"))
        .And(Seen("v12", At(5, "15:30"), At(5, "16:00"), "c1", "p12", device: "d1", place: North(11_000)))
        .And(Walked("c1", At(5, "15:40"), North(11_000)), Walked("c1", At(5, "15:42"), North(11_000)), Walked("c1", At(5, "15:44"), North(11_000))).ThenNo("COL-01");

    [Fact]
    public void Three_positions_of_the_colleague_elsewhere_show_who_was_not_there()
    {
        Told[] away = [Walked("c2", At(5, "15:36"), North(14_000)), Walked("c2", At(5, "15:40"), North(14_000)), Walked("c2", At(5, "15:54"), North(11_161))];
        var found = FullDay(Reassigned(At(5, "15:20"))).And(Eleventh("d2")).And(away).Then("COL-01");
        Assert.Equal(("c1", "elsewhere"), (found.CaregiverId, found.Figures[^1].Text));
        FullDay(Reassigned(At(5, "15:20"))).And(Eleventh("d2")).And(away[..2]).And(Walked("c2", At(5, "15:54"), North(11_159))).ThenNo("COL-01");
    }

    [Fact]
    public void The_first_one_may_work_under_two_ids()
    {
        const string Number = "12010119800101001X";
        var c = Given(Insured("p11", 11_000), Carer("c1", Number), Carer("c9", Number)).And(Day(5, "c9")).And(Day(5, "c1", first: 5));
        Assert.Equal("c1", c.And(Reassigned(At(5, "15:20"), "c9")).And(Eleventh()).Then("COL-01").CaregiverId);
    }

    [Fact]
    public void An_order_moved_to_ones_own_other_id_is_ones_own()
    {
        const string Number = "12010119800101001X";
        Given(Insured("p11", 11_000), Carer("c1", Number), Carer("c2", Number)).And(Day()).And(Reassigned(At(5, "15:20"))).And(Eleventh()).ThenNo("COL-01");
    }

    [Fact]
    public void An_order_moved_on_to_a_third_is_judged_by_who_made_the_visit()
    {
        FullDay(Reassigned(At(5, "15:20"), to: "c3"), Reassigned(At(5, "15:25"), "c3")).And(Eleventh()).ThenNo("COL-01"); // c3 had no full day.
        Assert.Equal("c1", FullDay(Reassigned(At(5, "15:20"), to: "c3"), Reassigned(At(5, "15:25"))).And(Eleventh()).Then("COL-01").CaregiverId);
    }

    [Fact]
    public void Any_order_ends_in_the_same() => AssertAnyOrder(
        [
            Insured("p11", 11_000), .. Day(), Reassigned(At(5, "15:20")), .. Eleventh("d2"), Reassigned(At(5, "14:20")),
            Walked("c2", At(5, "15:36"), North(14_000)), Walked("c2", At(5, "15:40"), North(14_000)), Walked("c2", At(5, "15:54"), North(14_000)),
            .. Seen("v13", At(5, "16:10"), At(5, "16:50"), "c3", "p11", "x3", "d1", North(11_000)), Reassigned(At(5, "16:00"), to: "c3", item: "x3"),
            Carer("c1", "12010119800101001X"), Carer("c0", "12010119800101001X"),
        ],
        "COL-01");
}
