namespace LtcActors.Simulator;

/// <summary>One visit by itself, or a day of them: VIS-01, VIS-04, VIS-05.</summary>
internal static class VisitOffences
{
    public static IReadOnlyList<Story> Stories { get; } =
    [
        new("VIS-01", [NoCheckOut, NoCheckOutUnplanned, NoCheckIn, InstitutionHabit], [CheckOutArrivesLate, CheckInArrivesLate]),
        new("VIS-04", [Void, TwoMinutes, BelowFourFifths, EndsBeforeItBegins, BelowEight], [ExactlyFourFifths, ExactlyEight]),
        new("VIS-05", [MoreThanTwelveHours, MoreThanSixteenADay, MoreThanADay], [ExactlyTwelveHours, ExactlySixteenADay]),
    ];

    private static void NoCheckOut(Scene s)
    {
        var agency = s.OwnAgency();
        var (carer, person) = (s.Carer(agency), s.Client(agency));
        s.Routine(person, carer, s.NotMid);
        s.World.Expect("VIS-01", "P3", "no check-out, two hours after the planned end", person,
            visits: [s.Visit(person, carer, s.At(s.Mid, 9), but: v => v with { Plan = (v.In, v.In.AddHours(1)), Out = null })]);
    }

    private static void NoCheckOutUnplanned(Scene s)
    {
        var agency = s.OwnAgency();
        var (carer, person) = (s.Carer(agency), s.Client(agency));
        s.Routine(person, carer, s.NotMid);
        s.World.Expect("VIS-01", "P3", "no check-out 25 h after an unplanned check-in", person,
            visits: [s.Visit(person, carer, s.At(s.Mid, 9), but: v => v with { Planned = false, Out = null })]);
    }

    private static void NoCheckIn(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, s.NotMid);
        s.World.Expect("VIS-01", "P3", "no check-in, two hours after the planned end", person,
            visits: [s.Visit(person, carer, s.At(s.Mid, 9), but: static v => v with { NotIn = true })]);
    }

    private static void CheckInArrivesLate(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, s.NotMid);
        s.Visit(person, carer, s.At(s.Mid, 9), but: static v => v with { DelayIn = TimeSpan.FromHours(60) });
    }

    private static void InstitutionHabit(Scene s)
    {
        var agency = s.OwnAgency();
        var carer = s.World.NewCaregiver(agency, "home", s.World.FirstDay.AddDays(-90));
        var centre = agency.District.Centre;
        var clients = Enumerable.Range(0, 5)
            .Select(i => s.Client(agency, home: s.World.NewHome(centre), since: s.World.FirstDay.AddDays(i - 85), assigned: carer))
            .ToList();
        var all = new List<Visit>();
        for (var d = 0; d < s.World.Options.Days; d++)
        {
            for (var i = 0; i < 5; i++)
            {
                // The first week without any check-out: more than 20, and more than a tenth from then on.
                var open = d is >= 1 and <= 6;
                var visit = s.Visit(clients[i], carer, s.At(d, 8 + 2 * i), but: v =>
                    open ? v with { Plan = (v.In, v.In.AddHours(1)), Out = null } : v);
                if (open)
                {
                    all.Add(visit);
                    s.World.Expect("VIS-01", "P3", "no check-out, as usual at this institution", clients[i], visits: [visit]);
                }
            }
        }

        s.World.Expect("VIS-01", "P2", "more than a tenth without check-out", institution: agency, visits: all);
    }

    private static void CheckOutArrivesLate(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, s.NotMid);
        s.Visit(person, carer, s.At(s.Mid, 9), but: v => v with { Delay = TimeSpan.FromHours(60) });
    }

    private static void Lasting(Scene s, double minutes, int planned, string? severity)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, s.NotMid);
        var visit = s.Visit(person, carer, s.At(s.Mid, 9), minutes, v =>
            v with { Planned = planned > 0, Plan = (v.In, v.In.AddMinutes(planned)) });
        if (severity is not null)
        {
            s.World.Expect("VIS-04", severity, FormattableString.Invariant($"{minutes:0.##} min of {planned} planned"), person,
                visits: [visit]);
            if (minutes < -5)
            {
                s.World.Expect("DEV-03", "P3", "the clock was set back during the visit", caregiver: carer, visits: [visit]);
            }
        }
    }

    private static void Void(Scene s) => Lasting(s, 119 / 60.0, 0, "P2");

    private static void TwoMinutes(Scene s) => Lasting(s, 2, 0, "P3");

    private static void BelowEight(Scene s) => Lasting(s, 479 / 60.0, 0, "P3");

    private static void BelowFourFifths(Scene s) => Lasting(s, 48 - 1 / 60.0, 60, "P3");

    private static void EndsBeforeItBegins(Scene s) => Lasting(s, -10, 0, "P3");

    private static void ExactlyFourFifths(Scene s) => Lasting(s, 48, 60, null);

    private static void ExactlyEight(Scene s) => Lasting(s, 8, 0, null);

    private static void Long(Scene s, int minutes, string? severity)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, s.NotMid);
        var visit = s.Visit(person, carer, s.At(s.Mid, 6), minutes);
        if (severity is not null)
        {
            s.World.Expect("VIS-05", severity, "one visit of more than 12 h", caregiver: carer, visits: [visit]);
        }

        s.World.Expect("VIS-10", "P3", "more than ten hours in one day", caregiver: carer, visits: [visit]);
    }

    private static void MoreThanTwelveHours(Scene s) => Long(s, 721, "P3");

    private static void ExactlyTwelveHours(Scene s) => Long(s, 720, null);

    /// <summary>Visits of one person, who overlaps with nobody else: their sum is wrong, and two of them at once where they are.</summary>
    private static void DayOf(Scene s, string? severity, params (int Hour, int Minute, int Minutes)[] visits)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, s.NotMid);
        var done = visits.Select(v => s.Visit(person, carer, s.At(s.Mid, v.Hour, v.Minute), v.Minutes)).ToList();
        if (severity is not null)
        {
            s.World.Expect("VIS-05", severity, FormattableString.Invariant($"{visits.Sum(v => v.Minutes)} min in one day"),
                caregiver: carer, visits: done);
        }

        if (done[0].Out > done[1].In)
        {
            s.World.Expect("VIS-06", "P3", "one client twice at once", caregiver: carer, visits: done[..2]);
        }

        s.World.Expect("VIS-10", "P3", "more than ten hours in one day", caregiver: carer, visits: done);
    }

    private static void MoreThanSixteenADay(Scene s) => DayOf(s, "P2", (5, 0, 481), (13, 30, 480));

    private static void MoreThanADay(Scene s) => DayOf(s, "P1", (5, 0, 680), (5, 30, 680), (18, 0, 90));

    private static void ExactlySixteenADay(Scene s) => DayOf(s, null, (5, 0, 480), (13, 30, 480));
}
