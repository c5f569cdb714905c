namespace LtcActors.Simulator;

/// <summary>In two places at once: VIS-06, VIS-08.</summary>
internal static class OverlapOffences
{
    public static IReadOnlyList<Story> Stories { get; } =
    [
        new("VIS-06", [HalfAnHour, ASecondMoreThanFive, OneClientTwice], [ExactlyFive, CoupleForFive, CoupleForMore, NextResidentOnAFastTablet]),
        new("VIS-08", [FifteenKilometres, JustTooFast, PhoneElsewhere], [ByExpressway, LoneSpike]),
    ];

    private static (Caregiver Carer, Visit First, Visit Second) Overlap(Scene s, double minutes, bool couple)
    {
        var carer = s.Carer();
        var person = s.Client();
        // Near enough that nobody could call it an impossible journey too.
        var other = s.Client(home: couple ? person.Home : s.World.Addresses.At(person.Home, 700));
        s.Routine(person, carer, s.NotMid);
        var first = s.Visit(person, carer, s.At(s.Mid, 9));
        var second = s.Visit(other, carer, s.At(s.Mid, 10).AddMinutes(-minutes));
        return (carer, first, second);
    }

    private static void Crime(Scene s, double minutes)
    {
        var (carer, first, second) = Overlap(s, minutes, couple: false);
        s.World.Expect("VIS-06", "P1", FormattableString.Invariant($"{minutes:0.##} min at two addresses"), caregiver: carer,
            visits: [first, second]);
    }

    private static void Couple(Scene s, double minutes)
    {
        var (_, first, second) = Overlap(s, minutes, couple: true);
        Noise.TolerateCouple(s.World, first, second);
    }

    private static void HalfAnHour(Scene s) => Crime(s, 30);

    private static void ASecondMoreThanFive(Scene s) => Crime(s, 5 + 1 / 60.0);

    private static void ExactlyFive(Scene s) => Overlap(s, 5, couple: false);

    /// <summary>Checked in a second time for another institution, while the first visit lasts.</summary>
    private static void OneClientTwice(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, s.NotMid);
        var first = s.Visit(person, carer, s.At(s.Mid, 9));
        var second = s.Visit(person, carer, s.At(s.Mid, 9, 30), but: v => v with { InstitutionId = s.OwnAgency().Id });
        s.World.Expect("VIS-06", "P3", "one client twice at once", caregiver: carer, visits: [first, second]);
    }

    private static void CoupleForFive(Scene s) => Couple(s, 5);

    private static void CoupleForMore(Scene s) => Couple(s, 5 + 1 / 60.0);

    private static void NextResidentOnAFastTablet(Scene s)
    {
        var house = s.World.NewInstitution(s.Agency.District, residence: true);
        var hired = s.World.FirstDay.AddDays(-100);
        var carer = s.World.NewCaregiver(house, "institution", hired);
        var tablet = s.World.NewSharedTablet(house);
        var residents = Enumerable.Range(0, 2)
            .Select(_ => s.World.NewPerson(house, true, s.World.NewHome(house.District.Centre), hired.AddDays(20), "full", null)).ToList();
        for (var d = 0; d < s.World.Options.Days; d += 2)
        {
            // The tablet's check-out says 09:03, the telephone's check-in 09:00.
            var first = s.Visit(residents[0], carer, s.At(d, 8), but: v =>
                v with { At = house.Position, DeviceId = tablet, ClockAhead = TimeSpan.FromMinutes(3) });
            var second = s.Visit(residents[1], carer, s.At(d, 9), but: v => v with { At = house.Position });
            s.World.Tolerate("VIS-06", "P4", "three minutes at one house, by a tablet that is fast", caregiver: carer, visits: [first, second]);
        }
    }

    private static Caregiver Journey(Scene s, double metres, double kilometresAnHour, out Visit[] visits)
    {
        var carer = s.Carer();
        var person = s.Client();
        var other = s.Client(home: s.World.Addresses.At(person.Home, metres));
        s.Routine(person, carer, s.NotMid);
        var seconds = Math.Round((person.Home.DistanceTo(other.Home) - 20) / (kilometresAnHour / 3.6));
        var first = s.Visit(person, carer, s.At(s.Mid, 9), but: v => v with { FixOut = new Fix(person.Home, 10) });
        var second = s.Visit(other, carer, s.At(s.Mid, 10).AddSeconds(seconds), but: v => v with { FixIn = new Fix(other.Home, 10) });
        visits = [first, second];
        s.World.Expect("VIS-09", "P3", "so far in less than half the time it takes", caregiver: carer, visits: visits);
        return carer;
    }

    private static void TooFast(Scene s, double metres, double kilometresAnHour) =>
        s.World.Expect("VIS-08", "P1", FormattableString.Invariant($"{metres / 1000:0} km at {kilometresAnHour:0} km/h"),
            caregiver: Journey(s, metres, kilometresAnHour, out var visits), visits: visits);

    private static void FifteenKilometres(Scene s) => TooFast(s, 15_000, 200);

    private static void JustTooFast(Scene s) => TooFast(s, 9_000, 123);

    private static void ByExpressway(Scene s) => Journey(s, 12_000, 117, out _);

    /// <summary>A track with some points elsewhere at noon; one alone is a reflection, two that agree are a telephone.</summary>
    private static (Caregiver Carer, Visit Visit) Track(Scene s, int elsewhere)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, s.NotMid);
        var away = person.Home.Move(5_000, s.Rng.Between(0, 6.28));
        var points = Enumerable.Range(0, 6).Select(i => (
            TimeSpan.FromSeconds(600 + 45 * i), i >= 2 && i < 2 + elsewhere ? new Fix(away, 15) : new Fix(person.Home, 12))).ToList();
        return (carer, s.Visit(person, carer, s.At(s.Mid, 9), but: v => v with { TrackFixes = points }));
    }

    private static void PhoneElsewhere(Scene s)
    {
        if (s.World.Options.TrackPoints == 0)
        {
            FifteenKilometres(s);
            return;
        }

        var (carer, visit) = Track(s, 2);
        s.World.Expect("VIS-08", "P1", "two points of a track agree on a place 5 km away", caregiver: carer, visits: [visit]);
    }

    private static void LoneSpike(Scene s) => Track(s, 1);
}
