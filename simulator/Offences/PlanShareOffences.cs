namespace LtcActors.Simulator;

/// <summary>What was planned and not done, and who was cared for: VIS-03, VIS-11, IDN-02.</summary>
internal static class PlanShareOffences
{
    public static IReadOnlyList<Story> Stories { get; } =
    [
        new("VIS-03", [NobodyCame], [CameLate, CancelledInTime]),
        new("VIS-11", [HalfOfThePlan, MoreThanThePlan, NeverTheSecondService], [MostOfThePlan, AFifthMore, BothServices]),
        new("IDN-02", [AnotherFace, NotSeenForTenDays, NeverSeenWhereOthersAre], [SecondLookSucceeds, SeenEveryWeek]),
    ];

    /// <summary>An item of the plan by itself: nobody need come for it.</summary>
    private static string Item(Scene s, Person person, Caregiver carer, DateTimeOffset start)
    {
        var id = s.World.NewId("y"); // Items of visits bear the number of the visit: this one must be no visit's.
        s.World.Log.Add("agency", "ltc.plan.filed", person.Id, Time.At(Time.Day(start).AddDays(-1), 17), new
        {
            PlanId = s.World.NewId("w"),
            person.InstitutionId,
            From = Time.Day(start),
            To = Time.Day(start),
            Items = new[] { new { ItemId = id, CaregiverId = carer.Id, Start = start, End = start.AddHours(1), Services = new[] { "HB-01" } } },
        });
        return id;
    }

    private static (Person Person, Caregiver Carer) Home(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer);
        return (person, carer);
    }

    private static void NobodyCame(Scene s)
    {
        var (person, carer) = Home(s);
        Item(s, person, carer, s.At(s.Mid, 15));
        s.World.Expect("VIS-03", "P3", "nobody came in the afternoon", person);
    }

    private static void CameLate(Scene s)
    {
        var (person, carer) = Home(s);
        Item(s, person, carer, s.At(s.Mid, 15));
        s.Visit(person, carer, s.At(s.Mid, 15, 29), 30);
    }

    private static void CancelledInTime(Scene s)
    {
        var (person, carer) = Home(s);
        s.World.ChangePlan(person, s.At(s.Mid, 8), cancelled: Item(s, person, carer, s.At(s.Mid, 15)));
    }

    /// <summary>Ten items in the month before the city's first, of which so many are visited, and visits in some afternoons that nobody planned.</summary>
    private static (Person Person, List<Visit> Visits) MonthBefore(Scene s, int visited, int besides = 0, Func<VisitSpec, VisitSpec>? but = null)
    {
        var agency = s.OwnAgency(); // Of its colleagues nothing is known in that month.
        var (carer, person) = (s.Carer(agency), s.Client(agency, since: s.World.FirstDay.AddDays(-140)));
        var month = Time.FirstOfMonth(s.World.FirstDay).AddMonths(-1);
        var visits = new List<Visit>();
        for (var n = 0; n < 10; n++)
        {
            var start = Time.At(month.AddDays((2 * n) + 3), 9);
            if (n < visited)
            {
                visits.Add(s.Visit(person, carer, start, but: but));
                if (n < besides)
                {
                    visits.Add(s.Visit(person, carer, start.AddHours(6), but: static v => v with { Planned = false }));
                }

                continue;
            }

            Item(s, person, carer, start);
            s.World.Expect("VIS-03", "P3", "nobody came", person);
        }

        s.Routine(person, carer);
        return (person, visits);
    }

    private static void HalfOfThePlan(Scene s)
    {
        var (person, visits) = MonthBefore(s, 5);
        s.World.Expect("VIS-11", "P3", "half of the planned visits were made", person, visits: visits);
    }

    private static void MoreThanThePlan(Scene s)
    {
        var (person, visits) = MonthBefore(s, 10, besides: 3);
        s.World.Expect("VIS-11", "P3", "thirteen visits where ten were planned", person, visits: visits);
    }

    private static void NeverTheSecondService(Scene s)
    {
        var (person, visits) = MonthBefore(s, 10, but: static v => v with { PlannedServices = ["HB-01", "HB-02"] });
        s.World.Expect("VIS-11", "P3", "of two services planned one was never done", person, visits: visits);
    }

    private static void MostOfThePlan(Scene s) => MonthBefore(s, 8);

    private static void AFifthMore(Scene s) => MonthBefore(s, 10, besides: 2);

    private static void BothServices(Scene s) =>
        MonthBefore(s, 10, but: static v => v with { PlannedServices = ["HB-01", "HB-02"], Services = ["HB-01", "HB-02"] });

    /// <summary>Of an institution of their own: where one face is looked at, all others are asked for theirs.</summary>
    private static (Institution Agency, Caregiver Carer, Person Person) Faced(Scene s)
    {
        var agency = s.OwnAgency();
        return (agency, s.Carer(agency), s.Client(agency));
    }

    private static void AnotherFace(Scene s)
    {
        var (_, carer, person) = Faced(s);
        s.Routine(person, carer, s.NotMid);
        var visit = s.Visit(person, carer, s.At(s.Mid, 9), but: v => v with { PersonFace = 0.31 });
        s.World.Expect("IDN-02", "P2", "somebody else lies in the bed", person, visits: [visit]);
    }

    private static void SecondLookSucceeds(Scene s)
    {
        var (_, carer, person) = Faced(s);
        s.Routine(person, carer, but: v => v with { PersonFace = Time.Day(v.In).DayNumber % 4 < 2 ? 0.93 : 0.88 });
    }

    private static void NotSeenForTenDays(Scene s)
    {
        var (_, carer, person) = Faced(s);
        var visits = s.Routine(person, carer, but: v => v with { PersonFace = v.In < s.At(s.Mid, 0) || v.In > s.At(s.Mid + 4, 0) ? null : 0.95 });
        var last = visits.FindLast(v => v.In > s.At(s.Mid, 0) && v.In <= s.At(s.Mid + 4, 0))!;
        var unproved = visits.FindAll(v => v.In >= last.In.AddDays(7));
        if (unproved.Count > 0)
        {
            s.World.Expect("IDN-02", "P2", "care goes on and the person was not seen for a week", person, visits: unproved);
        }
    }

    /// <summary>Of two clients one shows its face since the month before; the other never does, nor did anybody see it.</summary>
    private static void NeverSeenWhereOthersAre(Scene s)
    {
        var (agency, carer, person) = Faced(s);
        var never = s.Client(agency);
        s.Visit(person, carer, Time.At(s.MonthBefore.AddDays(5), 9), but: static v => v with { PersonFace = 0.95 });
        s.Routine(person, carer, but: static v => v with { PersonFace = 0.95 });
        var visits = Enumerable.Range(0, s.World.Options.Days / 2).Select(d => s.Visit(never, carer, s.At(2 * d, 14))).ToList();
        s.World.Expect(
            "IDN-02", "P2", "the faces of others are looked at, and this one's never", never,
            visits: visits.FindAll(v => v.In >= Time.At(s.MonthBefore.AddMonths(1).AddDays(7), 0)));
    }

    private static void SeenEveryWeek(Scene s)
    {
        var (_, carer, person) = Faced(s);
        s.Routine(person, carer, but: v => v with { PersonFace = (Time.Day(v.In).DayNumber - s.World.FirstDay.DayNumber) % 6 == 0 ? 0.95 : null });
    }
}
