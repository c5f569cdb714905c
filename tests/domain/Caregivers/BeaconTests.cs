using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Geo;
using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Caregivers.Given;

namespace LtcActors.Domain.Tests.Caregivers;

/// <summary>GEO-06: beacons that are not where they were fixed.</summary>
public sealed class BeaconTests
{
    private static Told LivesAt(
        string person, double north, string beacon, DateOnly? until = null, FactRef? installed = null, string id = "c1") => s => s.Hear(
        id, ActorId.Person(person), new Brief.Client(
            "120101", [new HomeSpan(new DaySpan(Day("2025-01-01"), null), North(north))], [],
            new(null, [], [], [new(beacon, new(Day("2025-01-01"), until), installed ?? Ref(beacon))], false)));

    private static Told Heard(
        string visit, string person, string time, double north, double accuracy = 10, string? device = "d1", bool tampered = false,
        string id = "c1", params string[] beacons) => s => s.Know(
            (Fact.VisitChecked)Check(true, visit, person, id, North(north), accuracy, device: device) with
            {
                Beacons = [.. beacons.Select(b => new BeaconSighting(b, tampered))],
            },
            At(2, time), visit);

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

    /// <summary>Two accounts, each at the home of its own client, which are so far apart.</summary>
    private static Told[] TwoAccounts(double apart, string second, string? device = "d1") =>
    [
        LivesAt("p1", 0, "b1"), LivesAt("p2", apart, "b2", id: "c2"),
        Heard("v1", "p1", "09:00", 0, device: device, beacons: "b1"), Heard("v2", "p2", second, apart, device: device, id: "c2", beacons: "b2"),
    ];

    [Fact]
    public void Two_accounts_on_one_device_that_hear_beacons_of_homes_far_apart_are_found_on_the_device()
    {
        var found = new Stage().Given(TwoAccounts(201, "09:04:59")).Only("GEO-06");
        Assert.Equal(
            (ActorId.Device("d1"), "together:2026-06-02", Severity.P1, At(2, "09:04:59"), "d1", null, "i1", "120101"),
            (found.Subject, found.Anchor, found.Severity, found.OccurredAt, found.DeviceId, found.CaregiverId, found.InstitutionId, found.DistrictCode));
        Assert.Equal(["v1", "v2"], found.VisitIds.ToArray());
        Assert.Equal(
            [
                Figure.Of("beacons", "b1 b2"), new("homesApart", 201, null, "m", 200, "proposed"), new("within", 4.983, null, "min", 5, "proposed"),
                Figure.Of("caregivers", "c1 c2"),
            ],
            found.Figures.ToArray());
        Assert.Equal(["check-in", "check-in", "installed", "installed"], found.Evidence.Select(static e => e.Note).Order());
    }

    [Fact]
    public void The_device_keeps_to_the_limits_of_the_caregiver()
    {
        new Stage().Given(TwoAccounts(201, "09:05")).Silent("GEO-06");
        new Stage().Given(TwoAccounts(199, "09:04")).Silent("GEO-06");
        new Stage().Given(TwoAccounts(5000, "09:04", device: null)).Silent("GEO-06");
    }

    [Fact]
    public void A_station_tablet_may_be_in_many_hands_and_not_in_two_homes_at_once() => new Stage().Given(
        Known(new Fact.DeviceRegistered("d1", true, "i1", null), At(1, "06:00"))).Given(TwoAccounts(5000, "09:04")).Only("GEO-06");

    [Fact]
    public void What_one_account_hears_by_itself_is_found_on_it_alone()
    {
        // The first hears both; the other, on the same device that day, hears nothing that is far from either.
        var found = new Stage().Given(
            LivesAt("p1", 0, "b1"), LivesAt("p2", 500, "b2"), LivesAt("p2", 500, "b2", id: "c2"),
            Heard("v1", "p1", "09:00", 0, beacons: ["b1", "b2"]), Heard("v2", "p2", "11:00", 500, id: "c2", beacons: "b2")).Findings("GEO-06");
        Assert.All(found, f => Assert.Equal(ActorId.Caregiver("c1"), f.Subject));
        Assert.NotEmpty(found);
    }

    [Fact]
    public void Two_ids_of_one_real_name_are_one_hand_and_found_once()
    {
        var found = new Stage().Given(Registered(idNumber: "7"), Registered("c2", idNumber: "7"))
            .Given(TwoAccounts(500, "09:03")).Only("GEO-06");
        Assert.Equal(ActorId.Caregiver("c1"), found.Subject);
    }

    [Fact]
    public void In_any_order_and_read_again_on_the_way_the_device_finds_the_same_and_takes_it_back_alike()
    {
        var facts = TwoAccounts(500, "09:03").Append(Heard("v3", "p1", "09:06", 0, beacons: "b1")).ToList();
        var expected = new Stage().Given([.. facts]).Picture();
        Assert.Contains("GEO-06", expected, StringComparison.Ordinal);
        for (var seed = 0; seed < 60; seed++)
        {
            var chance = new Random(seed);
            var stage = new Stage();
            foreach (var fact in facts.OrderBy(_ => chance.Next()))
            {
                stage.Given(fact);
                _ = chance.Next(2) == 0 ? stage.Settle() : chance.Next(3) == 0 ? stage.Reload() : stage;
            }

            Assert.True(expected == stage.Picture(), $"seed {seed}\n{expected}\n\n{stage.Picture()}");
            Assert.True(expected == stage.Reload().Settle(anew: true).Picture(), $"seed {seed}: from the ground up");
        }

        // The beacon of the second home was taken down the day before.
        new Stage().Given([.. facts]).Settle().Given(LivesAt("p2", 500, "b2", June(1), id: "c2")).Silent("GEO-06");
    }
}
