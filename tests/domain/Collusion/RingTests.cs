using LtcActors.Domain.Rules;
using LtcActors.Domain.Tests.Persons;
using static LtcActors.Domain.Tests.Collusion.Ties;
using static LtcActors.Domain.Tests.Persons.Case;
using static LtcActors.Domain.Tests.Persons.Facts;

namespace LtcActors.Domain.Tests.Collusion;

/// <summary>COL-02: clients whom nobody else sees, a tie to them, and two other things that are wrong.</summary>
public sealed class RingTests
{
    private static readonly Told MadeUp = End(true, "m1", At(9, "09:00"), "c1", "p1", place: North(1000), mock: true);

    private static readonly Told[] Strangers =
    [
        End(true, "f1", At(10, "09:00"), "c1", "p1", place: North(1000), face: 0.3),
        End(false, "f1", At(10, "10:00"), "c1", "p1", place: North(1000), face: 0.4),
    ];

    private static readonly Told[] Wrong = [MadeUp, .. Strangers];

    /// <summary>One visit to each of so many, a kilometre apart.</summary>
    private static Told[] Clients(int count, string caregiver = "c1", int first = 1) =>
        [.. Enumerable.Range(first, count).SelectMany(n => Seen($"v{caregiver}{n}", At(n, "09:00"), At(n, "10:00"), caregiver, $"p{n}", place: North(n * 1000)))];

    private static Case Circle(int count = 3) => Given(InsuredMany(count)).And(Carer("c1"), Carer("c2")).And(Clients(count));

    [Fact]
    public void Three_whom_nobody_else_sees_with_a_relative_among_them_and_two_things_wrong()
    {
        var found = Circle().And(Relative("c1")).And(Wrong).Then("COL-02", Severity.P2);
        Assert.Equal(("c1", "2026-06", At(10, "09:00")), (found.CaregiverId, found.Anchor, found.OccurredAt));
        Assert.Equal(
            [
                Figure.Against("exclusiveShare", 100, new("col.ringShare", 80, "%", "proposed")),
                Figure.Against("ringClients", 3, new("col.ringClients", 3, "persons", "proposed")),
                Figure.Against("signals", 2, new("col.ringSignals", 2, "rules", "proposed")), Figure.Of("signalRules", "GEO-03 IDN-01"), Figure.Of("link", "kin"),
            ], found.Figures.ToArray());
    }

    [Fact]
    public void A_caregiver_of_a_small_village_has_its_clients_for_itself()
    {
        Circle(5).And(Wrong).ThenNo("COL-02");
        Circle(5).And(Relative("c1")).And(Strangers).ThenNo("COL-02");
    }

    [Fact]
    public void Two_clients_are_no_ring() => Circle(2).And(Relative("c1")).And(Wrong).ThenNo("COL-02");

    [Fact]
    public void Four_of_five_are_the_share_and_three_of_four_are_not()
    {
        Circle(5).And(Relative("c1")).And(Wrong).And(Seen("o1", At(20, "09:00"), At(20, "10:00"), "c2", "p5")).Then("COL-02");
        Circle(4).And(Relative("c1")).And(Wrong).And(Seen("o1", At(20, "09:00"), At(20, "10:00"), "c2", "p4")).ThenNo("COL-02");
    }

    [Fact]
    public void Who_came_two_months_before_still_counts_and_who_came_three_months_before_does_not()
    {
        static Told[] Other(string day) => Seen("o1", At(Date(day), "09:00"), At(Date(day), "10:00"), "c2", "p3");
        Circle().And(Relative("c1")).And(Wrong).And(Other("2026-04-01")).ThenNo("COL-02");
        Circle().And(Relative("c1")).And(Wrong).And(Other("2026-03-31")).Then("COL-02");
    }

    [Fact]
    public void A_second_id_of_the_same_name_is_nobody_else()
    {
        const string Number = "12010119800101001X";
        var c = Given(InsuredMany(3)).And(Carer("c1", Number), Carer("c2", Number), Relative("c2")).And(Clients(3)).And(Wrong)
            .And(Seen("o1", At(20, "09:00"), At(20, "10:00"), "c2", "p1")).And(Seen("o2", At(21, "09:00"), At(21, "10:00"), "c2", "p2"));
        Assert.Equal("c1", c.Then("COL-02").CaregiverId);
    }

    [Fact]
    public void A_family_caregiver_who_sees_the_person_bound_is_no_ring() => Circle().And(Wrong)
        .And(Approved("c1", "2026-02-01"), Approved("c1", "2026-02-01", "p2"), Approved("c1", "2026-02-01", "p3")).ThenNo("COL-02");

    [Fact]
    public void Three_at_one_address_are_tied_and_two_are_a_couple()
    {
        Told[] Homes(double third) => [Insured("p1"), Insured("p2", 30), Insured("p3", third), Carer("c1")];
        Assert.Contains(Figure.Of("link", "address"), Given(Homes(50)).And(Clients(3)).And(Wrong).Then("COL-02").Figures);
        Given(Homes(90)).And(Clients(3)).And(Wrong).ThenNo("COL-02");
    }

    [Fact]
    public void Who_live_in_one_house_are_not_tied_by_its_address() => Given(Insured("p1"), Insured("p2"), Insured("p3"), Carer("c1"))
        .And(LivesIn("i1"), LivesIn("i1", "p2"), LivesIn("i1", "p3")).And(Clients(3)).And(Wrong).ThenNo("COL-02");

    [Fact]
    public void An_account_in_common_ties()
    {
        var found = Circle().And(Wrong).And(Held("a1", HolderKind.Caregiver, "c1"), Used("a1", "p2", At(12, "10:00"))).Then("COL-02");
        Assert.Contains(Figure.Of("link", "account"), found.Figures);
        Assert.Single(found.Evidence, e => e.Note == "account");
    }

    [Fact]
    public void A_hint_is_no_signal() => Circle().And(Relative("c1"), MadeUp) // GEO-04 of one visit is P4.
        .And(End(true, "z1", At(11, "09:00"), "c1", "p1"), End(false, "z1", At(11, "10:00"), "c1", "p1")).ThenNo("COL-02");

    [Fact]
    public void Months_in_a_row_are_one_ring()
    {
        var later = At(Date("2026-07-02"), "09:00");
        var c = Circle().And(Relative("c1")).And(Wrong).And(Seen("l1", later, later.AddHours(1), "c1", "p1")).At(later.AddDays(1));
        Assert.Equal("2026-06", c.Then("COL-02").Anchor);
    }

    [Fact]
    public void Any_order_ends_in_the_same() => AssertAnyOrder(
        [
            .. InsuredMany(5), Carer("c1", "12010119800101001X"), Carer("c3", "12010119800101001X"), .. Clients(5), Relative("c1"), .. Wrong,
            .. Seen("o1", At(20, "09:00"), At(20, "10:00"), "c2", "p5"), .. Seen("o2", At(21, "09:00"), At(21, "10:00"), "c3", "p4"),
            Held("a1", HolderKind.Caregiver, "c3"), Used("a1", "p2", At(12, "10:00")),
        ],
        "COL-02", "COL-03");
}
