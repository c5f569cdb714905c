using LtcActors.Domain.Actors;
using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Caregivers.Given;

namespace LtcActors.Domain.Tests.Caregivers;

public sealed class TravelTests
{
    /// <summary>Checked in at home at eight; so many metres away at the instant.</summary>
    private static Told[] Jump(double metres, string at, double? accuracy = null) =>
    [
        Known(Check(true, "v1", accuracy: accuracy), At(1, "08:00")),
        Known(Check(true, "v2", "p2", at: North(metres), accuracy: accuracy), At(1, at)),
    ];

    [Fact]
    public void A_hundred_and_twenty_kilometres_an_hour_are_a_fast_car_and_a_metre_more_is_impossible()
    {
        new Stage().Given(Jump(4000, "08:02")).Silent("VIS-08");
        var found = new Stage().Given(Jump(4001, "08:02")).Only("VIS-08");
        Assert.Equal(("2026-06-01", Severity.P1, At(1, "08:02")), (found.Anchor, found.Severity, found.OccurredAt));
        Assert.Equal(["check-in", "check-in"], found.Evidence.Select(e => e.Note));
        Assert.Equal(120.03, found.Figures[0].Number!.Value, 2);
    }

    [Fact]
    public void A_second_less_on_the_way_is_impossible_too() => new Stage().Given(Jump(4000, "08:01:59")).Only("VIS-08");

    [Fact]
    public void Under_two_kilometres_nothing_is_impossible()
    {
        new Stage().Given(Jump(1999.9, "08:00:01")).Silent("VIS-08");
        new Stage().Given(Jump(2000.1, "08:00:01")).Only("VIS-08");
    }

    [Fact]
    public void What_both_fixes_may_be_off_is_deducted()
    {
        new Stage().Given(Jump(4199.9, "08:02", accuracy: 100)).Silent("VIS-08");
        new Stage().Given(Jump(4200.1, "08:02", accuracy: 100)).Only("VIS-08");
    }

    [Fact]
    public void A_fix_worse_than_a_hundred_metres_is_no_witness()
    {
        new Stage().Given(Jump(50_000, "08:02", accuracy: 100)).Only("VIS-08");
        new Stage().Given(Jump(50_000, "08:02", accuracy: 100.1)).Silent("VIS-08");
    }

    [Fact]
    public void One_instant_in_two_places_counts_as_a_second() => new Stage().Given(Jump(2100, "08:00")).Only("VIS-08");

    [Fact]
    public void A_lone_spike_of_the_track_does_not_count() => new Stage().Given(
        Known(Check(true, "v1"), At(1, "08:00")),
        Tracked("v1", Point(At(1, "08:01"), Home, 10), Point(At(1, "08:02"), North(9000), 10), Point(At(1, "08:03"), Home, 10))).Silent("VIS-08");

    [Fact]
    public void A_spike_with_a_second_point_beside_it_does()
    {
        Stage Spike(double beside) => new Stage().Given(
            Known(Check(true, "v1"), At(1, "08:00")),
            Tracked("v1", Point(At(1, "08:02"), North(9000), 10), Point(At(1, "08:02:10"), North(9000 + beside), 10), Point(At(1, "08:03"), Home, 10)));
        new Stage().Silent("VIS-08");
        Spike(319.9).Only("VIS-08");
        Spike(320.1).Silent("VIS-08");
    }

    [Fact]
    public void A_lone_check_in_does_count() => new Stage().Given(
        Tracked("v1", Point(At(1, "08:01"), Home), Point(At(1, "08:02"), Home)), Known(Check(true, "v2", "p2", at: North(9000)), At(1, "08:03"))).Only("VIS-08");

    [Fact]
    public void A_made_up_fix_is_no_witness() => new Stage().Given(
        Known(Check(true, "v1"), At(1, "08:00")), Known(Check(true, "v2", "p2", at: North(9000), mock: true), At(1, "08:01"))).Silent("VIS-08");

    [Fact]
    public void A_drive_through_the_city_is_honest() => new Stage().Given(
        Known(Check(false, "v1"), At(1, "08:00")),
        Walked([.. Enumerable.Range(1, 20).Select(i => Point(At(1, "08:00").AddSeconds(30 * i), North(500 * i), 20))]),
        Known(Check(true, "v2", "p2", at: North(10_000)), At(1, "08:10"))).Silent("VIS-08");

    [Fact]
    public void Two_jumps_of_a_day_are_one_finding_and_one_over_midnight_is_of_the_later_day()
    {
        var stage = new Stage().Given(Jump(9000, "08:01")).Given(
            Known(Check(true, "v3"), At(1, "08:02")), Known(Check(true, "v4"), At(1, "23:59:59")), Known(Check(true, "v5", at: North(5000)), At(2, "00:00")));
        Assert.Equal(["2026-06-01", "2026-06-02"], stage.Findings("VIS-08").Select(f => f.Anchor).Order());
        Assert.Contains(Figure.Of("jumps", 2), stage.Findings("VIS-08").Single(f => f.Anchor == "2026-06-01").Figures);
    }

    [Fact]
    public void It_names_the_visits_in_whose_time_it_falls()
    {
        var found = new Stage().Given(Client("p1"), Visit(1, "08:00", "09:00", "v1"), Walked(
            Point(At(1, "08:04"), North(9000)), Point(At(1, "08:05"), North(9000)))).Only("VIS-08");
        Assert.Equal(("v1", "p1", "120101"), (Assert.Single(found.VisitIds), found.PersonId, found.DistrictCode));
    }

    [Fact]
    public void A_late_fix_can_explain_a_journey_and_a_later_one_break_it_again()
    {
        var stage = new Stage().Given(Known(Check(true, "v1"), At(1, "08:00")), Known(Check(true, "v2", "p2", at: North(9000)), At(1, "08:01")));
        stage.Only("VIS-08");
        stage.Given(Known(Check(true, "v3", "p3", at: North(-9000)), At(1, "08:30"))).Only("VIS-08");
    }

    [Fact]
    public void Two_ids_of_one_real_name_are_in_one_place() => Assert.Equal("c1", new Stage().Given(
        Registered("c1", idNumber: "1"), Registered("c2", idNumber: "1"),
        Known(Check(true, "v1"), At(1, "08:00")), Known(Check(true, "v2", "p2", "c2", North(9000)), At(1, "08:01"))).Only("VIS-08").CaregiverId);

    [Fact]
    public void Days_long_past_are_kept_small_and_still_judged()
    {
        var stage = new Stage();
        for (var day = 1; day <= 20; day++)
        {
            var from = At(day, "08:00");
            stage.Given([.. Enumerable.Range(0, 50).Select(i => Walked(Point(from.AddMinutes(i), Home, 12.5), Point(from.AddMinutes(i + 0.5), North(i), 12.5)))]);
        }

        stage.Settle();
        var writer = new StateWriter();
        var caregiver = stage.Get(ActorId.Caregiver("c1"));
        caregiver.Write(writer);
        Assert.InRange(caregiver.UnkeptPages.Sum(p => p.Bytes.Length) / (20 * 100), 1, 32);
        Assert.InRange(writer.Written.Length, 1, 6_000);
        stage.Reload().Given(Known(Check(true, "v1", at: North(9000)), At(2, "08:20:10"))).Only("VIS-08");
        stage.Given(Known(Check(true, "v2", at: North(9000)), At(19, "08:20:10")));
        Assert.Equal(2, stage.Findings("VIS-08").Count);
    }
}
