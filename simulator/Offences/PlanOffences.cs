namespace LtcActors.Simulator;

/// <summary>Plans, ways and full days: VIS-02, VIS-07, VIS-09, VIS-10.</summary>
internal static class PlanOffences
{
    public static IReadOnlyList<Story> Stories { get; } =
    [
        new("VIS-02", [NotPlanned, AMinutePastTheHour, Cancelled], [ExactlyAnHourLate, ChangedWithApproval]),
        new("VIS-07", [TwoAtOnce, SixMinutes], [Handover, PlannedForTwo, TheRelativeIsThere]),
        new("VIS-09", [SixKilometresInFourMinutes], [SixKilometresInFive, NextDoor]),
        new("VIS-10", [ElevenVisits, TenHoursAndAMinute], [TenVisits, TenHours]),
    ];

    private static (Caregiver Carer, Person Person) Planned(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, s.NotMid);
        s.Visit(person, carer, s.At(s.Mid, 9));
        return (carer, person);
    }

    private static void NotPlanned(Scene s)
    {
        var (carer, person) = Planned(s);
        s.World.Expect("VIS-02", "P3", "a visit in the afternoon that nobody planned", person,
            visits: [s.Visit(person, carer, s.At(s.Mid, 15), but: v => v with { Planned = false })]);
    }

    private static Visit Late(Scene s, TimeSpan after)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, s.NotMid);
        return s.Visit(person, carer, s.At(s.Mid, 10) + after, 50, but: v => v with { Plan = (s.At(s.Mid, 9), s.At(s.Mid, 10)) });
    }

    private static void AMinutePastTheHour(Scene s)
    {
        var visit = Late(s, TimeSpan.FromMinutes(61));
        s.World.Expect("VIS-02", "P3", "61 minutes after the end of the item it names", visit.Person, visits: [visit]);
    }

    private static void Cancelled(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, s.NotMid);
        var visit = s.Visit(person, carer, s.At(s.Mid, 9));
        s.World.ChangePlan(person, s.At(s.Mid - 1, 12), cancelled: visit.Id.Replace("-v-", "-t-", StringComparison.Ordinal));
        s.World.Expect("VIS-02", "P3", "its item was cancelled the day before", person, visits: [visit]);
    }

    private static void ExactlyAnHourLate(Scene s) => Late(s, TimeSpan.FromMinutes(60));

    private static void ChangedWithApproval(Scene s)
    {
        var (carer, person) = Planned(s);
        s.World.ChangePlan(person, s.At(s.Mid - 1, 12), start: s.At(s.Mid, 15));
        s.Visit(person, carer, s.At(s.Mid, 15), but: v => v with { Planned = false });
    }

    private static void Together(Scene s, int overlap, bool crime, int staff = 1)
    {
        var (carer, other, person) = (s.Carer(), s.Carer(), s.Client());
        s.Routine(person, carer, s.NotMid);
        Visit[] visits =
        [
            s.Visit(person, carer, s.At(s.Mid, 9), but: v => v with { Staff = staff }),
            s.Visit(person, other, s.At(s.Mid, 10).AddMinutes(-overlap)),
        ];
        if (crime)
        {
            s.World.Expect("VIS-07", "P2", $"two caregivers for {overlap} minutes", person, visits: visits);
        }
    }

    private static void TwoAtOnce(Scene s) => Together(s, 30, true);

    private static void SixMinutes(Scene s) => Together(s, 6, true);

    private static void Handover(Scene s) => Together(s, 5, false);

    private static void PlannedForTwo(Scene s) => Together(s, 45, false, staff: 2);

    private static void TheRelativeIsThere(Scene s)
    {
        var (person, relative) = FamilyOffences.Household(s);
        var carer = s.Carer();
        s.Routine(person, relative, s.NotMid);
        s.Visit(person, carer, s.At(s.Mid, 9, 15), 30);
        s.Visit(person, relative, s.At(s.Mid, 9));
    }

    private static void Ride(Scene s, double metres, int minutes, bool crime)
    {
        var (carer, first) = (s.Carer(), s.Client());
        var second = s.Client(home: first.Home.Move(metres, s.Rng.Between(0, 6.28)));
        s.Routine(first, carer, s.NotMid);
        Visit[] visits =
        [
            s.Visit(first, carer, s.At(s.Mid, 9), but: v => v with { Tracks = false }),
            s.Visit(second, carer, s.At(s.Mid, 10, minutes), but: v => v with { Tracks = false }),
        ];
        if (crime)
        {
            s.World.Expect("VIS-09", "P3", $"{metres / 1000} km in {minutes} min", caregiver: carer, visits: visits);
        }
    }

    private static void SixKilometresInFourMinutes(Scene s) => Ride(s, 6_000, 4, true);

    private static void SixKilometresInFive(Scene s) => Ride(s, 6_000, 5, false);

    private static void NextDoor(Scene s) => Ride(s, 30, 0, false);

    private static void Day(Scene s, bool crime, int count, int minutes)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, s.NotMid);
        var visits = Enumerable.Range(0, count).Select(i => s.Visit(person, carer, s.At(s.Mid, 6).AddMinutes(i * (minutes + 20)), minutes)).ToList();
        if (crime)
        {
            s.World.Expect("VIS-10", "P3", $"{count} visits of {minutes} min in one day", caregiver: carer, visits: visits);
        }
    }

    private static void ElevenVisits(Scene s) => Day(s, true, 11, 30);

    private static void TenHoursAndAMinute(Scene s) => Day(s, true, 2, 301);

    private static void TenVisits(Scene s) => Day(s, false, 10, 30);

    private static void TenHours(Scene s) => Day(s, false, 2, 300);
}
