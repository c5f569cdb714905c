using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Caregivers.Given;

namespace LtcActors.Domain.Tests.Caregivers;

public sealed class StaffingTests
{
    [Fact]
    public void Ten_persons_at_home_are_within() => new Stage().Given(Registered()).Given(Clients(10, "2026-06-01")).Silent("STF-01");

    [Fact]
    public void The_eleventh_person_begins_a_breach_that_stands()
    {
        var found = new Stage().Given(Registered()).Given(Clients(10, "2026-05-01"))
            .Given(Client("p11", spans: Assigned("2026-06-03"))).Only("STF-01");
        Assert.Equal(("2026-06-03", Severity.P2, null), (found.Anchor, found.Severity, found.EndedAt));
        Assert.Equal(Shanghai.StartOf(June(3)), found.OccurredAt);
        Assert.Equal(new Figure("mostPersons", 11, null, "persons", 10, "proposed"), found.Figures[0]);
        Assert.Equal(11, found.Evidence.Length);
        Assert.Equal("120101", found.DistrictCode);
    }

    [Fact]
    public void It_is_resolved_with_its_length_when_one_goes()
    {
        var found = new Stage().Given(Registered()).Given(Clients(10, "2026-05-01"))
            .Given(Client("p11", spans: Assigned("2026-06-03", "2026-06-10", AssignmentEnd.Ended))).Only("STF-01");
        Assert.Equal(Shanghai.StartOf(June(10)), found.EndedAt);
        Assert.Equal(Figure.Of("days", 7, "d"), found.Figures[1]);
    }

    [Fact]
    public void One_person_assigned_twice_over_is_one_person() => new Stage().Given(Registered()).Given(Clients(9, "2026-06-01"))
        .Given(Client("p10", spans: [Assigned("2026-06-01"), Assigned("2026-06-02")])).Silent("STF-01");

    [Fact]
    public void A_person_that_comes_tomorrow_is_a_breach_tomorrow()
    {
        var stage = new Stage().Given(Registered()).Given(Clients(10, "2026-06-01")).Given(Client("p11", spans: Assigned("2026-07-02")));
        stage.Silent("STF-01");
        Assert.Equal(Shanghai.StartOf(new(2026, 7, 2)), stage.Get(ActorId.Caregiver("c1")).NextDeadline);
        stage.Now = Shanghai.StartOf(new(2026, 7, 2));
        Assert.Equal("2026-07-02", stage.Only("STF-01").Anchor);
    }

    [Fact]
    public void Four_persons_long_after_the_first_day_of_work_are_too_few()
    {
        var found = new Stage().Given(Registered()).Given(Clients(4, "2026-06-01")).Only("STF-02");
        Assert.Equal(("2026-06-01", Severity.P4), (found.Anchor, found.Severity));
    }

    [Fact]
    public void Five_persons_are_enough() => new Stage().Given(Registered()).Given(Clients(5, "2026-06-01")).Silent("STF-02");

    [Fact]
    public void Thirty_days_after_the_first_employment_are_grace_and_the_next_is_not()
    {
        var stage = new Stage { Now = At(30, "12:00") }.Given(Registered(from: "2026-05-31")).Given(Clients(4, "2026-05-31"));
        stage.Silent("STF-02");
        stage.Now = Shanghai.StartOf(new(2026, 7, 1));
        Assert.Equal("2026-07-01", stage.Only("STF-02").Anchor);
    }

    [Fact]
    public void Thirty_days_after_a_death_are_grace()
    {
        // Died on 1 June: the next day is the first on which it no longer counts.
        var stage = new Stage { Now = Shanghai.StartOf(new(2026, 7, 1)) }.Given(Registered()).Given(Clients(4, "2026-03-01"))
            .Given(Client("p5", spans: Assigned("2026-03-01", "2026-06-02", AssignmentEnd.Died)));
        stage.Silent("STF-02");
        stage.Now = Shanghai.StartOf(new(2026, 7, 2));
        Assert.Equal("2026-07-02", stage.Only("STF-02").Anchor);
    }

    [Fact]
    public void A_person_arranged_anew_with_the_same_caregiver_is_no_end()
    {
        var found = new Stage().Given(Registered()).Given(Clients(3, "2026-03-01"))
            .Given(Client("p4", spans: [Assigned("2026-03-01", "2026-06-20", AssignmentEnd.Ended), Assigned("2026-06-20")])).Only("STF-02");
        Assert.Null(found.EndedAt);
    }

    [Fact]
    public void Days_of_absence_do_not_count()
    {
        var found = new Stage().Given(Registered(), Absent("2026-06-10", "2026-06-12")).Given(Clients(4, "2026-06-01")).Findings("STF-02");
        Assert.Equal(["2026-06-01", "2026-06-13"], found.Select(f => f.Anchor).Order());
    }

    [Fact]
    public void Who_never_had_an_assignment_reported_is_silent() => new Stage().Given(Registered(), Client("p1")).Silent("STF-02");

    [Fact]
    public void Who_is_on_institution_duty_is_silent() =>
        new Stage().Given(Registered(duty: Duty.Institution)).Given(Clients(1, "2026-06-01")).Silent("STF-02");

    [Fact]
    public void Who_has_no_duty_is_silent_and_who_has_an_unknown_one_is_not()
    {
        new Stage().Given(Registered(duty: Duty.None)).Given(Clients(1, "2026-06-01")).Silent("STF-02");
        new Stage().Given(Registered(duty: null)).Given(Clients(1, "2026-06-01")).Only("STF-02");
    }

    [Fact]
    public void The_day_the_duty_ends_ends_the_breach()
    {
        var found = new Stage().Given(Registered(), Reassigned(Duty.None, "2026-06-15")).Given(Clients(4, "2026-06-01")).Only("STF-02");
        Assert.Equal(Shanghai.StartOf(June(15)), found.EndedAt);
    }

    [Fact]
    public void A_family_caregiver_with_one_person_is_silent() =>
        new Stage().Given(Registered(kind: CaregiverKind.Family)).Given(Clients(1, "2026-06-01")).Silent("STF-02");

    [Fact]
    public void Who_left_is_no_longer_too_few()
    {
        var found = new Stage().Given(Registered(), Left("2026-06-15")).Given(Clients(4, "2026-06-01")).Only("STF-02");
        Assert.Equal(Shanghai.StartOf(June(15)), found.EndedAt);
    }

    [Fact]
    public void A_professional_bound_as_family_caregiver_is_both()
    {
        var found = new Stage().Given(Registered(), Bound("p1", "2026-06-05"), Client("p1")).Only("STF-04");
        Assert.Equal((Shanghai.StartOf(June(5)), "p1"), (found.OccurredAt, found.PersonId));
        Assert.Equal(["registered", "bound"], found.Evidence.Select(e => e.Note));
        Assert.Equal([Figure.Of("since", "2026-06-05")], found.Figures.ToArray());
    }

    [Fact]
    public void A_professional_who_left_before_the_binding_is_not() =>
        new Stage().Given(Registered(), Left("2026-06-05"), Bound("p1", "2026-06-05")).Silent("STF-04");

    [Fact]
    public void One_who_leaves_the_day_after_is_for_a_day() =>
        new Stage().Given(Registered(), Left("2026-06-06"), Bound("p1", "2026-06-05")).Only("STF-04");

    [Fact]
    public void A_contract_that_ran_out_the_day_before_the_binding_is_not() =>
        new Stage().Given(Registered(to: "2026-06-04"), Bound("p1", "2026-06-05")).Silent("STF-04");

    [Fact]
    public void A_binding_in_force_from_next_month_clashes_then()
    {
        var stage = new Stage { Now = At(20, "00:00") }.Given(Registered(), Bound("p1", "2026-06-05", from: "2026-07-01"));
        stage.Silent("STF-04");
        stage.Now = Shanghai.StartOf(new(2026, 7, 1));
        stage.Only("STF-04");
    }

    [Fact]
    public void A_second_id_of_the_same_identity_number_is_the_same_caregiver()
    {
        var found = new Stage().Given(
            Registered("c2", idNumber: "12010119800101001x"), Registered("c1", CaregiverKind.Family, null, null, "2026-06-05", idNumber: "12010119800101001X"))
            .Only("STF-04");
        Assert.Equal(ActorId.Caregiver("c1"), found.Subject);
        Assert.Equal(Shanghai.StartOf(June(5)), found.OccurredAt);
    }

    [Fact]
    public void Two_of_one_name_and_other_numbers_are_two() => new Stage().Given(
        Registered("c2", idNumber: "120101198001010010"), Registered("c1", CaregiverKind.Family, idNumber: "120101198001010029")).Silent("STF-04");

    [Fact]
    public void A_visit_by_nobody_registered_is_found_once_for_all()
    {
        var found = new Stage().Given(Visit(1, "08:00", "09:00", "v1"), Visit(2, "08:00", "09:00", "v2")).Only("STF-05");
        Assert.Equal(["v1", "v2"], found.VisitIds.ToArray());
        Assert.Equal((Severity.P1, At(1, "08:00")), (found.Severity, found.OccurredAt));
    }

    [Fact]
    public void A_visit_on_the_day_of_registration_is_registered() => new Stage().Given(
        Visit(1, "00:00", "09:00", "v1"), Registered(contract: false, time: At(1, "23:59:59"))).Silent("STF-05");

    [Fact]
    public void A_visit_on_the_day_before_is_not() => new Stage().Given(
        Visit(1, "23:00", "23:59", "v1"), Registered(contract: false, time: At(2, "00:00"))).Only("STF-05");

    [Fact]
    public void A_registration_that_came_late_counts_from_its_contract() => new Stage().Given(
        Visit(1, "08:00", "09:00", "v1"), Registered(from: "2026-06-01", time: At(20, "00:00"))).Silent("STF-05");

    [Fact]
    public void A_later_contract_counts_from_the_day_of_registration() => new Stage().Given(
        Visit(1, "08:00", "09:00", "v1"), Registered(from: "2026-06-20", time: At(1, "12:00"))).Silent("STF-05");
}
