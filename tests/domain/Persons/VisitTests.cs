using LtcActors.Domain.Geo;
using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Persons.Case;
using static LtcActors.Domain.Tests.Persons.Facts;

namespace LtcActors.Domain.Tests.Persons;

public sealed class VisitTests
{
    // VIS-01
    [Fact]
    public void Without_a_plan_a_check_out_is_missed_when_25_hours_have_passed()
    {
        Told open = CheckIn("v1", At(10, "09:00"));
        Given(open).At(At(11, "10:00").AddTicks(-1)).ThenNo("VIS-01");
        var f = Given(open).At(At(11, "10:00")).Then("VIS-01", Severity.P3);
        Assert.Equal(("v1", At(10, "09:00")), (f.Anchor, f.OccurredAt));
    }

    [Fact]
    public void With_a_plan_it_is_missed_two_hours_after_the_planned_end()
    {
        Told[] open = [Planned("x1", At(10, "09:00"), At(10, "10:00")), CheckIn("v1", At(10, "09:05"), item: "x1")];
        Given(open).At(At(10, "12:00").AddTicks(-1)).ThenNo("VIS-01");
        Assert.Equal(["plan", "check-in"], Given(open).At(At(10, "12:00")).Then("VIS-01").Evidence.Select(e => e.Note));
    }

    [Fact]
    public void A_check_out_in_time_that_arrives_late_withdraws_it()
    {
        var missed = Given(CheckIn("v1", At(10, "09:00"))).At(At(12, "00:00"));
        missed.Then("VIS-01");
        missed.And(CheckOut("v1", At(10, "10:00"))).ThenNo("VIS-01");
    }

    [Fact]
    public void A_check_out_at_the_last_instant_is_in_time_a_second_later_it_is_not()
    {
        Given(CheckIn("v1", At(10, "09:00")), CheckOut("v1", At(11, "10:00"))).ThenNo("VIS-01");
        Given(CheckIn("v1", At(10, "09:00")), CheckOut("v1", At(11, "10:00:01"))).Then("VIS-01");
    }

    [Fact]
    public void It_is_raised_no_sooner_than_a_second_after_the_check_in_was_recorded()
    {
        var world = new World { Now = At(20, "08:00:00") };
        var late = CheckIn("v1", At(10, "09:00"));
        world.Know(late.Fact, late.Time, recordedAt: At(20, "08:00:00"));
        Assert.DoesNotContain(world.Findings(), f => f.Rule.Id == "VIS-01");
        world.Now = At(20, "08:00:01");
        Assert.Single(world.Findings(), f => f.Rule.Id == "VIS-01");
    }

    [Fact]
    public void A_check_out_without_check_in_misses_it_after_as_long_a_time()
    {
        Told end = CheckOut("v1", At(10, "09:00"));
        Given(end).At(At(11, "10:00").AddTicks(-1)).ThenNo("VIS-01");
        var f = Given(end).At(At(11, "10:00")).Then("VIS-01", Severity.P3);
        Assert.Equal(("v1", At(10, "09:00")), (f.Anchor, f.OccurredAt));
        Assert.Equal(new("checkInWithin", null, "none", "h", 25, "proposed"), f.Figures[1]);
        Assert.Equal(["check-out"], f.Evidence.Select(e => e.Note));
    }

    [Theory]
    [InlineData("09:40", "12:00")]
    [InlineData("10:20", "12:20")]
    public void With_a_plan_the_check_in_is_waited_for_two_hours_after_the_planned_end_or_the_check_out(string ends, string due)
    {
        Told[] facts = [Planned("x1", At(10, "09:00"), At(10, "10:00")), CheckOut("v1", At(10, ends), item: "x1")];
        Given(facts).At(At(10, due).AddTicks(-1)).ThenNo("VIS-01");
        Given(facts).At(At(10, due)).Then("VIS-01");
    }

    [Fact]
    public void A_check_in_that_arrives_late_withdraws_it_and_it_is_raised_a_second_after_the_check_out_was_recorded()
    {
        var missed = Given(CheckOut("v1", At(10, "10:00"))).At(At(12, "00:00"));
        missed.Then("VIS-01");
        missed.And(CheckIn("v1", At(10, "09:00"))).ThenNo("VIS-01");
        var world = new World { Now = At(20, "08:00:00") };
        var late = CheckOut("v1", At(10, "10:00"));
        world.Know(late.Fact, late.Time, recordedAt: At(20, "08:00:00"));
        Assert.DoesNotContain(world.Findings(), f => f.Rule.Id == "VIS-01");
        world.Now = At(20, "08:00:01");
        Assert.Single(world.Reload().Findings(), f => f.Rule.Id == "VIS-01");
    }

    [Fact]
    public void Visits_never_checked_in_are_no_part_of_the_institutions_share()
    {
        var c = Given([.. Enumerable.Range(1, 20).SelectMany(n => Visit($"v{n}", 1, "09:00", "10:00", institution: "i1"))]);
        c.And([.. Enumerable.Range(1, 10).Select(n => CheckOut($"w{n}", At(2, "10:00"), institution: "i1"))]);
        Assert.Equal(10, c.All("VIS-01").Count(f => f.Severity == Severity.P3));
        Assert.DoesNotContain(c.All("VIS-01"), f => f.Severity == Severity.P2);
    }

    [Fact]
    public void More_than_a_tenth_of_twenty_check_ins_missing_is_the_institutions_finding()
    {
        var tenth = Given([.. Enumerable.Range(1, 18).SelectMany(n => Visit($"v{n}", 1, "09:00", "10:00", institution: "i1"))]);
        tenth.And(CheckIn("w1", At(1, "09:00"), institution: "i1"), CheckIn("w2", At(1, "09:00"), institution: "i1"));
        Assert.DoesNotContain(tenth.All("VIS-01"), f => f.InstitutionId == "i1" && f.Severity == Severity.P2);
        tenth.And(CheckIn("w3", At(2, "09:00"), institution: "i1"));
        var f = Assert.Single(tenth.All("VIS-01"), f => f.Severity == Severity.P2);
        Assert.Equal(("2026-06-02", 3d), (f.Anchor, f.Figures.Single(x => x.Name == "missing").Number));
    }

    [Fact]
    public void Nineteen_check_ins_are_too_few_for_a_share()
    {
        var few = Given([.. Enumerable.Range(1, 16).SelectMany(n => Visit($"v{n}", 1, "09:00", "10:00", institution: "i1"))]);
        few.And([.. Enumerable.Range(1, 3).Select(n => CheckIn($"w{n}", At(1, "09:00"), institution: "i1"))]);
        Assert.DoesNotContain(few.All("VIS-01"), f => f.Severity == Severity.P2);
    }

    [Fact]
    public void Check_ins_older_than_thirty_days_do_not_count()
    {
        var now = At(Date("2026-08-01"), "00:00");
        var old = Given([.. Enumerable.Range(1, 20).SelectMany(n => Visit($"v{n}", 1, "09:00", "10:00", institution: "i1"))]).At(now);
        old.And([.. Enumerable.Range(1, 3).Select(n =>
            CheckIn($"w{n}", At(Date("2026-07-01"), "09:00"), institution: "i1"))]);
        Assert.DoesNotContain(old.All("VIS-01"), f => f.Severity == Severity.P2);
        old.And(Visit("x1", 30, "09:00", "10:00", institution: "i1"));
        Assert.Contains(old.All("VIS-01"), f => f.Severity == Severity.P3);
    }

    // VIS-04
    [Theory]
    [InlineData("09:01:59", Severity.P2)]
    [InlineData("09:02:00", Severity.P3)]
    [InlineData("09:07:59", Severity.P3)]
    [InlineData("08:59:00", Severity.P3)]
    public void Under_two_minutes_weighs_more_than_under_eight(string end, Severity severity) =>
        Given(Visit("v1", 10, "09:00", end)).Then("VIS-04", severity);

    [Fact]
    public void Eight_minutes_without_a_plan_are_enough() => Given(Visit("v1", 10, "09:00", "09:08")).ThenNo("VIS-04");

    [Fact]
    public void Four_fifths_of_the_planned_time_are_enough_less_is_not()
    {
        var plan = Planned("x1", At(10, "09:00"), At(10, "10:00"));
        Given(plan).And(Visit("v1", 10, "09:00", "09:48", item: "x1")).ThenNo("VIS-04");
        Given(plan).And(Visit("v1", 10, "09:00", "09:47:59", item: "x1")).Then("VIS-04", Severity.P3);
    }

    [Fact]
    public void A_visit_that_ends_before_it_begins_has_no_length_and_no_share_of_what_was_planned()
    {
        var finding = Given(Planned("x1", At(10, "09:00"), At(10, "10:00"))).And(Visit("v1", 10, "09:00", "08:56", item: "x1")).Then("VIS-04", Severity.P3);
        Assert.Equal(Figure.Of("outBeforeIn", 4, "min"), Assert.Single(finding.Figures));
    }

    [Fact]
    public void A_visit_that_ends_as_it_begins_lasted_no_time() =>
        Assert.Equal(0, Given(Visit("v1", 10, "09:00", "09:00")).Then("VIS-04", Severity.P2).Figures[0].Number);

    [Fact]
    public void An_open_visit_is_not_short() => Given(CheckIn("v1", At(10, "09:00"))).ThenNo("VIS-04");

    // GEO-01
    [Theory]
    [InlineData(150, 0d, null)]
    [InlineData(151, 0d, Severity.P3)]
    [InlineData(200, 50d, null)]
    [InlineData(201, 50d, Severity.P3)]
    [InlineData(750, 0d, Severity.P3)]
    [InlineData(751, 0d, Severity.P2)]
    [InlineData(250, 100d, null)]
    [InlineData(251, 100d, Severity.P3)]
    [InlineData(251, 101d, Severity.P4)]
    [InlineData(5000, 101d, Severity.P4)]
    [InlineData(250, 500d, null)]
    public void The_fence_is_held_against_what_is_certain_of_the_distance(double metres, double accuracy, Severity? severity)
    {
        var c = Given(Registered(), CheckIn("v1", At(10, "09:00"), fix: Fix(metres, accuracy)), CheckOut("v1", At(10, "10:00")));
        if (severity is { } expected)
        {
            c.Then("GEO-01", expected);
        }
        else
        {
            c.ThenNo("GEO-01");
        }
    }

    [Fact]
    public void A_fence_of_the_persons_own_counts_in_place_of_the_regions() =>
        Given(Registered(fence: 300), CheckIn("v1", At(10, "09:00"), fix: Fix(300))).ThenNo("GEO-01");

    [Fact]
    public void A_stay_with_the_daughter_is_a_home_as_long_as_it_lasts()
    {
        Told[] stay = [Registered(), Moved(North(5000), Day(5), until: Day(10))];
        Given(stay).And(CheckIn("v1", At(10, "09:00"), fix: Fix(5000))).ThenNo("GEO-01");
        Given(stay).And(CheckIn("v1", At(10, "09:00"), fix: Fix(0))).ThenNo("GEO-01");
        Given(stay).And(CheckIn("v1", At(11, "09:00"), fix: Fix(5000))).Then("GEO-01", Severity.P2);
    }

    [Fact]
    public void A_move_for_good_replaces_the_home_from_then_on()
    {
        Told[] moved = [Registered(), Moved(North(5000), Day(5))];
        Given(moved).And(CheckIn("v1", At(4, "09:00"), fix: Fix(0))).ThenNo("GEO-01");
        Given(moved).And(CheckIn("v1", At(5, "09:00"), fix: Fix(0))).Then("GEO-01", Severity.P2);
        Given(moved).And(CheckIn("v1", At(5, "09:00"), fix: Fix(5000))).ThenNo("GEO-01");
    }

    [Fact]
    public void Care_planned_in_the_community_or_in_an_institution_is_not_measured()
    {
        Given(Registered(), Planned("x1", At(10, "09:00"), At(10, "10:00"), PlanPlace.Community),
            CheckIn("v1", At(10, "09:00"), item: "x1", fix: Fix(900))).ThenNo("GEO-01");
        Given(Registered(), LivesIn("i1"), CheckIn("v1", At(10, "09:00"), fix: Fix(900))).ThenNo("GEO-01");
    }

    [Fact]
    public void A_visit_at_the_time_of_an_outing_need_not_name_it()
    {
        Told[] outing = [Registered(), Planned("x1", At(10, "09:00"), At(10, "10:00"), PlanPlace.Community)];
        Given(outing).And(CheckIn("v1", At(10, "09:59:59"), fix: Fix(900))).ThenNo("GEO-01");
        Given(outing).And(CheckIn("v1", At(10, "10:00"), fix: Fix(900))).Then("GEO-01");
        Given(outing).And(CheckIn("v1", At(10, "08:00"), fix: Fix(900)), CheckOut("v1", At(10, "09:00"))).Then("GEO-01");
        Given(outing).And(CheckIn("v1", At(10, "08:00"), fix: Fix(900)), CheckOut("v1", At(10, "09:00:01"))).ThenNo("GEO-01");
        Given(outing).And(CheckIn("v1", At(12, "15:00"), item: "x1", fix: Fix(900))).ThenNo("GEO-01");
    }

    [Fact]
    public void Of_a_visit_under_way_an_outing_within_the_hour_is_awaited()
    {
        Told[] outing = [Registered(), Planned("x1", At(10, "09:00"), At(10, "10:00"), PlanPlace.Community)];
        Given(outing).And(CheckIn("v1", At(10, "08:00:01"), fix: Fix(900))).ThenNo("GEO-01");
        Given(outing).And(CheckIn("v1", At(10, "08:00"), fix: Fix(900))).Then("GEO-01");
    }

    [Fact]
    public void A_caregiver_hears_of_a_visit_that_names_an_outing_at_another_time()
    {
        var c = Given(Registered(), Employed(), Planned("x1", At(10, "09:00"), At(10, "10:00"), PlanPlace.Community), CheckIn("v0", At(8, "09:00")));
        c.World.Settle();
        foreach (var (minute, n) in new[] { 10, 20, 30 }.Select((m, n) => (m, n)))
        {
            var at = At(12, "15:00").AddMinutes(minute);
            c.World.Know(new Fact.VisitTracked("p1", "v1", "c1", [new TrackPoint(at, North(900), 10, false)], null), at, $"t{n}");
        }

        c.And(CheckIn("v1", At(12, "15:00")), CheckOut("v1", At(12, "16:00"))).Then("GEO-02");
        c.And(CheckIn("v1", At(12, "14:59:59"), item: "x1")).ThenNo("GEO-02");
    }

    [Fact]
    public void Without_a_home_or_a_fix_nothing_is_measured()
    {
        Given(CheckIn("v1", At(10, "09:00"), fix: Fix(900))).ThenNo("GEO-01");
        Given(Registered(), CheckIn("v1", At(10, "09:00"))).ThenNo("GEO-01");
    }

    [Fact]
    public void A_home_registered_after_the_visit_decides_it_late() =>
        Assert.True(Given(CheckIn("v1", At(10, "09:00"), fix: Fix(900)), Registered().Later(At(12, "09:00"))).Then("GEO-01").DecidedLate);
}
