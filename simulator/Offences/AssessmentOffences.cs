namespace LtcActors.Simulator;

/// <summary>Assessments and reviews: ELG-04, ELG-06, ELG-07.</summary>
internal static class AssessmentOffences
{
    public static IReadOnlyList<Story> Stories { get; } =
    [
        new("ELG-04", [RanOut, CappedAtTwoYears], [LastVisitOnTheLastDay, RenewedInTime, LastDayOfTwoYears]),
        new("ELG-06", [NeverSevere, SevereRanOut], [OlderStillProtects]),
        new("ELG-07", [ServedAfterReview, ServedTheNextDay], [VisitedOnTheDayOfReview, AssessedAgain]),
    ];

    private static void RanOut(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client(assess: false));
        s.World.Assess(person, 4, s.MidDay.AddYears(-1), s.MidDay);
        s.Routine(person, carer, d => d <= s.Mid);
        s.World.Expect("ELG-04", "P1", "visits after the assessment ran out", person, visits: s.Routine(person, carer, d => d > s.Mid));
    }

    private static void CappedAtTwoYears(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client(assess: false));
        // It claims three years, but no assessment counts for more than two.
        s.World.Assess(person, 5, s.MidDay.AddYears(-2).AddDays(-1), s.MidDay.AddYears(1));
        s.Routine(person, carer, s.BeforeMid);
        // 29 February has no second anniversary but the 28th: one day more is past it in any reading.
        s.World.Expect("ELG-04", "P1", "a visit two years and some days after the conclusion", person,
            visits: [s.Visit(person, carer, s.At(s.Mid + 1, 9))]);
    }

    private static void LastVisitOnTheLastDay(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client(assess: false));
        s.World.Assess(person, 4, s.MidDay.AddYears(-1), s.MidDay);
        s.Routine(person, carer, s.BeforeMid);
        s.Visit(person, carer, s.At(s.Mid, 22));
    }

    private static void RenewedInTime(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client(assess: false));
        s.World.Assess(person, 4, s.MidDay.AddYears(-1), s.MidDay);
        s.World.Assess(person, 3, s.MidDay.AddDays(1), s.MidDay.AddYears(1));
        s.Routine(person, carer);
    }

    private static void LastDayOfTwoYears(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client(assess: false));
        var concluded = s.MidDay.AddYears(-2);
        concluded = concluded.AddYears(2) < s.MidDay ? concluded.AddDays(1) : concluded; // 29 February
        s.World.Assess(person, 3, concluded, s.MidDay.AddYears(1));
        s.Routine(person, carer, s.BeforeMid);
        s.Visit(person, carer, s.At(s.Mid, 15));
    }

    private static void NeverSevere(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client(assess: false));
        s.World.Assess(person, 2, s.World.FirstDay.AddDays(-100), s.World.FirstDay.AddDays(500));
        s.World.Expect("ELG-06", "P1", "level 2 has no benefit", person, visits: s.Routine(person, carer));
    }

    private static void SevereRanOut(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client(assess: false));
        s.World.Assess(person, 3, s.MidDay.AddYears(-1), s.MidDay);
        s.World.Assess(person, 1, s.MidDay.AddDays(-2), s.MidDay.AddYears(1));
        s.Routine(person, carer, d => d <= s.Mid);
        s.World.Expect("ELG-06", "P1", "only the newer level 1 is valid from here on", person,
            visits: s.Routine(person, carer, d => d > s.Mid));
    }

    private static void OlderStillProtects(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client(assess: false));
        s.World.Assess(person, 3, s.World.FirstDay.AddDays(-100), s.World.LastDay);
        s.World.Assess(person, 2, s.MidDay, s.MidDay.AddYears(2));
        s.Routine(person, carer);
    }

    private static void ServedAfterReview(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.World.Review(person, eligible: false, s.MidDay);
        s.Routine(person, carer, d => d <= s.Mid);
        s.World.Expect("ELG-07", "P1", "visits after a failed review", person, visits: s.Routine(person, carer, d => d > s.Mid));
    }

    private static void ServedTheNextDay(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.World.Review(person, eligible: false, s.MidDay);
        s.Routine(person, carer, s.BeforeMid);
        s.World.Expect("ELG-07", "P1", "a visit in the first minute of the day after", person,
            visits: [s.Visit(person, carer, s.At(s.Mid + 1, 0, 1))]);
    }

    private static void VisitedOnTheDayOfReview(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.World.Review(person, eligible: false, s.MidDay);
        s.Routine(person, carer, s.BeforeMid);
        s.Visit(person, carer, s.At(s.Mid, 21));
    }

    private static void AssessedAgain(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.World.Review(person, eligible: false, s.MidDay);
        s.World.Assess(person, 3, s.MidDay.AddDays(3), s.MidDay.AddYears(2));
        s.Routine(person, carer, d => d < s.Mid || d >= s.Mid + 3);
    }
}
