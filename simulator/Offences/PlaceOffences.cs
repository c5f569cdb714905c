namespace LtcActors.Simulator;

/// <summary>Where the telephone was: GEO-01, GEO-03, GEO-04.</summary>
internal static class PlaceOffences
{
    public static IReadOnlyList<Story> Stories { get; } =
    [
        new("GEO-01", [JustOutside, FarOutside, JustFarOutside, Uncertain, OutsideAWideFence],
            [JustInside, InsideAWideFence, InTheCommunity, MovedForAWhile]),
        new("GEO-03", [MockCheckIn, MockTrack, RootedDevice, DebuggedTrack], [MockOnTheWay]),
        new("GEO-04", [ThreeInAWeek, ShareOfMany], [TwoInAWeek, ThreeInNineDays]),
    ];

    private static void CheckIn(Scene s, double metres, int accuracy, string? severity, int? fence = null)
    {
        var (carer, person) = (s.Carer(), s.Client(fenceRadius: fence));
        s.Routine(person, carer, s.NotMid);
        var fix = new Fix(person.Home.Move(metres, s.Rng.Between(0, 6.28)), accuracy);
        var visit = s.Visit(person, carer, s.At(s.Mid, 9), but: v => v with { FixIn = fix });
        if (severity is not null)
        {
            s.World.Expect("GEO-01", severity, FormattableString.Invariant($"{metres:0} m off, accuracy {accuracy} m"), person,
                visits: [visit]);
        }
    }

    // Some metres beside the bound and not on it: two good formulas for a distance differ by half a percent.
    private static void JustOutside(Scene s) => CheckIn(s, 150 + 20 + 3, 20, "P3");

    private static void JustInside(Scene s) => CheckIn(s, 150 + 20 - 3, 20, null);

    private static void JustFarOutside(Scene s) => CheckIn(s, 750 + 30 + 10, 30, "P2");

    private static void FarOutside(Scene s) => CheckIn(s, 1_400, 25, "P2");

    private static void Uncertain(Scene s) => CheckIn(s, 1_200, 180, "P4");

    private static void OutsideAWideFence(Scene s) => CheckIn(s, 300 + 20 + 4, 20, "P3", fence: 300);

    private static void InsideAWideFence(Scene s) => CheckIn(s, 300 + 20 - 4, 20, null, fence: 300);

    private static void InTheCommunity(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, s.NotMid);
        s.Visit(person, carer, s.At(s.Mid, 9), but: v => v with { At = person.Home.Move(1_200, 1), Place = "community" });
    }

    private static void MovedForAWhile(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        var daughters = s.World.Addresses.At(person.Home, 3_000);
        var until = s.MidDay.AddDays(3);
        s.World.Log.Add("agency", "ltc.person.moved", person.Id, s.At(s.Mid - 1, 10),
            new { Home = World.Json(daughters), From = s.MidDay, Until = until });
        s.Routine(person, carer, d => d < s.Mid || d > s.Mid + 3);
        s.Visit(person, carer, s.At(s.Mid, 9), but: v => v with { At = daughters });
        s.Visit(person, carer, s.At(s.Mid + 3, 9), but: v => v with { At = daughters });
    }

    private static void MockCheckIn(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, s.NotMid);
        s.World.Expect("GEO-03", "P1", "a mock position at the check-in", caregiver: carer,
            visits: [s.Visit(person, carer, s.At(s.Mid, 9), but: v => v with { FixIn = new Fix(person.Home, 5, Mock: true) })]);
    }

    private static void MockTrack(Scene s)
    {
        if (s.World.Options.TrackPoints == 0)
        {
            MockCheckIn(s);
            return;
        }

        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, s.NotMid);
        var points = Enumerable.Range(0, 5).Select(i => (TimeSpan.FromSeconds(900 + 45 * i), new Fix(person.Home, 5, Mock: i == 3)))
            .ToList();
        s.World.Expect("GEO-03", "P1", "one mock point in the track of a visit", caregiver: carer,
            visits: [s.Visit(person, carer, s.At(s.Mid, 9), but: v => v with { TrackFixes = points })]);
    }

    private static void InOtherHands(Scene s, string why, Func<VisitSpec, VisitSpec> how)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, s.NotMid);
        s.World.Expect("GEO-03", "P1", why, caregiver: carer, visits: [s.Visit(person, carer, s.At(s.Mid, 9), but: how)]);
    }

    private static void RootedDevice(Scene s) => InOtherHands(s, "a rooted telephone at a true position", static v => v with { Rooted = true });

    private static void DebuggedTrack(Scene s)
    {
        if (s.World.Options.TrackPoints == 0)
        {
            RootedDevice(s);
            return;
        }

        InOtherHands(s, "a debugger attached while the track is told", static v => v with
        {
            Debugged = true, TrackFixes = [(TimeSpan.FromMinutes(20), new Fix(v.Person.Home, 8))],
        });
    }

    private static void MockOnTheWay(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer);
        var at = s.At(s.Mid, 19);
        s.World.TransitPoints(carer,
            [.. Enumerable.Range(0, 4).Select(i => (at.AddSeconds(45 * i), new Fix(person.Home.Move(400, 2), 5, Mock: true)))]);
    }

    private static List<Visit> Off(Scene s, params int[] days)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, d => !days.Contains(d));
        return [.. days.Select((d, i) =>
            s.Visit(person, carer, s.At(d, 9), but: v => i % 2 == 0 ? v with { LocationOffIn = true } : v with { LocationOffOut = true }))];
    }

    private static void ThreeInAWeek(Scene s)
    {
        var visits = Off(s, s.Mid - 2, s.Mid, s.Mid + 4);
        s.World.Expect("GEO-04", "P2", "location off three times within seven days", caregiver: visits[0].Caregiver, visits: visits);
    }

    private static void ShareOfMany(Scene s)
    {
        if (s.World.Options.Days < 24)
        {
            ThreeInAWeek(s);
            return;
        }

        var (carer, person) = (s.Carer(), s.Client());
        var off = new List<Visit>();
        for (var d = 0; d < s.World.Options.Days; d++)
        {
            // Every sixth day, never three in a week; the fourth falls among 21 visits.
            var isOff = d is 2 or 8 or 14 or 20;
            var visit = s.Visit(person, carer, s.At(d, 9), but: v => v with { LocationOffIn = isOff });
            if (isOff)
            {
                off.Add(visit);
            }
        }

        s.World.Expect("GEO-04", "P2", "location off in more than a tenth of 21 visits", caregiver: carer, visits: off);
    }

    private static void TwoInAWeek(Scene s)
    {
        var visits = Off(s, s.Mid, s.Mid + 2);
        s.World.Tolerate("GEO-04", "P4", "location off twice in a week", caregiver: visits[0].Caregiver, visits: visits);
    }

    private static void ThreeInNineDays(Scene s)
    {
        var visits = Off(s, 0, 4, 8);
        s.World.Tolerate("GEO-04", "P4", "location off three times, but not within seven days", caregiver: visits[0].Caregiver,
            visits: visits);
    }
}
