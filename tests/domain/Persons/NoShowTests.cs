using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Persons.Case;
using static LtcActors.Domain.Tests.Persons.Facts;

namespace LtcActors.Domain.Tests.Persons;

/// <summary>VIS-03 and VIS-11: what was planned and not done.</summary>
public sealed class NoShowTests
{
    private static Case Item => Given(HomeCare(), Planned("x1", At(10, "09:00"), At(10, "10:00")));

    /// <summary>Half an hour and three days after the start.</summary>
    private static readonly DateTimeOffset Due = At(13, "09:30");

    [Fact]
    public void Nobody_by_half_an_hour_after_the_start_is_told_when_no_upload_can_come_any_more()
    {
        Item.At(Due.AddTicks(-1)).ThenNo("VIS-03");
        var found = Item.At(Due).Then("VIS-03", Severity.P3);
        Assert.Equal(("x1", At(10, "09:30"), "i1", "c1"), (found.Anchor, found.OccurredAt, found.InstitutionId, found.CaregiverId));
        Assert.Equal(["plan"], found.Evidence.Select(e => e.Note));
        Assert.Equal(new("cameAfter", null, "nobody", "min", 30, "proposed"), found.Figures[1]);
    }

    [Theory]
    [InlineData("07:59:59", false)]
    [InlineData("08:00", true)]
    [InlineData("09:30", true)]
    [InlineData("09:30:01", false)]
    public void A_visit_from_an_hour_before_to_half_an_hour_after_the_start_meets_the_item(string begin, bool isMet)
    {
        var c = Item.And(CheckIn("v1", At(10, begin))).At(At(20, "00:00"));
        Assert.Equal(isMet ? 0 : 1, c.All("VIS-03").Count);
    }

    [Fact]
    public void One_that_names_the_item_or_is_under_way_or_only_checked_out_meets_it_too()
    {
        Item.And(CheckIn("v1", At(10, "14:00"), item: "x1")).At(At(20, "00:00")).ThenNo("VIS-03");
        Item.And(CheckIn("v1", At(10, "14:00"))).At(At(20, "00:00")).Then("VIS-03");
        Item.And(Visit("v1", 10, "07:00", "09:10")).At(At(20, "00:00")).ThenNo("VIS-03");
        Item.And(CheckOut("v1", At(10, "10:00"))).At(At(20, "00:00")).ThenNo("VIS-03");
    }

    [Fact]
    public void A_visit_uploaded_days_later_heals_it() =>
        Item.And().At(At(14, "00:00")).Healed(c => c.Then("VIS-03"), CheckIn("v1", At(10, "09:00"))).ThenNo("VIS-03");

    [Fact]
    public void Death_hospital_leave_and_cancelling_stand_against_it()
    {
        foreach (var reason in new[] { Died(At(10, "10:00")), Admitted(At(10, "09:59")), Away(9, 10), Cancelled("x1"), LivesIn("i2"), Approved("f1", "2026-03-01") })
        {
            Item.And(reason).At(At(20, "00:00")).ThenNo("VIS-03");
        }

        Item.And(Died(At(10, "10:00:01"))).At(At(20, "00:00")).Then("VIS-03");
    }

    [Fact]
    public void What_the_institution_that_was_left_had_planned_is_awaited_of_nobody_and_whoever_else_files_a_plan_is_held_to_it()
    {
        Item.And(HomeCare("i2", "c2", from: "2026-06-10")).At(At(20, "00:00")).ThenNo("VIS-03");
        Item.And(HomeCare("i2", "c2", from: "2026-06-11")).At(At(20, "00:00")).Then("VIS-03");
        Given(HomeCare("i2"), Planned("x1", At(10, "09:00"), At(10, "10:00"))).At(At(20, "00:00")).Then("VIS-03");
        Month(4).And(HomeCare("i2", "c2", from: "2026-06-10")).ThenNo("VIS-11"); // Of the ten four are left.
    }

    /// <summary>A plan of old that becomes known only now, with its visits behind it.</summary>
    private static Case Loaded(DateTimeOffset now)
    {
        var c = Given(HomeCare()).At(now);
        c.World.Know(Planned("x1", At(10, "09:00"), At(10, "10:00")).Fact, At(1, "00:00"), recordedAt: At(25, "12:00"));
        return c;
    }

    [Fact]
    public void A_plan_loaded_before_its_visits_accuses_nobody_for_a_day()
    {
        Loaded(At(26, "11:59:59")).ThenNo("VIS-03");
        Loaded(At(26, "12:00")).Then("VIS-03");
    }

    [Fact]
    public void What_was_heard_of_three_days_later_shows_that_the_load_has_passed_it()
    {
        Loaded(At(25, "12:01")).And(CheckIn("v9", Due.AddSeconds(-1))).ThenNo("VIS-03");
        Loaded(At(25, "12:01")).And(CheckIn("v9", Due)).Then("VIS-03");
    }

    /// <summary>Ten items in June, every second day at nine, and visits to the first so many of them.</summary>
    private static Case Month(int visits, int more = 0)
    {
        var c = Given(HomeCare(), new Told(
            new Fact.PlanFiled("p1", "plan1", "i1", Day(1), Day(30), [.. Enumerable.Range(1, 10).Select(n =>
                new PlanItem($"x{n}", null, At(2 * n, "09:00"), At(2 * n, "10:00"), ["S01"], PlanPlace.Home, null))]), At(1, "00:00")));
        for (var n = 1; n <= visits; n++)
        {
            c.And(Visit($"v{n}", 2 * n, "09:00", "10:00"));
        }

        for (var n = 1; n <= more; n++)
        {
            c.And(Visit($"m{n}", 2 * n, "15:00", "16:00"));
        }

        return c.At(At(30, "12:00").AddDays(20));
    }

    [Fact]
    public void Fewer_than_four_fifths_of_the_planned_visits_of_a_month_differ_from_the_plan()
    {
        Month(8).ThenNo("VIS-11");
        var found = Month(7).Then("VIS-11", Severity.P3);
        Assert.Equal(("2026-06", "i1"), (found.Anchor, found.InstitutionId));
        Assert.Equal(
            [new("ofPlan", 70, null, "%", 80, "proposed"), Figure.Of("plannedVisits", 10, "visits"), Figure.Of("visits", 7, "visits")],
            found.Figures.ToArray());
    }

    [Fact]
    public void More_than_six_fifths_differ_too()
    {
        Month(10, more: 2).ThenNo("VIS-11");
        Assert.Equal(130, Month(10, more: 3).Then("VIS-11").Figures[0].Number);
    }

    [Fact]
    public void A_month_is_judged_five_days_after_it_is_over_and_not_with_few_items()
    {
        Month(7).At(At(30, "23:59").AddDays(5)).ThenNo("VIS-11");
        Month(7).At(At(30, "00:00").AddDays(6)).Then("VIS-11");
        Month(3).And(Cancelled("x8"), Cancelled("x9"), Cancelled("x10")).ThenNo("VIS-11");
    }

    [Fact]
    public void A_service_that_is_planned_and_not_done_differs_though_the_visits_are_made()
    {
        var c = Given(HomeCare(), new Told(
            new Fact.PlanFiled("p1", "plan1", "i1", Day(1), Day(30), [.. Enumerable.Range(1, 10).Select(n =>
                new PlanItem($"x{n}", null, At(2 * n, "09:00"), At(2 * n, "10:00"), ["S01", "S02"], PlanPlace.Home, null))]), At(1, "00:00")));
        for (var n = 1; n <= 10; n++)
        {
            c.And(Visit($"v{n}", 2 * n, "09:00", "10:00"));
        }

        var found = c.At(At(30, "12:00").AddDays(20)).Then("VIS-11");
        Assert.Equal((0, Figure.Of("service", "S02")), ((int)found.Figures[0].Number!, found.Figures[^1]));
    }

    [Fact]
    public void Visits_after_a_failed_review_are_not_more_than_was_planned() => Month(10).And(Reviewed(false, 16)).ThenNo("VIS-11");

    [Fact]
    public void Days_in_hospital_are_neither_planned_nor_missed() =>
        Month(7).And(Admitted(At(15, "12:00")), Discharged(At(30, "10:00"))).ThenNo("VIS-11");
}
