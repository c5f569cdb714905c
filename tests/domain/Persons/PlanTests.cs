using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Persons.Case;
using static LtcActors.Domain.Tests.Persons.Facts;

namespace LtcActors.Domain.Tests.Persons;

/// <summary>VIS-02, VIS-07: visits held against the plan, and against each other.</summary>
public sealed class PlanTests
{
    private static Case AtHome => Given(HomeCare(), Planned("x1", At(10, "09:00"), At(10, "10:00")));

    [Theory]
    [InlineData("08:00", false)]
    [InlineData("07:59:59", true)]
    [InlineData("11:00", false)]
    [InlineData("11:00:01", true)]
    public void A_visit_within_an_hour_of_an_item_is_planned(string begin, bool isFound)
    {
        var c = AtHome.And(CheckIn("v1", At(10, begin)));
        if (!isFound)
        {
            c.ThenNo("VIS-02");
            return;
        }

        var found = c.Then("VIS-02", Severity.P3);
        Assert.Equal(("v1", "i1"), (found.Anchor, found.InstitutionId));
        Assert.Equal(["plan", "check-in"], found.Evidence.Select(e => e.Note));
        Assert.Equal(new("nearestItem", 60.017, null, "min", 60, "proposed"), found.Figures[0]);
    }

    [Fact]
    public void Without_a_plan_for_the_day_nothing_is_said()
    {
        Given(HomeCare()).And(CheckIn("v1", At(10, "15:00"))).ThenNo("VIS-02");
        Given(LivesIn("i1"), Planned("x1", At(10, "09:00"), At(10, "10:00"))).And(CheckIn("v1", At(10, "15:00"))).ThenNo("VIS-02");
    }

    [Fact]
    public void An_approved_change_plans_it_and_a_cancelled_item_does_not()
    {
        AtHome.And(Changed("x2", At(10, "15:00")), CheckIn("v1", At(10, "15:10"))).ThenNo("VIS-02");
        AtHome.And(Cancelled("x1"), CheckIn("v1", At(10, "09:00"), item: "x1")).Then("VIS-02");
    }

    [Fact]
    public void A_change_moves_the_item_whether_it_is_known_before_the_plan_or_after()
    {
        var (plan, change) = (Planned("x1", At(10, "09:00"), At(10, "10:00")), Changed("x1", At(12, "15:00")));
        foreach (var told in new[] { new[] { plan, change }, [change, plan] })
        {
            Given(HomeCare()).And(told).And(CheckIn("v1", At(10, "09:00"), item: "x1")).Then("VIS-02");
            Given(HomeCare()).And(told).And(CheckIn("v1", At(12, "15:00"), item: "x1")).ThenNo("VIS-02");
        }
    }

    [Fact]
    public void A_plan_filed_later_heals_the_visit() => Given(HomeCare(), Planned("x9", At(20, "09:00"), At(20, "10:00")), CheckIn("v1", At(10, "15:00")))
        .And(Changed("x2", At(10, "15:00")).Later(At(15, "08:00"))).ThenNo("VIS-02");

    [Fact]
    public void A_relatives_visit_needs_no_plan() =>
        AtHome.And(Approved("f1", "2026-03-01"), CheckIn("v1", At(10, "15:00"), "f1", "i1")).ThenNo("VIS-02");

    private static Case Together(string end, params Told[] facts) =>
        Given(HomeCare()).And(facts).And(Visit("v1", 10, "09:00", end)).And(Visit("v2", 10, "10:00", "11:00", "c2"));

    [Fact]
    public void Two_caregivers_at_once_are_found_past_five_minutes()
    {
        Together("10:05").ThenNo("VIS-07");
        var found = Together("10:05:01").Then("VIS-07", Severity.P2);
        Assert.Equal(("v1|v2", At(10, "10:00"), "i1", null), (found.Anchor, found.OccurredAt, found.InstitutionId, found.CaregiverId));
        Assert.Equal(["v1", "v2"], found.VisitIds.ToArray());
        Assert.Equal(new("overlap", 5.017, null, "min", 5, "proposed"), found.Figures[0]);
        Assert.Equal(4, found.Evidence.Length);
    }

    [Fact]
    public void Where_the_plan_calls_for_two_or_a_relative_is_there_nothing_is_said()
    {
        Together("10:30", Changed("x2", At(10, "10:00"), 2)).ThenNo("VIS-07");
        Together("10:30", Changed("x2", At(10, "10:00"), 1)).Then("VIS-07");
        Together("10:30", Approved("c2", "2026-03-01")).ThenNo("VIS-07");
        Given(LivesIn("i1")).And(Visit("v1", 10, "09:00", "10:30")).And(Visit("v2", 10, "10:00", "11:00", "c2")).ThenNo("VIS-07");
    }

    [Fact]
    public void A_check_out_that_comes_later_and_ends_before_clears_it()
    {
        var c = Given(HomeCare(), CheckIn("v1", At(10, "09:00")), CheckOut("v1", At(10, "10:30"))).And(Visit("v2", 10, "10:00", "11:00", "c2"));
        c.Then("VIS-07");
        c.And(CheckIn("v2", At(10, "08:00"), "c2"), CheckOut("v1", At(10, "10:31")));
        Assert.Equal(At(10, "09:00"), c.Then("VIS-07").OccurredAt);
    }
}
