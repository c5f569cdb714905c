using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Persons.Case;
using static LtcActors.Domain.Tests.Persons.Facts;

namespace LtcActors.Domain.Tests.Persons;

/// <summary>FAM-03, FAM-04, FAM-07: family care as the person shows it.</summary>
public sealed class FamilyPersonTests
{
    private static Case Bound => Given(Approved("f1", "2026-03-01"));

    [Fact]
    public void A_check_is_due_by_the_end_of_the_seventh_day_after_the_last_one_whatever_its_hour()
    {
        var visits = Visit("v1", 1, "09:00", "10:00", "f1");
        Bound.And(visits).And(CheckIn("v2", At(8, "23:59:59"), "f1")).At(At(9, "11:00")).ThenNo("FAM-03");
        var found = Bound.And(visits).And(CheckIn("v2", At(9, "00:00"), "f1")).At(At(9, "11:00")).Then("FAM-03", Severity.P3);
        Assert.Equal(("f1:v1", "f1", At(9, "00:00"), At(9, "00:00")), (found.Anchor, found.CaregiverId, found.OccurredAt, found.EndedAt));
        Assert.Equal(["check-out", "check-in"], found.Evidence.Select(e => e.Note));
        Assert.Equal(new("withoutRecord", 7, null, "d", 7, "proposed"), found.Figures[1]);
    }

    [Fact]
    public void It_is_raised_when_the_week_is_over_and_stands_until_the_next_check()
    {
        var c = Bound.And(Visit("v1", 1, "09:00", "10:00", "f1")).At(At(9, "00:00").AddTicks(-1));
        c.ThenNo("FAM-03");
        Assert.Null(c.At(At(9, "00:00")).Then("FAM-03").EndedAt);
        Assert.Equal(At(12, "09:00"), c.At(At(12, "12:00")).And(CheckIn("v2", At(12, "09:00"), "f1")).Then("FAM-03").EndedAt);
        c.And(CheckIn("v3", At(5, "09:00"), "f1")).ThenNo("FAM-03");
    }

    [Fact]
    public void The_days_without_a_check_are_told_whole()
    {
        var c = Bound.And(Visit("v1", 1, "09:00", "10:00", "f1")).And(CheckIn("v2", At(11, "08:00"), "f1")).At(At(12, "00:00"));
        Assert.Equal(9, c.Then("FAM-03").Figures[1].Number); // The 2nd to the 10th.
        Assert.Equal(8, c.And(Admitted(At(10, "01:00")), Discharged(At(10, "02:00"))).Then("FAM-03").Figures[1].Number);
    }

    [Fact]
    public void Days_in_hospital_do_not_count_nor_does_what_comes_after_the_binding()
    {
        var c = Bound.And(Visit("v1", 1, "09:00", "10:00", "f1")).And(Admitted(At(3, "08:00")), Discharged(At(6, "08:00"))).At(At(13, "00:00").AddTicks(-1));
        c.ThenNo("FAM-03");
        c.At(At(13, "00:00")).Then("FAM-03");
        // Discharged as a day begins, nothing of it was spent in hospital; in hospital twice a day, it is one day.
        Bound.And(Visit("v1", 1, "09:00", "10:00", "f1")).And(Admitted(At(3, "08:00")), Discharged(At(6, "00:00"))).At(At(12, "00:00")).Then("FAM-03");
        var twice = c.And(Admitted(At(6, "20:00")), Discharged(At(6, "21:00")));
        twice.At(At(13, "00:00").AddTicks(-1)).ThenNo("FAM-03");
        twice.At(At(13, "00:00")).Then("FAM-03");
        c.And(Admitted(At(12, "20:00"))).At(At(20, "00:00")).ThenNo("FAM-03");
        Bound.And(Visit("v1", 1, "09:00", "10:00", "f1")).And(Unbound("f1", "2026-06-08")).ThenNo("FAM-03");
        Assert.NotNull(Bound.And(Visit("v1", 1, "09:00", "10:00", "f1")).And(Unbound("f1", "2026-06-09")).Then("FAM-03").EndedAt);
    }

    [Fact]
    public void Who_never_checked_in_is_not_known_to_use_a_device() => Bound.And(Served("p1", "f1")).ThenNo("FAM-03");

    private static Told Served(string person, string caregiver, string institution = "i1") =>
        HomeCare(institution, caregiver, ServicePackage.Family, person: person);

    /// <summary>Bound and never seen, where the relative of somebody else came in May.</summary>
    private static Case Unseen(string approved = "2026-03-01", string other = "i1") => Given(
        Approved("f1", approved), Served("p1", "f1"), Approved("f2", "2026-03-01", "p2"), Served("p2", "f2", other),
        CheckIn("w1", At(Date("2026-05-20"), "09:00"), "f2", person: "p2"));

    [Fact]
    public void Where_others_relatives_check_in_who_never_does_is_found_a_week_after_the_month_in_which_they_began()
    {
        Unseen().At(At(8, "00:00").AddTicks(-1)).ThenNo("FAM-03", "p1");
        var found = Unseen().At(At(8, "00:00")).Then("FAM-03", "p1");
        Assert.Equal(("f1:bound:2026-03-01", "f1", At(8, "00:00"), null), (found.Anchor, found.CaregiverId, found.OccurredAt, found.EndedAt));
        Assert.Equal(["approved"], found.Evidence.Select(e => e.Note));
        Assert.Equal([Figure.Of("boundFrom", "2026-03-01"), new("withoutRecord", null, "still none", "d", 7, "proposed")], found.Figures.ToArray());
        Unseen(other: "i2").At(At(20, "00:00")).ThenNo("FAM-03", "p1");
    }

    [Fact]
    public void Of_a_later_binding_the_week_begins_with_it_and_the_first_check_ends_it()
    {
        Unseen("2026-06-10").At(At(17, "00:00").AddTicks(-1)).ThenNo("FAM-03", "p1");
        Unseen("2026-06-10").At(At(17, "00:00")).Then("FAM-03", "p1");
        Unseen("2026-06-10").And(CheckIn("v1", At(16, "23:59:59"), "f1")).At(At(18, "00:00")).ThenNo("FAM-03", "p1");
        var ended = Unseen("2026-06-10").And(CheckIn("v1", At(17, "09:00"), "f1")).At(At(18, "00:00")).Then("FAM-03", "p1");
        Assert.Equal((At(17, "09:00"), "v1"), (ended.EndedAt, Assert.Single(ended.VisitIds)));
        Unseen("2026-06-10").And(Unbound("f1", "2026-06-16")).At(At(18, "00:00")).ThenNo("FAM-03", "p1");
    }

    [Fact]
    public void It_is_raised_by_the_clock_though_nothing_is_told_and_heals_with_a_check_told_later()
    {
        var c = Unseen().At(At(7, "12:00"));
        c.ThenNo("FAM-03", "p1");
        c.World.Reload();
        c.At(At(8, "00:00")).Then("FAM-03", "p1");
        c.And(CheckIn("v1", At(3, "09:00"), "f1")).ThenNo("FAM-03", "p1");
    }

    [Fact]
    public void Visits_of_others_are_no_record_of_the_relative() =>
        Bound.And(Visit("v1", 1, "09:00", "10:00", "f1")).And(Visit("v2", 5, "09:00", "10:00", "c1")).At(At(9, "00:00")).Then("FAM-03");

    [Fact]
    public void Each_cares_for_the_others_relative()
    {
        Told[] facts =
        [
            Relative("c1", "p1"), Relative("c2", "p2"), CheckIn("v1", At(5, "09:00"), "c2", person: "p1"),
            CheckIn("v2", At(7, "09:00"), "c1", person: "p2"),
        ];
        var found = Given(facts).Then("FAM-04", Severity.P2);
        Assert.Equal(("c1", "c2", At(7, "09:00")), (found.Subject.Id, found.Anchor, found.OccurredAt));
        Assert.Equal([Figure.Of("other", "c2"), Figure.Of("mine", "p1"), Figure.Of("theirs", "p2")], found.Figures.ToArray());
        Assert.Equal(3, found.Evidence.Length);
        for (var without = 0; without < facts.Length; without++)
        {
            Given([.. facts.Where((_, i) => i != without)]).ThenNo("FAM-04");
        }
    }

    [Fact]
    public void Ones_own_relative_may_be_cared_for() =>
        Given(Relative("c1"), CheckIn("v1", At(5, "09:00"), "c1"), Relative("c2", "p2"), CheckIn("v2", At(5, "09:00"), "c2", person: "p2")).ThenNo("FAM-04");

    [Fact]
    public void A_relative_by_binding_is_a_relative() =>
        Given(Approved("c1", "2026-03-01"), Approved("c2", "2026-03-01", "p2"), CheckIn("v1", At(5, "09:00"), "c2", person: "p1"),
            CheckIn("v2", At(7, "09:00"), "c1", person: "p2")).Then("FAM-04");

    [Fact]
    public void Neglect_is_urgent_and_says_whether_somebody_came_within_a_day()
    {
        var c = Given(Reported("r1", At(10, "09:00"))).At(At(11, "09:00").AddTicks(-1));
        Assert.Equal("not yet", c.Then("FAM-07", Severity.P1).Figures[1].Text);
        c = c.At(At(11, "09:00"));
        Assert.Equal("not in time", c.Then("FAM-07").Figures[1].Text);
        Assert.Equal(24, Given(Reported("r1", At(10, "09:00")), Seen(At(11, "09:00"), "r1")).At(At(11, "09:00")).Then("FAM-07").Figures[1].Number);
        var found = c.And(Seen(At(11, "15:00"), "r1"), Seen(At(9, "15:00"), "r1"), Seen(At(10, "15:00"), "r2")).Then("FAM-07");
        Assert.Equal(new("visitedAfter", 30, null, "h", 24, "proposed"), found.Figures[1]);
        Assert.Equal(("report:r1", "c1", null), (found.Anchor, found.CaregiverId, found.EndedAt));
    }

    [Fact]
    public void Another_kind_of_report_is_left_to_people() => Given(Reported("r1", At(10, "09:00"), WelfareKind.Other)).ThenNo("FAM-07");

    [Fact]
    public void Two_falls_in_a_row_of_the_quality_of_life_are_found()
    {
        Bound.And(Scored(1, 80), Scored(5, 70)).ThenNo("FAM-07");
        Bound.And(Scored(1, 80), Scored(5, 70), Scored(9, 70)).ThenNo("FAM-07");
        var found = Bound.And(Scored(9, 69.5), Scored(1, 80), Scored(5, 70)).Then("FAM-07", Severity.P2);
        Assert.Equal(("quality:2026-06-01", "f1", At(9, "00:00")), (found.Anchor, found.CaregiverId, found.OccurredAt));
        Assert.Equal(new("falls", 2, null, "falls", 2, "proposed"), found.Figures[0]);
        Given(Scored(1, 80), Scored(5, 70), Scored(9, 60)).ThenNo("FAM-07");
    }
}
