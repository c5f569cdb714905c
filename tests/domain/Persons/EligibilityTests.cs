using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Persons.Case;
using static LtcActors.Domain.Tests.Persons.Facts;

namespace LtcActors.Domain.Tests.Persons;

public sealed class EligibilityTests
{
    private static readonly Told Level3 = Assessed(3, "2026-01-01", "2027-12-31");

    // ELG-01
    [Fact]
    public void A_visit_that_begins_at_the_instant_of_death_is_care_after_death()
    {
        var f = Given(Registered(), Died(At(10, "09:00"))).And(Visit("v1", 10, "09:00", "10:00")).Then("ELG-01", Severity.P1);
        Assert.Equal(("death", At(10, "09:00"), "120101"), (f.Anchor, f.OccurredAt, f.DistrictCode));
        Assert.Equal(["died", "check-in", "check-out"], f.Evidence.Select(e => e.Note));
        Assert.Equal("v1", Assert.Single(f.VisitIds));
        Assert.False(f.DecidedLate);
    }

    [Fact]
    public void A_visit_during_which_the_person_dies_is_no_care_after_death() =>
        Given(Died(At(10, "09:00"))).And(Visit("v1", 10, "08:59:59", "10:00")).ThenNo("ELG-01");

    [Fact]
    public void A_death_told_as_a_date_counts_from_the_end_of_its_day()
    {
        Given(DiedOn(10)).And(Visit("v1", 10, "23:00", "23:30")).ThenNo("ELG-01");
        Given(DiedOn(10)).And(Visit("v1", 11, "00:00", "00:30")).Then("ELG-01");
    }

    [Fact]
    public void A_notice_three_weeks_late_raises_what_it_should_have_raised_and_says_so()
    {
        var f = Given(Visit("v1", 5, "09:00", "10:00")).And(Visit("v2", 6, "09:00", "10:00"))
            .And(Died(At(5, "12:00")).Later(At(26, "12:00"))).Then("ELG-01");
        Assert.True(f.DecidedLate);
        Assert.Equal(At(6, "09:00"), f.OccurredAt);
    }

    [Fact]
    public void A_line_dated_after_the_day_of_death_counts_one_of_the_day_itself_does_not()
    {
        Given(Died(At(10, "09:00")), Claim("k1", "i1", Line(10))).ThenNo("ELG-01");
        var f = Given(Died(At(10, "09:00")), Claim("k1", "i1", Line(10), Line(11), Line(12))).Then("ELG-01");
        Assert.Equal(2, f.Figures.Single(x => x.Name == "services").Number);
        Assert.Equal(["died", "claim-line"], f.Evidence.Select(e => e.Note));
    }

    [Fact]
    public void A_line_of_a_known_visit_is_judged_by_the_visit() =>
        Given(Died(At(10, "23:00")), Claim("k1", "i1", Line(11, "v1"))).And(Visit("v1", 10, "22:00", "22:40")).ThenNo("ELG-01");

    [Fact]
    public void A_claim_without_lines_counts_for_a_later_month_only()
    {
        var june = new Told(new Fact.ClaimSubmitted("p1", "k1", Day(1), "i1", null, null, 30, 900m, []), At(28, "10:00"));
        var july = new Told(new Fact.ClaimSubmitted("p1", "k2", Date("2026-07-01"), "i1", null, null, 31, 900m, []), At(28, "10:00"));
        Given(Died(At(10, "09:00")), june).ThenNo("ELG-01");
        Given(Died(At(10, "09:00")), june, july).Then("ELG-01");
    }

    [Fact]
    public void A_visit_without_check_in_counts_at_its_check_out() =>
        Given(Died(At(10, "09:00")), CheckOut("v1", At(10, "09:00"))).Then("ELG-01");

    [Fact]
    public void Of_two_death_notices_the_earlier_death_counts() =>
        Given(Died(At(12, "09:00")), Died(At(10, "09:00")).Later(At(13, "09:00"))).And(Visit("v1", 11, "09:00", "10:00"))
            .Then("ELG-01");

    // ELG-02
    [Fact]
    public void A_visit_that_ends_as_the_stay_begins_is_no_visit_in_hospital() =>
        Given(Admitted(At(10, "14:30"))).And(Visit("v1", 10, "13:30", "14:30")).ThenNo("ELG-02");

    [Fact]
    public void A_visit_that_overlaps_the_stay_by_a_second_is_one()
    {
        var f = Given(Admitted(At(10, "14:30"))).And(Visit("v1", 10, "13:30", "14:30:01")).Then("ELG-02", Severity.P1);
        Assert.Equal("2026-06-10T06:30:00Z", f.Anchor);
        Given(Admitted(At(10, "14:30")), Discharged(At(12, "10:00"))).And(Visit("v1", 12, "10:00", "11:00")).ThenNo("ELG-02");
        Given(Admitted(At(10, "14:30")), Discharged(At(12, "10:00"))).And(Visit("v1", 12, "09:59:59", "11:00")).Then("ELG-02");
    }

    [Theory]
    [InlineData(StayKind.Emergency)]
    [InlineData(StayKind.Day)]
    public void Emergency_and_day_surgery_stop_nothing(StayKind kind) =>
        Given(Admitted(At(10, "08:00"), kind: kind)).And(Visit("v1", 10, "09:00", "10:00")).ThenNo("ELG-02");

    [Fact]
    public void A_check_in_during_the_stay_counts_before_the_visit_ends() =>
        Given(Admitted(At(10, "08:00")), CheckIn("v1", At(10, "09:00"))).Then("ELG-02");

    [Fact]
    public void A_visit_still_open_that_began_before_the_stay_is_silent() =>
        Given(Admitted(At(10, "09:00")), CheckIn("v1", At(10, "08:00"))).ThenNo("ELG-02");

    [Fact]
    public void A_discharge_closes_the_admission_of_its_stay_else_the_latest_before_it()
    {
        var twoStays = Given(Admitted(At(2, "08:00"), "s1"), Admitted(At(10, "08:00")), Discharged(At(4, "08:00"), "s1"),
            Discharged(At(12, "08:00")));
        twoStays.And(Visit("v1", 5, "09:00", "10:00")).And(Visit("v2", 13, "09:00", "10:00")).ThenNo("ELG-02");
        Given(Admitted(At(2, "08:00"), "s1"), Admitted(At(10, "08:00"), "s2"), Discharged(At(12, "08:00"), "s2"))
            .And(Visit("v1", 5, "09:00", "10:00")).Then("ELG-02");
    }

    [Fact]
    public void Overlapping_stays_are_one_finding()
    {
        var f = Given(Admitted(At(2, "08:00"), "s1"), Discharged(At(6, "08:00"), "s1"), Admitted(At(5, "08:00"), "s2"),
                Discharged(At(9, "08:00"), "s2"))
            .And(Visit("v1", 3, "09:00", "10:00")).And(Visit("v2", 8, "09:00", "10:00")).Then("ELG-02");
        Assert.Equal(2, f.VisitIds.Length);
        Assert.Equal(120, f.Figures.Single(x => x.Name == "overlap").Number);
    }

    [Fact]
    public void Two_notices_of_one_admission_are_closed_by_one_discharge() =>
        Given(Admitted(At(2, "08:00")), Admitted(At(2, "08:00")).Later(At(3, "08:00")), Discharged(At(4, "08:00")))
            .And(Visit("v1", 5, "09:00", "10:00")).ThenNo("ELG-02");

    [Fact]
    public void A_line_counts_from_the_day_of_admission_up_to_the_day_of_discharge()
    {
        Told[] stay = [Admitted(At(10, "14:30")), Discharged(At(12, "10:00"))];
        Given(stay).And(Claim("k1", "i1", Line(9), Line(12))).ThenNo("ELG-02");
        Given(stay).And(Claim("k1", "i1", Line(11))).Then("ELG-02");
        Given(stay).And(Claim("k1", "i1", Line(10))).Then("ELG-02");
    }

    [Fact]
    public void A_line_of_the_day_of_admission_is_earned_by_a_visit_that_ended_before() =>
        Given(Admitted(At(10, "14:30")), Claim("k1", "i1", Line(10))).And(Visit("v1", 10, "09:00", "10:00")).ThenNo("ELG-02");

    // ELG-03
    [Fact]
    public void A_stop_told_after_exactly_a_day_is_in_time_a_second_later_it_is_late()
    {
        Given(Died(At(10, "09:00")).Later(At(11, "09:00"))).ThenNo("ELG-03");
        var f = Given(Died(At(10, "09:00")).Later(At(11, "09:00:01"))).Then("ELG-03", Severity.P2);
        Assert.Equal((At(10, "09:00"), false), (f.OccurredAt, f.DecidedLate));
    }

    [Fact]
    public void A_claim_for_days_after_the_stop_sent_before_its_notice_makes_it_late()
    {
        var claim = Claim("k1", "i1", Line(11)).Later(At(11, "02:00"));
        Given(Died(At(10, "09:00")).Later(At(11, "08:00")), claim).Then("ELG-03");
        Given(Died(At(10, "09:00")).Later(At(11, "08:00")), claim.Later(At(11, "08:00"))).ThenNo("ELG-03");
    }

    [Fact]
    public void A_failed_review_takes_effect_the_next_day()
    {
        Given(Reviewed(false, 10).Later(At(12, "00:00"))).ThenNo("ELG-03");
        Given(Reviewed(false, 10).Later(At(12, "00:00:01"))).Then("ELG-03");
        Given(Admitted(At(10, "08:00")).Later(At(11, "08:00:01"))).Then("ELG-03");
        Given(Admitted(At(10, "08:00"), kind: StayKind.Day).Later(At(20, "08:00"))).ThenNo("ELG-03");
    }

    // ELG-04
    [Fact]
    public void The_last_day_of_validity_is_covered_the_next_is_not()
    {
        var assessed = Assessed(3, "2025-06-01", "2026-06-10");
        Given(assessed).And(Visit("v1", 10, "09:00", "10:00")).ThenNo("ELG-04");
        var f = Given(assessed).And(Visit("v1", 11, "09:00", "10:00")).Then("ELG-04", Severity.P1);
        Assert.Equal("2025-06-01", f.Anchor);
    }

    [Fact]
    public void No_assessment_is_valid_for_more_than_two_years()
    {
        Given(Assessed(3, "2024-06-10", "2030-01-01")).And(Visit("v1", 10, "09:00", "10:00")).ThenNo("ELG-04");
        Given(Assessed(3, "2024-06-10", "2030-01-01")).And(Visit("v1", 11, "09:00", "10:00")).Then("ELG-04");
        Given(Assessed(3, "2026-01-01", "9999-12-31")).And(Visit("v1", 11, "09:00", "10:00")).ThenNo("ELG-04");
    }

    [Fact]
    public void Without_any_assessment_known_by_then_the_rule_is_silent()
    {
        Given(Visit("v1", 11, "09:00", "10:00")).ThenNo("ELG-04");
        Given(Assessed(3, "2026-06-12", "2027-01-01")).And(Visit("v1", 11, "09:00", "10:00")).ThenNo("ELG-04");
    }

    [Fact]
    public void Two_expiries_are_two_findings() =>
        Assert.Equal(2, Given(Assessed(3, "2025-06-01", "2026-06-02"), Assessed(3, "2026-06-05", "2026-06-08"))
            .And(Visit("v1", 3, "09:00", "10:00")).And(Visit("v2", 9, "09:00", "10:00")).All("ELG-04").Count);

    // ELG-06
    [Fact]
    public void Level_three_is_entitled_level_two_is_not()
    {
        Given(Assessed(3, "2026-01-01", "2026-12-31")).And(Visit("v1", 9, "09:00", "10:00")).ThenNo("ELG-06");
        Given(Assessed(2, "2026-01-01", "2026-12-31")).And(Visit("v1", 9, "09:00", "10:00")).Then("ELG-06", Severity.P1);
    }

    [Fact]
    public void An_older_assessment_still_valid_protects_until_it_runs_out()
    {
        Told[] both = [Assessed(4, "2025-01-01", "2026-06-10"), Assessed(1, "2026-06-01", "2028-01-01")];
        Given(both).And(Visit("v1", 10, "09:00", "10:00")).ThenNo("ELG-06");
        Assert.Equal("2026-06-01", Given(both).And(Visit("v1", 11, "09:00", "10:00")).Then("ELG-06").Anchor);
    }

    // ELG-07
    [Fact]
    public void A_failed_review_stops_from_the_next_day_on()
    {
        Given(Level3, Reviewed(false, 10)).And(Visit("v1", 10, "23:00", "23:50")).ThenNo("ELG-07");
        var f = Given(Level3, Reviewed(false, 10)).And(Visit("v1", 11, "00:00", "00:50")).Then("ELG-07", Severity.P1);
        Assert.Equal("2026-06-10", f.Anchor);
    }

    [Fact]
    public void A_later_review_or_assessment_of_level_three_restores()
    {
        Given(Level3, Reviewed(false, 10), Reviewed(true, 12)).And(Visit("v1", 12, "09:00", "10:00")).ThenNo("ELG-07");
        Given(Level3, Reviewed(false, 10), Reviewed(true, 12)).And(Visit("v1", 11, "09:00", "10:00")).Then("ELG-07");
        Given(Reviewed(false, 10), Assessed(3, "2026-06-12", "2027-01-01")).And(Visit("v1", 12, "09:00", "10:00")).ThenNo("ELG-07");
        Given(Reviewed(false, 10), Assessed(2, "2026-06-12", "2027-01-01")).And(Visit("v1", 12, "09:00", "10:00")).Then("ELG-07");
    }

    [Fact]
    public void A_passed_review_stops_nothing_and_a_second_failure_stops_no_more()
    {
        Given(Level3, Reviewed(true, 10)).And(Visit("v1", 11, "09:00", "10:00")).ThenNo("ELG-07");
        Given(Level3, Reviewed(false, 10), Reviewed(false, 12)).And(Visit("v1", 11, "09:00", "10:00"))
            .And(Visit("v2", 13, "09:00", "10:00")).Then("ELG-07");
    }
}
