using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Caregivers.Given;

namespace LtcActors.Domain.Tests.Caregivers;

public sealed class VisitTests
{
    [Fact]
    public void Twelve_hours_are_a_visit_and_a_second_more_is_too_long()
    {
        new Stage().Given(Visit(1, "08:00", "20:00", "v1")).Silent("VIS-05");
        var found = new Stage().Given(Visit(1, "08:00", "20:00:01", "v1")).Only("VIS-05");
        Assert.Equal(("p1/v1", Severity.P3, "p1"), (found.Anchor, found.Severity, found.PersonId));
    }

    [Fact]
    public void Sixteen_hours_of_a_day_are_high_but_within() => new Stage().Given(
        Visit(1, "00:00", "08:00", "v1"), Visit(1, "08:00", "16:00", "v2", "p2")).Silent("VIS-05");

    [Fact]
    public void A_minute_more_is_review_and_past_twenty_four_hours_is_stop()
    {
        Told[] high = [Visit(1, "00:00", "08:00", "v1"), Visit(1, "08:00", "16:01", "v2", "p2")];
        Assert.Equal(("2026-06-01", Severity.P2), (new Stage().Given(high).Only("VIS-05").Anchor, new Stage().Given(high).Only("VIS-05").Severity));
        var most = new Stage().Given(high).Given(Visit(1, "16:00", "23:59", "v3", "p3"));
        Assert.Equal(Severity.P2, most.Only("VIS-05").Severity);
        var beyond = most.Given(Visit(1, "23:00", "23:01", "v4", "p4")).Only("VIS-05");
        Assert.Equal((Severity.P1, null), (beyond.Severity, beyond.PersonId));
        Assert.Equal(Figure.Of("services", 4), beyond.Figures[1]);
    }

    [Fact]
    public void A_night_shift_is_split_at_midnight() => new Stage().Given(
        Visit(1, "20:00", "32:00", "v1"), Visit(2, "08:00", "16:00", "v2", "p2")).Silent("VIS-05");

    [Fact]
    public void An_end_before_the_beginning_is_no_time_at_all() =>
        new Stage().Given(Visit(1, "20:00", "02:00", "v1"), Visit(1, "01:00", "21:00", "v2", "p2")).Silent("VIS-06");

    [Fact]
    public void Hours_under_two_ids_of_one_real_name_add_up() => Assert.Equal("c1", new Stage().Given(
        Registered("c2", idNumber: "1"), Registered("c1", idNumber: "1"),
        Visit(1, "00:00", "09:00", "v1", id: "c2"), Visit(1, "09:00", "18:00", "v2", "p2")).Only("VIS-05").CaregiverId);

    [Fact]
    public void Five_minutes_in_two_homes_are_a_clock_and_a_second_more_is_not()
    {
        Told[] homes = [Client("p1", Home), Client("p2", North(60))];
        new Stage().Given(homes).Given(Visit(1, "08:00", "09:05", "v1"), Visit(1, "09:00", "10:00", "v2", "p2")).Silent("VIS-06");
        var found = new Stage().Given(homes).Given(Visit(1, "08:00", "09:05:01", "v1"), Visit(1, "09:00", "10:00", "v2", "p2")).Only("VIS-06");
        Assert.Equal(("p1/v1|p2/v2", Severity.P1, null, "120101"), (found.Anchor, found.Severity, found.PersonId, found.DistrictCode));
        Assert.Equal(["v1", "v2"], found.VisitIds.ToArray());
        Assert.Equal(4, found.Evidence.Length);
    }

    [Fact]
    public void A_couple_at_one_address_is_a_hint_up_to_five_minutes_and_a_question_beyond()
    {
        Told[] couple = [Client("p1", Home), Client("p2", North(49.9))];
        Assert.Equal(Severity.P4, new Stage().Given(couple).Given(
            Visit(1, "08:00", "09:05", "v1"), Visit(1, "09:00", "10:00", "v2", "p2")).Only("VIS-06").Severity);
        Assert.Equal(Severity.P3, new Stage().Given(couple).Given(
            Visit(1, "08:00", "09:06", "v1"), Visit(1, "09:00", "10:00", "v2", "p2")).Only("VIS-06").Severity);
    }

    [Fact]
    public void One_visit_that_ends_as_the_next_begins_is_honest_work() => new Stage().Given(
        Client("p1", Home), Client("p2", North(5000)), Visit(1, "08:00", "09:00", "v1"), Visit(1, "09:00", "10:00", "v2", "p2")).Silent("VIS-06");

    [Fact]
    public void A_home_not_known_is_where_it_was_checked_in() => Assert.Equal(Severity.P1, new Stage().Given(
        Client("p1", Home), Visit(1, "08:00", "09:06", "v1"), Visit(1, "09:00", "10:00", "v2", "p2", at: North(60))).Only("VIS-06").Severity);

    [Fact]
    public void Neither_home_nor_fix_is_taken_as_one_address() => Assert.Equal(Severity.P3, new Stage().Given(
        OffVisit(At(1, "08:00"), "v1"), OffVisit(At(1, "08:20"), "v2", "p2")).Only("VIS-06").Severity);

    [Fact]
    public void One_person_served_twice_at_once_is_one_address_wherever_it_was_checked_in()
    {
        var found = new Stage().Given(Visit(1, "08:00", "09:05:01", "v1"), Visit(1, "09:00", "10:00", "v2", at: North(500))).Only("VIS-06");
        Assert.Equal(("p1/v1|p1/v2", Severity.P3, "p1"), (found.Anchor, found.Severity, found.PersonId));
        Assert.Equal(new("distance", 0, null, "m", 50, "proposed"), found.Figures[1]);
        Assert.Equal(Severity.P4, new Stage().Given(
            Client("p1", Home), Visit(1, "08:00", "09:05", "v1"), Visit(1, "09:00", "10:00", "v2")).Only("VIS-06").Severity);
        new Stage().Given(Visit(1, "08:00", "09:00", "v1"), Visit(1, "09:00", "10:00", "v2")).Silent("VIS-06");
    }

    [Fact]
    public void One_visit_id_of_two_persons_is_two_visits() => Assert.Equal("p1/v1|p2/v1", new Stage().Given(
        Client("p1", Home), Client("p2", North(60)), Visit(1, "08:00", "09:30", "v1"), Visit(1, "09:00", "10:00", "v1", "p2")).Only("VIS-06").Anchor);

    [Fact]
    public void A_home_heard_of_later_changes_the_answer()
    {
        var stage = new Stage().Given(Visit(1, "08:00", "09:30", "v1"), Visit(1, "09:00", "10:00", "v2", "p2"));
        Assert.Equal(Severity.P3, stage.Only("VIS-06").Severity);
        Assert.Equal(Severity.P1, stage.Given(Client("p1", Home), Client("p2", North(60))).Only("VIS-06").Severity);
    }

    [Fact]
    public void A_face_at_the_limit_passes_and_one_failure_may_be_the_light()
    {
        Told Faces(double first, double second) => s => s
            .Given(Known(Check(true, "v1", face: first), At(1, "08:00")), Known(Check(false, "v1", face: second), At(1, "09:00")));
        new Stage().Given(Faces(0.80, 0.80)).Silent("IDN-01");
        new Stage().Given(Faces(0.79, 0.80)).Silent("IDN-01");
        var found = new Stage().Given(Faces(0.79, 0.7999)).Only("IDN-01");
        Assert.Equal(("p1/v1", Severity.P1, 2), (found.Anchor, found.Severity, found.Evidence.Length));
    }

    [Fact]
    public void Two_failures_in_two_visits_are_one_each() => new Stage().Given(
        Known(Check(true, "v1", face: 0.5), At(1, "08:00")), Known(Check(true, "v2", face: 0.5), At(1, "10:00"))).Silent("IDN-01");

    [Fact]
    public void A_made_up_position_at_a_check_or_on_the_way_is_one_finding_a_visit()
    {
        var found = new Stage().Given(
            Known(Check(true, "v1", mock: true), At(1, "08:00")), Tracked("v1", Point(At(1, "08:10"), Home), Point(At(1, "08:11"), Home, mock: true)))
            .Only("GEO-03");
        Assert.Equal(["check-in", "track"], found.Evidence.Select(e => e.Note));
    }

    [Fact]
    public void A_device_in_other_hands_is_told_beside_a_true_position_at_any_fact_of_the_visit()
    {
        static Fact Flagged(Fact check, DeviceFlags device) => (Fact.VisitChecked)check with { Device = device };
        var found = new Stage().Given(
            Known(Flagged(Check(true, "v1"), DeviceFlags.Rooted | DeviceFlags.Debugged), At(1, "08:00")),
            Known(new Fact.VisitTracked("p1", "v1", "c1", [Point(At(1, "08:10"), Home)], null, DeviceFlags.Rooted), At(1, "08:10")),
            Known(Flagged(Check(false, "v1"), DeviceFlags.None), At(1, "09:00"))).Reload().Only("GEO-03");
        Assert.Equal((Severity.P1, "p1/v1"), (found.Severity, found.Anchor));
        Assert.Equal([Figure.Of("rootedFacts", 2), Figure.Of("debuggedFacts", 1)], found.Figures.ToArray());
        Assert.Equal(["check-in", "track"], found.Evidence.Select(e => e.Note));
    }

    [Fact]
    public void A_made_up_position_outside_a_visit_is_nobodys_visit() =>
        new Stage().Given(Walked(Point(At(1, "08:10"), Home, mock: true))).Silent("GEO-03");

    [Fact]
    public void One_visit_with_location_off_is_a_hint() =>
        Assert.Equal(Severity.P4, new Stage().Given(OffVisit(At(1, "08:00"), "v1")).Only("GEO-04").Severity);

    [Fact]
    public void A_visit_by_phone_call_or_beacon_has_no_position_to_give() => new Stage().Given(
        OffVisit(At(1, "08:00"), "v1", channel: Channel.Phone), OffVisit(At(1, "10:00"), "v2", channel: Channel.Beacon)).Silent("GEO-04");

    [Fact]
    public void A_position_with_location_said_to_be_off_is_off() =>
        new Stage().Given(Known(Check(true, "v1", off: true), At(1, "08:00"))).Only("GEO-04");

    [Fact]
    public void Three_that_begin_within_seven_days_are_review_and_a_second_more_is_a_hint()
    {
        Told[] two = [OffVisit(At(1, "08:00"), "v1"), OffVisit(At(4, "08:00"), "v2")];
        var found = new Stage().Given(two).Given(OffVisit(At(8, "08:00"), "v3")).Only("GEO-04");
        Assert.Equal(("p1/v1", Severity.P2), (found.Anchor, found.Severity));
        Assert.Equal(Severity.P4, new Stage().Given(two).Given(OffVisit(At(8, "08:00:01"), "v3")).Only("GEO-04").Severity);
    }

    [Fact]
    public void Visits_seven_days_apart_are_one_run_and_a_second_more_makes_two()
    {
        Assert.Equal(2, new Stage().Given(OffVisit(At(1, "08:00"), "v1"), OffVisit(At(8, "08:00"), "v2")).Only("GEO-04").VisitIds.Length);
        Assert.Equal(2, new Stage().Given(OffVisit(At(1, "08:00"), "v1"), OffVisit(At(8, "08:00:01"), "v2")).Findings("GEO-04").Count);
    }

    [Theory]
    [InlineData(17, Severity.P4)] // 2 of 19 are more than a tenth, but of too few.
    [InlineData(18, Severity.P4)] // 2 of 20 are a tenth.
    public void Two_among_many_are_a_hint(int others, Severity expected) => Assert.Equal(expected, Among(others, 2));

    [Fact]
    public void Three_of_twenty_nine_in_thirty_days_are_more_than_a_tenth_and_of_thirty_not()
    {
        Assert.Equal(Severity.P2, Among(26, 3));
        Assert.Equal(Severity.P4, Among(27, 3));
    }

    [Fact]
    public void Every_ninth_day_is_a_finding_each_and_the_third_of_twenty_visits_is_more_than_a_tenth()
    {
        var stage = new Stage();
        for (var day = 1; day <= 20; day++)
        {
            stage.Given(day is 2 or 11 or 20 ? OffVisit(At(day, "08:00"), $"v{day}") : Visit(day, "08:00", "08:30", $"v{day}"));
        }

        Assert.Equal([Severity.P4, Severity.P4, Severity.P2], stage.Findings("GEO-04").OrderBy(f => f.OccurredAt).Select(f => f.Severity));
    }

    /// <summary>Visits without position four days apart, after so many others in the days before.</summary>
    private static Severity Among(int others, int off)
    {
        var stage = new Stage();
        for (var i = 0; i < others; i++)
        {
            stage.Given(Visit(1 + (i / 10), $"{6 + (i % 10)}:00", $"{6 + (i % 10)}:30", $"o{i}"));
        }

        for (var i = 0; i < off; i++)
        {
            stage.Given(OffVisit(At(10 + (4 * i), "08:00"), $"v{i}"));
        }

        return stage.Only("GEO-04").Severity;
    }
}
