using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Geo;
using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Caregivers.Given;

namespace LtcActors.Domain.Tests.Caregivers;

/// <summary>GEO-06: beacons that are not where they were fixed.</summary>
public sealed class BeaconTests
{
    private static Told LivesAt(string person, double north, string beacon, DateOnly? until = null, FactRef? installed = null) => s => s.Hear(
        "c1", ActorId.Person(person), new Brief.Client(
            "120101", [new HomeSpan(new DaySpan(Day("2025-01-01"), null), North(north))], [],
            new(null, [], [], [new(beacon, new(Day("2025-01-01"), until), installed ?? Ref(beacon))], false)));

    private static Told Heard(
        string visit, string person, string time, double north, double accuracy = 10, string device = "d1", bool tampered = false,
        params string[] beacons) => Known(
            (Fact.VisitChecked)Check(true, visit, person, at: North(north), accuracy: accuracy, device: device) with
            {
                Beacons = [.. beacons.Select(b => new BeaconSighting(b, tampered))],
            },
            At(2, time));

    [Fact]
    public void Beacons_of_two_homes_heard_within_five_minutes_are_brought_together()
    {
        Told[] homes = [LivesAt("p1", 0, "b1"), LivesAt("p2", 201, "b2")];
        var found = new Stage().Given(homes).Given(
            Heard("v1", "p1", "09:00", 0, beacons: "b1"), Heard("v2", "p2", "09:04:59", 100, beacons: "b2")).Only("GEO-06");
        Assert.Equal(("together:2026-06-02", Severity.P1, At(2, "09:04:59")), (found.Anchor, found.Severity, found.OccurredAt));
        Assert.Equal(new("homesApart", 201, null, "m", 200, "proposed"), found.Figures[1]);
        Assert.Equal(["v1", "v2"], found.VisitIds.ToArray());
        new Stage().Given(homes).Given(Heard("v1", "p1", "09:00", 0, beacons: "b1"), Heard("v2", "p2", "09:05", 100, beacons: "b2")).Silent("GEO-06");
        new Stage().Given(homes).Given(
            Heard("v1", "p1", "09:00", 0, beacons: "b1"), Heard("v2", "p2", "09:04", 100, device: "d2", beacons: "b2")).Silent("GEO-06");
        new Stage().Given(homes).Given(Heard("v1", "p1", "09:00", 0, beacons: ["b1", "b2"])).Only("GEO-06");
    }

    [Fact]
    public void A_beacon_told_after_the_visit_decides_late()
    {
        var told = new FactRef(0, At(3, "08:00"), 7);
        Told[] visits = [Heard("v1", "p1", "09:00", 0, beacons: "b1"), Heard("v2", "p2", "09:04", 100, beacons: "b2")];
        Assert.False(new Stage().Given(LivesAt("p1", 0, "b1"), LivesAt("p2", 201, "b2")).Given(visits).Only("GEO-06").DecidedLate);
        Assert.True(new Stage().Given(LivesAt("p1", 0, "b1"), LivesAt("p2", 201, "b2", installed: told)).Given(visits).Only("GEO-06").DecidedLate);
        Assert.True(new Stage().Given(LivesAt("p1", 0, "b1", installed: told), Heard("v1", "p1", "09:00", 400, beacons: "b1")).Only("GEO-06").DecidedLate);
        Assert.False(new Stage().Given(
            LivesAt("p1", 0, "b1", installed: told), Heard("v1", "p1", "09:00", 0, tampered: true, beacons: "b1")).Only("GEO-06").DecidedLate);
    }

    [Fact]
    public void Homes_of_one_street_and_beacons_of_nobody_known_are_in_order()
    {
        new Stage().Given(LivesAt("p1", 0, "b1"), LivesAt("p2", 199, "b2"), Heard("v1", "p1", "09:00", 0, beacons: ["b1", "b2"])).Silent("GEO-06");
        new Stage().Given(LivesAt("p1", 0, "b1"), Heard("v1", "p1", "09:00", 0, beacons: ["b1", "b9"])).Silent("GEO-06");
        new Stage().Given(LivesAt("p1", 0, "b1"), LivesAt("p2", 500, "b2", June(2)), Heard("v1", "p1", "09:00", 0, beacons: ["b1", "b2"])).Silent("GEO-06");
    }

    [Fact]
    public void A_beacon_heard_three_hundred_metres_from_its_home_less_the_accuracy_was_moved()
    {
        new Stage().Given(LivesAt("p1", 0, "b1"), Heard("v1", "p1", "09:00", 309.9, beacons: "b1")).Silent("GEO-06");
        var found = new Stage().Given(LivesAt("p1", 0, "b1"), Heard("v1", "p1", "09:00", 311, beacons: "b1")).Only("GEO-06");
        Assert.Equal(("p1/v1", new("beaconAway", 301, null, "m", 300, "proposed")), (found.Anchor, Assert.Single(found.Figures)));
        new Stage().Given(LivesAt("p1", 0, "b1"), Heard("v1", "p1", "09:00", 5000, accuracy: 101, beacons: "b1")).Silent("GEO-06");
    }

    [Fact]
    public void A_beacon_that_says_it_was_taken_off_is_found_wherever_it_belongs()
    {
        var found = new Stage().Given(Heard("v1", "p1", "09:00", 0, tampered: true, beacons: "b1")).Only("GEO-06");
        Assert.Equal(Figure.Of("tampered", 1, "checks"), Assert.Single(found.Figures));
    }

    [Fact]
    public void A_home_that_is_told_later_is_held_against_what_was_heard()
    {
        var stage = new Stage().Given(Heard("v1", "p1", "09:00", 0, beacons: ["b1", "b2"])).Settle();
        stage.Silent("GEO-06");
        var found = stage.Given(LivesAt("p1", 0, "b1"), LivesAt("p2", 500, "b2")).Findings("GEO-06");
        Assert.Equal(["p1/v1", "together:2026-06-02"], found.Select(f => f.Anchor).Order()); // The second beacon is not at home either.
    }
}
