namespace LtcActors.Simulator;

/// <summary>Beacons taken off or brought together, by one caregiver or on one device: GEO-06.</summary>
internal static class BeaconOffences
{
    public static Story OfHomes { get; } = new("GEO-06", [TwoBeaconsInOnePlace, TakenOff], [NextDoor]);

    public static Story OnDevices { get; } = new("GEO-06/device", [TwoHomesOnOneTablet], [NextHouseOnTheTablet, FiveMinutesLaterOnTheTablet]);

    private static void TwoBeaconsInOnePlace(Scene s)
    {
        var (carer, person, other) = (s.Carer(), s.Client(), s.Client());
        string[] beacons = [s.World.InstallBeacon(person), s.World.InstallBeacon(other)];
        s.Routine(person, carer, s.NotMid, v => v with { Beacons = [beacons[0]] });
        s.Visit(other, carer, s.At(s.Mid, 14), but: v => v with { Beacons = [beacons[1]] });
        var visit = s.Visit(person, carer, s.At(s.Mid, 9), but: v => v with { Beacons = beacons });
        s.World.Expect("GEO-06", "P1", "the beacons of two homes are in one place", caregiver: carer, visits: [visit]);
        s.World.Expect("GEO-06", "P1", "a beacon is far from its home", caregiver: carer, visits: [visit]);
    }

    private static void TakenOff(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        string[] beacons = [s.World.InstallBeacon(person)];
        s.Routine(person, carer, s.NotMid, v => v with { Beacons = beacons });
        var visit = s.Visit(person, carer, s.At(s.Mid, 9), but: v => v with { Beacons = beacons, Tampered = true });
        s.World.Expect("GEO-06", "P1", "the beacon says that it was taken off", caregiver: carer, visits: [visit]);
    }

    private static void NextDoor(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        var neighbour = s.Client(home: person.Home.Move(60, 1));
        string[] beacons = [s.World.InstallBeacon(person), s.World.InstallBeacon(neighbour)];
        s.Routine(person, carer, but: v => v with { Beacons = beacons });
        s.Visit(neighbour, carer, s.At(s.Mid, 14), but: v => v with { Beacons = beacons });
    }

    /// <summary>Two colleagues check in on their station's tablet, in homes so far apart, one so many minutes after the other.</summary>
    private static (string Tablet, Visit[] Visits) OnOneTablet(Scene s, int metres, int minutes)
    {
        var (tablet, person) = (s.World.NewSharedTablet(s.Agency), s.Client());
        return (tablet, [CheckIn(person, 0), CheckIn(s.Client(home: person.Home.Move(metres, 1)), minutes)]);

        Visit CheckIn(Person at, int minute)
        {
            var carer = s.Carer();
            string[] beacons = [s.World.InstallBeacon(at)];
            s.Routine(at, carer, s.NotMid, v => v with { Beacons = beacons });
            return s.Visit(at, carer, s.At(s.Mid, 9, minute), but: v => v with { Beacons = beacons, DeviceId = tablet });
        }
    }

    private static void TwoHomesOnOneTablet(Scene s)
    {
        var (tablet, visits) = OnOneTablet(s, 2_000, 3);
        s.World.Expected.Add(new ExpectedAlert(
            "GEO-06", "P1", "one tablet hears the beacons of two homes that are far apart, in two hands", InstitutionId: s.Agency.Id,
            DeviceId: tablet, VisitIds: [.. visits.Select(static v => v.Id)]));
    }

    private static void NextHouseOnTheTablet(Scene s) => OnOneTablet(s, 190, 3);

    private static void FiveMinutesLaterOnTheTablet(Scene s) => OnOneTablet(s, 2_000, 5);
}
