using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Caregivers.Given;

namespace LtcActors.Domain.Tests.Caregivers;

public sealed class FamilyCaregiverTests
{
    /// <summary>Trained, and three months of practice from 15 January.</summary>
    private static Told[] Ready(string practisedUntil = "2026-04-14") => [Trained("2026-02-01"), Practised("2026-01-15", practisedUntil)];

    [Fact]
    public void Two_persons_bound_on_one_day_are_one_too_many()
    {
        var found = new Stage().Given(Bound("p1", "2026-05-01", until: "2026-06-02"), Bound("p2", "2026-06-01")).Only("FAM-01");
        Assert.Equal(("p1|p2", At(1, "00:00"), null), (found.Anchor, found.OccurredAt, found.PersonId));
    }

    [Fact]
    public void One_that_ends_as_the_other_begins_is_none() =>
        new Stage().Given(Bound("p1", "2026-05-01", until: "2026-06-01"), Bound("p2", "2026-06-01")).Silent("FAM-01");

    [Fact]
    public void A_binding_approved_now_for_next_month_waits_for_it() => new Stage { Now = At(30, "12:00") }.Given(
        Bound("p1", "2026-05-01", until: "2026-07-01"), Bound("p2", "2026-06-10", from: "2026-07-01")).Silent("FAM-01");

    [Fact]
    public void Bound_under_two_ids_of_one_real_name_is_bound_twice()
    {
        var found = new Stage().Given(
            Registered("c1", CaregiverKind.Family, idNumber: "1"), Registered("c2", CaregiverKind.Family, idNumber: "1"),
            Bound("p1", "2026-05-01"), Bound("p2", "2026-06-01", id: "c2")).Only("FAM-01");
        Assert.Equal("c1", found.CaregiverId);
    }

    [Fact]
    public void Trained_and_three_months_of_practice_are_enough() =>
        new Stage().Given(Ready()).Given(Bound("p1", "2026-04-15")).Silent("FAM-02");

    [Fact]
    public void Practice_one_day_short_is_not()
    {
        var found = new Stage().Given(Ready("2026-04-13")).Given(Bound("p1", "2026-05-01"), Client("p1")).Only("FAM-02");
        Assert.Equal(("p1/2026-05-01", Severity.P1, "p1", "120101"), (found.Anchor, found.Severity, found.PersonId, found.DistrictCode));
        Assert.Contains(new Figure("practiceDays", 89, null, "d", 90, "proposed"), found.Figures);
    }

    [Fact]
    public void Practice_that_runs_on_counts_up_to_the_day_before_the_approval()
    {
        new Stage().Given(Ready("2026-06-30")).Given(Bound("p1", "2026-04-15")).Silent("FAM-02");
        new Stage().Given(Ready("2026-06-30")).Given(Bound("p1", "2026-04-14")).Only("FAM-02");
    }

    [Fact]
    public void Days_practised_twice_over_count_once() => new Stage().Given(
        Trained("2026-02-01"), Practised("2026-01-15", "2026-03-14"), Practised("2026-02-15", "2026-04-13"), Bound("p1", "2026-05-01")).Only("FAM-02");

    [Fact]
    public void A_pause_in_the_practice_adds_no_days()
    {
        Told[] paused = [Trained("2026-02-01"), Practised("2026-01-15", "2026-02-14"), Practised("2026-03-01", "2026-04-28")];
        new Stage().Given(paused).Given(Bound("p1", "2026-05-01")).Silent("FAM-02");
        new Stage().Given(paused[..2]).Given(Practised("2026-03-01", "2026-04-27"), Bound("p1", "2026-05-01")).Only("FAM-02");
    }

    [Fact]
    public void A_course_on_the_day_of_approval_is_in_time_and_one_a_day_later_is_not()
    {
        new Stage().Given(Practised("2026-01-01", "2026-04-30"), Trained("2026-05-10"), Bound("p1", "2026-05-10")).Silent("FAM-02");
        new Stage().Given(Practised("2026-01-01", "2026-04-30"), Trained("2026-05-11"), Bound("p1", "2026-05-10")).Only("FAM-02");
    }

    [Theory]
    [InlineData("doctor")]
    [InlineData("assistant-doctor")]
    [InlineData("nurse")]
    [InlineData("医师")]
    [InlineData("助理医师")]
    [InlineData("护士")]
    public void A_clinician_needs_no_course_but_does_need_practice(string qualification)
    {
        var clinician = Registered(kind: CaregiverKind.Family, qualification: qualification);
        new Stage().Given(clinician, Practised("2026-01-15", "2026-04-14"), Bound("p1", "2026-05-01")).Silent("FAM-02");
        new Stage().Given(clinician, Bound("p1", "2026-05-01")).Only("FAM-02");
    }

    [Fact]
    public void Any_other_qualification_needs_the_course() => new Stage().Given(
        Registered(kind: CaregiverKind.Family, qualification: "cook"), Practised("2026-01-15", "2026-04-14"), Bound("p1", "2026-05-01")).Only("FAM-02");

    [Fact]
    public void Who_became_a_nurse_after_the_approval_was_none_then() => new Stage().Given(
        Registered(kind: CaregiverKind.Family, qualification: "nurse", certified: "2026-05-02"),
        Practised("2026-01-15", "2026-04-14"), Bound("p1", "2026-05-01")).Only("FAM-02");

    [Fact]
    public void A_rebinding_is_judged_by_the_day_of_its_approval_not_by_the_month_after() => new Stage().Given(Ready()).Given(
        Bound("p1", "2026-04-10", from: "2026-05-01")).Only("FAM-02");
}
