using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Caregivers.Given;

namespace LtcActors.Domain.Tests.Caregivers;

/// <summary>GEO-02, GEO-05 over tracks, DEV-04: what tracked points show.</summary>
public sealed class TrackRuleTests
{
    private static readonly ClientMore Nothing = new(null, [], [], [], false);

    private static Told LivesAt(double north = 0, ClientMore? more = null) => s => s.Hear("c1", ActorId.Person("p1"), new Brief.Client(
        "120101", [new HomeSpan(new DaySpan(Day("2025-01-01"), null), North(north))], [], more));

    /// <summary>A visit from nine to eleven whose tracked points lie so far from the home at so many minutes.</summary>
    private static Told Walked(params (double Minutes, double Metres)[] points) => s =>
    {
        s.Know(Check(true, "v1"), At(2, "09:00"));
        foreach (var (minutes, metres) in points)
        {
            var at = At(2, "09:00").AddMinutes(minutes);
            s.Know(new Fact.VisitTracked("p1", "v1", "c1", [Point(at, North(metres), 10)], null), at);
        }

        s.Know(Check(false, "v1"), At(2, "11:00"));
    };

    [Fact]
    public void Three_points_outside_for_more_than_ten_minutes_are_an_absence()
    {
        var found = new Stage().Given(LivesAt(), Walked((10, 0), (20, 170), (25, 400), (30.1, 170), (40, 0))).Only("GEO-02");
        Assert.Equal(("p1/v1", Severity.P3, At(2, "09:20")), (found.Anchor, found.Severity, found.OccurredAt));
        Assert.Equal(
            [
                new("away", 10.1, null, "min", 10, "proposed"), new("fixesOutside", 3, null, "fixes", 3, "proposed"),
                new("certainDistance", 390.002, null, "m", 150, "proposed"),
            ],
            found.Figures.ToArray());
        Assert.Equal(["track", "track", "track"], found.Evidence.Select(e => e.Note));
    }

    [Fact]
    public void Ten_minutes_two_points_or_a_point_inside_between_are_none()
    {
        new Stage().Given(LivesAt(), Walked((20, 400), (25, 400), (30, 400))).Silent("GEO-02");
        new Stage().Given(LivesAt(), Walked((20, 400), (50, 400))).Silent("GEO-02");
        new Stage().Given(LivesAt(), Walked((20, 400), (25, 0), (30, 400), (45, 400))).Silent("GEO-02");
    }

    [Fact]
    public void On_the_fence_less_the_accuracy_is_inside()
    {
        new Stage().Given(LivesAt(), Walked((20, 159.9), (30, 159.9), (40, 159.9))).Silent("GEO-02");
        new Stage().Given(LivesAt(), Walked((20, 160.5), (30, 160.5), (40, 160.5))).Only("GEO-02");
        new Stage().Given(LivesAt(more: Nothing with { Fence = 300 }), Walked((20, 300), (30, 300), (40, 300))).Silent("GEO-02");
    }

    [Fact]
    public void A_planned_outing_and_care_in_the_house_exempt()
    {
        Told walk = Walked((20, 400), (30, 400), (40, 400));
        new Stage().Given(LivesAt(more: Nothing with { Outings = [new(At(2, "10:59"), At(2, "12:00"))] }), walk).Silent("GEO-02");
        new Stage().Given(LivesAt(more: Nothing with { Outings = [new(At(2, "11:00"), At(2, "12:00"))] }), walk).Only("GEO-02");
        new Stage().Given(LivesAt(more: Nothing with { InHouse = [new(June(1), null)] }), walk).Silent("GEO-02");
        new Stage().Given(walk).Silent("GEO-02");
    }

    [Fact]
    public void A_home_told_later_or_moved_is_judged_again() =>
        new Stage().Given(LivesAt(), Walked((20, 400), (30, 400), (40, 400))).Settle().Given(LivesAt(400)).Silent("GEO-02");

    /// <summary>A visit from nine on, checked in and out at home, with a point a minute at one place.</summary>
    private static Told Frozen(int points, double minutes, double lastMetres = 0, double inMetres = 0, double outMetres = 0) => s =>
    {
        s.Know(Check(true, "v1", at: North(inMetres)), At(2, "09:00"));
        s.Know(Check(false, "v1", at: North(outMetres)), At(2, "09:00").AddMinutes(minutes));
        for (var i = 0; i < points; i++)
        {
            var at = At(2, "09:10").AddMinutes(i);
            s.Know(new Fact.VisitTracked("p1", "v1", "c1", [Point(at, i == points - 1 ? North(lastMetres) : Home, 10)], null), at);
        }
    };

    [Fact]
    public void All_fixes_of_half_an_hour_to_the_bit_are_frozen_the_ends_among_them()
    {
        var found = new Stage().Given(Frozen(8, 30)).Only("GEO-05");
        Assert.Equal(("track:p1/v1", Severity.P2), (found.Anchor, found.Severity));
        Assert.Equal(
            [new("sameFixes", 10, null, "fixes", 10, "proposed"), new("sameFor", 30, null, "min", 30, "proposed")], found.Figures.ToArray());
        new Stage().Given(Frozen(7, 30)).Silent("GEO-05");
        new Stage().Given(Frozen(8, 29.9)).Silent("GEO-05");
        new Stage().Given(Frozen(8, 30, lastMetres: 0.1)).Silent("GEO-05");
    }

    [Fact]
    public void A_receiver_that_was_at_work_at_one_end_is_not_frozen()
    {
        new Stage().Given(Frozen(20, 40, inMetres: 0.1)).Silent("GEO-05");
        new Stage().Given(Frozen(20, 40, outMetres: 0.1)).Silent("GEO-05");
    }

    [Fact]
    public void A_visit_under_way_has_no_length_yet_and_is_judged_alike_whatever_came_first()
    {
        var track = Enumerable.Range(0, 50).Select(i => Tracked("v1", Point(At(2, "09:05").AddMinutes(i), Home, 10))).ToArray();
        Told checkedIn = Known(Check(true, "v1", at: Home), At(2, "09:00"));
        new Stage().Given(checkedIn).Settle().Given(track).Silent("GEO-05");
        new Stage().Given(track).Settle().Given(checkedIn).Silent("GEO-05");
        new Stage().Given(track).Given(checkedIn).Settle().Given(Known(Check(false, "v1", at: Home), At(2, "10:00"))).Only("GEO-05");
    }

    /// <summary>The device is there at two and at three.</summary>
    private static Told Night(int day, double north = 0) => s =>
    {
        foreach (var time in new[] { "02:00", "03:00" })
        {
            s.Know(new Fact.CaregiverTracked("c1", [Point(At(day, time), North(north), 10)], "d1"), At(day, time));
        }
    };

    [Fact]
    public void Five_nights_of_seven_at_a_clients_home_are_found_and_four_are_not()
    {
        new Stage().Given(LivesAt(), Night(1), Night(2), Night(3), Night(7)).Silent("DEV-04");
        var found = new Stage().Given(LivesAt(), Night(1), Night(2), Night(3), Night(5), Night(7)).Only("DEV-04");
        Assert.Equal(("p1:2026-06-01", Severity.P2, "p1", At(7, "05:00")), (found.Anchor, found.Severity, found.PersonId, found.OccurredAt));
        Assert.Equal(new("nights", 5, null, "nights", 5, "proposed"), found.Figures[0]);
        new Stage().Given(LivesAt(), Night(1), Night(2), Night(3), Night(5), Night(8)).Silent("DEV-04");
    }

    [Fact]
    public void A_neighbour_sixty_metres_away_is_not_at_home_there()
    {
        Told[] nights = [.. Enumerable.Range(1, 5).Select(d => Night(d, 60.1))];
        new Stage().Given(LivesAt()).Given(nights).Silent("DEV-04");
        new Stage().Given(LivesAt()).Given([.. Enumerable.Range(1, 5).Select(d => Night(d, 59.9))]).Only("DEV-04");
    }

    [Fact]
    public void A_relative_somebody_living_in_and_a_visit_at_night_explain_it()
    {
        Told[] nights = [.. Enumerable.Range(1, 5).Select(d => Night(d))];
        new Stage().Given(LivesAt(more: Nothing with { IsRelative = true })).Given(nights).Silent("DEV-04");
        new Stage().Given(LivesAt(), Bound("p1", "2026-01-01")).Given(nights).Silent("DEV-04");
        new Stage().Given(LivesAt(), Known(new Fact.CaregiverExempted("c1", ExemptionKind.LiveIn, June(1), null), At(1, "00:00")))
            .Given(nights).Silent("DEV-04");
        new Stage().Given(LivesAt()).Given(nights).Given(Visit(3, "04:30", "06:00", "v1")).Silent("DEV-04");
        new Stage().Given(LivesAt()).Given(nights).Given(Visit(3, "05:00", "06:00", "v1")).Only("DEV-04");
    }

    [Fact]
    public void A_device_that_passes_by_in_one_hour_does_not_stay()
    {
        Told Passing(int day) => Known(new Fact.CaregiverTracked("c1", [Point(At(day, "01:30"), Home, 10)], "d1"), At(day, "01:30"));
        new Stage().Given(LivesAt()).Given([.. Enumerable.Range(1, 7).Select(Passing)]).Silent("DEV-04");
    }
}
