using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Caregivers.Given;

namespace LtcActors.Domain.Tests.Caregivers;

/// <summary>DEV-02, DEV-03: a device changed during a visit, too many of them, and clocks that are wrong.</summary>
public sealed class DeviceUseTests
{
    private static Told Owns(string device, DateTimeOffset at) => Known(new Fact.DeviceRegistered(device, false, null, "c1"), at);

    private static Told Tablet(string device) => Known(new Fact.DeviceRegistered(device, true, "i1", null), At(1, "06:00"));

    private static Told Visited(int day, string? inOn, string? outOn, string visit = "v1") => s =>
    {
        s.Know(Check(true, visit, device: inOn), At(day, "09:00"));
        s.Know(Check(false, visit, device: outOn), At(day, "10:00"));
    };

    [Fact]
    public void A_visit_that_ends_on_a_device_nobody_registered_is_found()
    {
        var found = new Stage().Given(Owns("d1", At(1, "08:00")), Visited(2, "d1", "d2")).Only("DEV-02");
        Assert.Equal(("p1/v1", Severity.P3, At(2, "10:00"), "d2"), (found.Anchor, found.Severity, found.OccurredAt, found.DeviceId));
        Assert.Equal([Figure.Of("deviceIn", "d1"), Figure.Of("deviceOut", "d2")], found.Figures.ToArray());
        Assert.Equal(["check-in", "check-out"], found.Evidence.Select(e => e.Note));
    }

    [Fact]
    public void A_change_registered_by_the_check_out_is_in_order_and_a_second_later_it_is_not()
    {
        new Stage().Given(Owns("d1", At(1, "08:00")), Owns("d2", At(2, "10:00")), Visited(2, "d1", "d2")).Silent("DEV-02");
        new Stage().Given(Owns("d1", At(1, "08:00")), Visited(2, "d1", "d2"), Owns("d2", At(2, "10:00:01"))).Only("DEV-02");
    }

    [Fact]
    public void A_station_tablet_is_no_change_and_without_a_register_nothing_is_said()
    {
        new Stage().Given(Owns("d1", At(1, "08:00")), Visited(2, "d1", "t1")).Given(Tablet("t1")).Silent("DEV-02");
        new Stage().Given(Visited(2, "d1", "d2")).Silent("DEV-02");
        new Stage().Given(Owns("d1", At(1, "08:00")), Visited(2, "d1", null)).Silent("DEV-02");
    }

    [Fact]
    public void Three_devices_in_thirty_days_are_too_many_and_two_are_not()
    {
        new Stage().Given(Visited(1, "d1", "d1"), Visited(2, "d2", "d2", "v2")).Silent("DEV-02");
        var found = new Stage().Given(Visited(1, "d1", "d1"), Visited(2, "d2", "d2", "v2"), Visited(30, "d3", "d3", "v3")).Only("DEV-02");
        Assert.Equal(("many:p1/v3", At(30, "09:00")), (found.Anchor, found.OccurredAt));
        Assert.Equal(new("devices", 3, null, "devices", 2, "proposed"), found.Figures[0]);
    }

    [Fact]
    public void The_third_device_counts_until_thirty_days_after_the_first()
    {
        Told[] first = [Visited(1, "d1", "d1"), Visited(20, "d2", "d2", "v2")];
        Told Third(string time) => Known(Check(true, "v3", device: "d3"), At(Day("2026-07-01"), time));
        new Stage { Now = At(Day("2026-07-02"), "00:00") }.Given(first).Given(Third("09:59:59")).Only("DEV-02");
        new Stage { Now = At(Day("2026-07-02"), "00:00") }.Given(first).Given(Third("10:00")).Silent("DEV-02");
        new Stage().Given(Visited(1, "d1", "d1"), Visited(2, "d2", "d2", "v2"), Visited(3, "t1", "t1", "v3"), Tablet("t1")).Silent("DEV-02");
    }

    private static Told Uploaded(string time, double minutesAfter) => Known(
        (Fact.VisitChecked)Check(true, "v1", device: "d1") with { UploadedAt = At(2, time).AddMinutes(minutesAfter) }, At(2, time));

    [Fact]
    public void A_check_told_more_than_five_minutes_before_it_happened_has_a_wrong_clock()
    {
        new Stage().Given(Uploaded("09:00", -5)).Silent("DEV-03");
        var found = new Stage().Given(Uploaded("09:00", -5.25)).Only("DEV-03");
        Assert.Equal(("p1/v1", Severity.P3, "d1"), (found.Anchor, found.Severity, found.DeviceId));
        Assert.Equal(new("clockAhead", 5.25, null, "min", 5, "proposed"), Assert.Single(found.Figures));
        new Stage().Given(Uploaded("09:00", 4000)).Silent("DEV-03");
    }

    [Theory]
    [InlineData("08:55", "d1", false)]
    [InlineData("08:54:59", "d1", true)]
    [InlineData("08:54:59", "d2", false)]
    public void A_visit_that_ends_before_it_begins_on_one_device_had_its_clock_set_back(string end, string outOn, bool isFound)
    {
        var stage = new Stage().Given(
            Known(Check(true, "v1", device: "d1"), At(2, "09:00")), Known(Check(false, "v1", device: outOn), At(2, end)));
        Assert.Equal(isFound ? 1 : 0, stage.Findings("DEV-03").Count);
    }
}
