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

    [Fact]
    public void Times_typed_in_by_hand_are_of_no_clock() => new Stage().Given(
        Known((Fact.VisitChecked)Check(true, "v1", device: "d1") with { Channel = Channel.Manual }, At(2, "09:00")),
        Known(Check(false, "v1", device: "d1"), At(2, "08:00"))).Silent("DEV-03");

    /// <summary>From nine to ten, each end told as it was made.</summary>
    private static readonly Told[] Right = [End(true, "w1", "09:00", "09:00"), End(false, "w1", "10:00", "10:00")];

    private static Told End(
        bool isIn, string visit, string time, string uploaded, string device = "d1", Channel channel = Channel.Mobile, int day = 2) => Known(
        (Fact.VisitChecked)Check(isIn, visit, device: device) with { UploadedAt = At(day, uploaded), Channel = channel }, At(2, time));

    [Fact]
    public void A_clock_set_back_between_two_visits_is_found_at_the_second_whichever_is_told_first()
    {
        // Made from half past ten to half past eleven, by a clock that was an hour behind.
        Told[] behind = [End(true, "v1", "09:30", "10:30"), End(false, "v1", "10:30", "11:30")];
        var found = new Stage().Given(Right).Given(behind).Only("DEV-03");
        Assert.Equal(("back:p1/v1", Severity.P3, At(2, "09:30"), "d1"), (found.Anchor, found.Severity, found.OccurredAt, found.DeviceId));
        Assert.Equal(new("setBack", 30, null, "min", 5, "proposed"), Assert.Single(found.Figures));
        Assert.Equal(3, found.Evidence.Length);
        Assert.Equal(["v1"], found.VisitIds.ToArray());

        var stage = new Stage().Given(behind);
        stage.Silent("DEV-03");
        Assert.Equal(found.Id, stage.Reload().Given(Right).Only("DEV-03").Id);
    }

    [Theory]
    [InlineData("09:55", false)]
    [InlineData("09:54:59", true)]
    public void Between_two_visits_as_within_one_five_minutes_may_be_drift(string begin, bool isFound) => Assert.Equal(
        isFound ? 1 : 0, new Stage().Given(Right).Given(End(true, "v1", begin, "10:30"), End(false, "v1", "10:25", "11:00")).Findings("DEV-03").Count);

    [Fact]
    public void What_waited_off_line_comes_at_once_and_says_nothing_of_a_clock() =>
        new Stage().Given(Right).Given(End(true, "v1", "07:30", "10:30"), End(false, "v1", "08:30", "10:30")).Silent("DEV-03");

    [Fact]
    public void What_was_uploaded_before_the_other_was_made_before_it() =>
        new Stage().Given(Right).Given(End(true, "v1", "07:30", "08:00"), End(false, "v1", "08:30", "09:00")).Silent("DEV-03");

    [Fact]
    public void Nor_does_another_device_nor_an_entry_by_hand_nor_an_upload_of_another_day()
    {
        new Stage().Given(Right).Given(End(true, "v1", "07:30", "10:30", "d2"), End(false, "v1", "08:30", "11:30", "d2")).Silent("DEV-03");
        new Stage().Given(Right)
            .Given(End(true, "v1", "07:30", "10:30", channel: Channel.Manual), End(false, "v1", "08:30", "11:30", channel: Channel.Manual)).Silent("DEV-03");
        new Stage().Given(Right).Given(End(true, "v1", "07:30", "07:30", day: 3), End(false, "v1", "08:30", "08:30", day: 3)).Silent("DEV-03");
    }

    [Fact]
    public void Where_nobody_tells_when_a_check_was_uploaded_nothing_is_said_of_another_visit() => new Stage().Given(
        Known(Check(true, "w1", device: "d1"), At(2, "09:00")), Known(Check(false, "w1", device: "d1"), At(2, "10:00")),
        Known(Check(true, "v1", device: "d1"), At(2, "07:30")), Known(Check(false, "v1", device: "d1"), At(2, "08:30"))).Silent("DEV-03");
}
