namespace LtcActors.Simulator;

/// <summary>
/// Habits of a month: VIS-14, VIS-15, and STF-07. All of it happens in the month before the city begins, which is over. How strong
/// a habit is, is chance: the curve of a rule shows what another threshold would find.
/// </summary>
internal static class HabitOffences
{
    public static IReadOnlyList<Story> Stories { get; } =
    [
        new("VIS-14", [ByTheSecond, ByTheSecondAtTwoHomes], [ABeaconChecksIn, PunctualAndAsLongAsItTakes, TypedInAfterwards]),
        new("VIS-15", [NightsNobodyPlanned, WeekendsNobodyPlanned], [PlannedNights, NoMoreThanHalf]),
        new("STF-07", [NeverSeenAtWork, LessThanHalfOfTheDays], [BeginsOnTheThirtiethDay, OnLeave, HalfOfTheDays]),
    ];

    /// <summary>From the first Monday of the month before on, so many weeks on whole.</summary>
    private static DateOnly Monday(Scene s) => s.MonthBefore.AddDays((8 - (int)s.MonthBefore.DayOfWeek) % 7);

    private static Person Client(Scene s, Institution? at = null) => s.Client(at, since: s.World.FirstDay.AddDays(-140));

    /// <summary>In an agency of its own: of colleagues nothing would be known in the month before.</summary>
    private static (Institution Agency, Caregiver Carer) Alone(Scene s)
    {
        var agency = s.OwnAgency();
        return (agency, s.Carer(agency));
    }

    /// <summary>Visits on days on end; each misses the start and the length that were planned by some seconds.</summary>
    private static List<Visit> Mornings(
        Scene s, Caregiver carer, IReadOnlyList<Person> persons, int count, Func<int> late, Func<int> longer, string channel = "mobile")
    {
        var visits = new List<Visit>();
        for (var i = 0; i < count; i++)
        {
            var start = Time.At(s.MonthBefore.AddDays(1 + (i / persons.Count)), 9 + (4 * (i % persons.Count)));
            var begin = start.AddSeconds(late());
            visits.Add(s.Visit(persons[i % persons.Count], carer, begin, 60, v => v with
            {
                Plan = (start, start.AddHours(1)), Out = begin.AddSeconds(3_600 + longer()), Channel = channel, Delay = TimeSpan.Zero, Tracks = false,
            }));
        }

        return visits;
    }

    private static void Clockwork(Scene s, int persons)
    {
        var (agency, carer) = Alone(s);
        var spread = s.Rng.Between(1, 20);
        int Off() => (int)Math.Round(s.Rng.Gaussian() * spread);
        var visits = Mornings(s, carer, [.. Enumerable.Range(0, persons).Select(_ => Client(s, agency))], s.Rng.Int(14, 20), Off, Off);
        s.World.Expect("VIS-14", "P3", "starts and lengths differ from the plan by seconds", caregiver: carer, visits: visits);
    }

    private static void ByTheSecond(Scene s) => Clockwork(s, 1);

    private static void ByTheSecondAtTwoHomes(Scene s) => Clockwork(s, 2);

    private static void Honest(Scene s, Func<int> late, Func<int> longer, string channel = "mobile")
    {
        var (agency, carer) = Alone(s);
        Mornings(s, carer, [Client(s, agency)], 16, late, longer, channel);
    }

    private static void ABeaconChecksIn(Scene s) => Honest(s, () => s.Rng.Int(-70, 70), () => s.Rng.Int(-70, 70), "beacon");

    private static void PunctualAndAsLongAsItTakes(Scene s) =>
        Honest(s, () => s.Rng.Int(0, 5), () => s.Rng.Int(-600, 900));

    private static void TypedInAfterwards(Scene s) => Honest(s, () => 0, () => 0, "manual");

    /// <summary>Three weeks, each with so many visits on planned mornings and so many at hours of the story's choosing.</summary>
    private static (Caregiver Carer, List<Visit> Odd) Weeks(Scene s, int usual, IReadOnlyList<(int Day, int Hour)> odd, bool planned)
    {
        var (agency, carer) = Alone(s);
        var person = Client(s, agency);
        var found = new List<Visit>();
        for (var week = 0; week < 3; week++)
        {
            var monday = Monday(s).AddDays(7 * week);
            for (var i = 0; i < usual; i++)
            {
                s.Visit(person, carer, Time.At(monday.AddDays(i), 10, s.Rng.Int(0, 20)), 40, v => v with { Tracks = false });
            }

            foreach (var (day, hour) in odd)
            {
                found.Add(s.Visit(person, carer, Time.At(monday.AddDays(day), hour, s.Rng.Int(0, 20)), 30, v => v with { Planned = planned, Tracks = false }));
            }
        }

        return (carer, found);
    }

    private static void NightsNobodyPlanned(Scene s)
    {
        var (carer, odd) = Weeks(s, s.Rng.Int(1, 2), [(0, 22), (1, 23), (2, 22), (3, 23)], planned: false);
        s.World.Expect("VIS-15", "P3", "most visits are at night, and none of those is planned", caregiver: carer, visits: odd);
    }

    private static void WeekendsNobodyPlanned(Scene s)
    {
        var (carer, odd) = Weeks(s, 1, [(5, 9), (6, 9), (6, 15)], planned: false);
        s.World.Expect("VIS-15", "P3", "most visits are at weekends, and none of those is planned", caregiver: carer, visits: odd);
    }

    private static void PlannedNights(Scene s) => Weeks(s, 1, [(0, 22), (1, 23), (2, 22), (3, 23)], planned: true);

    private static void NoMoreThanHalf(Scene s) => Weeks(s, 2, [(0, 22), (2, 23)], planned: false);

    /// <summary>An agency of which visits are known from the second day of the month before on, and which declares a colleague's days, or some more.</summary>
    private static Institution Known(Scene s)
    {
        var agency = s.OwnAgency();
        var (colleague, person) = (s.Carer(agency), Client(s, agency));
        s.Routine(person, colleague);
        for (var day = 1; day < 28; day += 3)
        {
            s.Visit(person, colleague, Time.At(s.MonthBefore.AddDays(day), 9), but: v => v with { Tracks = false });
        }

        s.World.Declare(colleague, s.MonthBefore, s.Rng.Int(9, 15));
        return agency;
    }

    private static Caregiver Hired(Scene s, Institution agency) => s.World.NewCaregiver(agency, "home", s.MonthBefore.AddDays(-20));

    private static void NeverSeenAtWork(Scene s)
    {
        var carer = Hired(s, Known(s));
        s.World.Expect("STF-07", "P2", "a month on the roll and never seen", caregiver: carer);
    }

    private static void BeginsOnTheThirtiethDay(Scene s)
    {
        var agency = Known(s);
        var (carer, person) = (Hired(s, agency), Client(s, agency));
        s.Visit(person, carer, Time.At(s.MonthBefore.AddDays(1 + 29), 14), but: v => v with { Tracks = false });
        s.Routine(person, carer);
    }

    private static void OnLeave(Scene s)
    {
        var carer = Hired(s, Known(s));
        s.World.Absent(carer, s.MonthBefore, s.World.LastDay, "leave");
    }

    private static List<Visit> Declared(Scene s, int seen, out Caregiver carer)
    {
        var agency = Known(s);
        var person = Client(s, agency);
        var somebody = carer = Hired(s, agency);
        s.World.Declare(carer, s.MonthBefore, 22);
        return [.. Enumerable.Range(0, seen).Select(i =>
            s.Visit(person, somebody, Time.At(s.MonthBefore.AddDays(1 + (2 * i)), 14), but: v => v with { Tracks = false }))];
    }

    private static void LessThanHalfOfTheDays(Scene s)
    {
        var visits = Declared(s, s.Rng.Int(3, 10), out var carer);
        s.World.Expect("STF-07", "P2", "seen on fewer than half of 22 days declared", caregiver: carer, visits: visits);
    }

    private static void HalfOfTheDays(Scene s) => Declared(s, 11, out _);
}
