namespace LtcActors.Simulator;

/// <summary>How visits come to be recorded: VIS-12, VIS-13.</summary>
internal static class RecordOffences
{
    public static IReadOnlyList<Story> Stories { get; } =
    [
        new("VIS-12", [OneInFourByHand, OnlyForOneClient, OnlyAtWeekends], [NoMoreThanAllowed, Exempted, AFewForOneClient]),
        new("IDN-04", [EveryOtherByTelephone], [EveryFifthByTelephone]),
        new("VIS-12/institution", [AWholeAgencyByHand], [NoMoreThanAllowed]),
        new("VIS-13", [ASecondTooLate, OftenLate], [ExactlyThreeDays]),
    ];

    /// <summary>Two visits a day to two persons, by turns; the spec of some is changed.</summary>
    private static List<Visit> Months(Scene s, Caregiver carer, Func<int, bool> some, Func<VisitSpec, VisitSpec> but)
    {
        Person[] persons = [s.Client(), s.Client()];
        var visits = new List<Visit>();
        // Whole months of the city's days: of each month at least 20 visits, or none to judge by.
        for (var d = 0; d < s.World.Options.Days; d++)
        {
            for (var i = 0; i < 2; i++)
            {
                visits.Add(s.Visit(persons[i], carer, s.At(d, 9 + (4 * i)), but: some(visits.Count) ? but : null));
            }
        }

        return visits;
    }

    private static List<Visit> ByHand(Scene s, Caregiver carer, Func<int, bool> some) => Months(s, carer, some, v => v with { Channel = "manual" });

    /// <param name="is">Whether the visit of that number is one of those.</param>
    private static void ExpectMonths(Scene s, string rule, string severity, string why, Caregiver carer, List<Visit> visits, Func<int, bool> @is, double share)
    {
        foreach (var month in visits.Select((v, i) => (Visit: v, Is: @is(i))).GroupBy(v => Time.FirstOfMonth(Time.Day(v.Visit.In))))
        {
            var found = month.Where(v => v.Is).Select(v => v.Visit).ToList();
            if (month.Count() >= 20 && found.Count > share * month.Count())
            {
                s.World.Expect(rule, severity, why, caregiver: carer, visits: found);
            }
            else if (rule == "VIS-13" && found.Count > 0)
            {
                s.World.Expect(rule, "P4", why, caregiver: carer, visits: found);
            }
        }
    }

    private static List<Visit> ByTelephone(Scene s, Caregiver carer, Func<int, bool> some) => Months(s, carer, some, v => v with { Channel = "phone" });

    private static void EveryOtherByTelephone(Scene s)
    {
        var carer = s.Carer();
        ExpectMonths(s, "IDN-04", "P3", "no face at every other visit", carer, ByTelephone(s, carer, n => n % 2 == 1), n => n % 2 == 1, 0.3);
    }

    private static void EveryFifthByTelephone(Scene s) => ByTelephone(s, s.Carer(), n => n % 5 == 4);

    private static void OneInFourByHand(Scene s)
    {
        // With a colleague who enters nothing by hand, so that the agency as a whole is in order.
        var agency = s.OwnAgency();
        ByHand(s, s.Carer(agency), _ => false);
        var carer = s.Carer(agency);
        ExpectMonths(s, "VIS-12", "P2", "every fourth visit was entered by hand", carer, ByHand(s, carer, Fourth), Fourth, 0.15);
    }

    private static void AWholeAgencyByHand(Scene s)
    {
        var agency = s.OwnAgency();
        var carer = s.Carer(agency);
        var visits = ByHand(s, carer, Fourth);
        ExpectMonths(s, "VIS-12", "P2", "every fourth visit was entered by hand", carer, visits, Fourth, 0.15);
        foreach (var month in visits.GroupBy(v => Time.FirstOfMonth(Time.Day(v.In))).Where(m => m.Count() >= 20))
        {
            s.World.Expect("VIS-12", "P2", "a quarter of an agency's check-ins were entered by hand", institution: agency);
        }
    }

    private static void NoMoreThanAllowed(Scene s)
    {
        // Every seventh: at most 15 in 100 of any 20 or more on end.
        var carer = s.Carer();
        ByHand(s, carer, n => n % 8 == 7);
    }

    private static void Exempted(Scene s)
    {
        var carer = s.Carer();
        s.World.Exempt(carer, "manual", s.World.FirstDay.AddDays(-20), null);
        ByHand(s, carer, Fourth);
    }

    /// <summary>
    /// The calendar month before the city, by device but for some: two clients from Monday to Friday, one of them on Saturdays, and a
    /// third once a week. So few by hand that the shares of caregiver and agency are in order.
    /// </summary>
    private static (Caregiver Carer, List<Visit> ByHand) LastMonth(Scene s, Func<int, DateOnly, bool> isByHand)
    {
        var agency = s.OwnAgency();
        var carer = s.Carer(agency);
        Person[] persons = [.. Enumerable.Range(0, 3).Select(_ => s.Client(agency, since: s.World.FirstDay.AddDays(-140)))];
        var byHand = new List<Visit>();
        for (var day = s.MonthBefore; day.Month == s.MonthBefore.Month; day = day.AddDays(1))
        {
            for (var i = 0; i < persons.Length; i++)
            {
                if (day.DayOfWeek == DayOfWeek.Sunday || (day.DayOfWeek == DayOfWeek.Saturday && i > 0) || (i == 2 && day.DayOfWeek != DayOfWeek.Wednesday))
                {
                    continue;
                }

                var hand = isByHand(i, day);
                var visit = s.Visit(persons[i], carer, Time.At(day, 8 + (3 * i), s.Rng.Int(0, 20)), but: v => hand ? v with { Channel = "manual" } : v);
                if (hand)
                {
                    byHand.Add(visit);
                }
            }
        }

        return (carer, byHand);
    }

    private static void OnlyForOneClient(Scene s)
    {
        var (carer, visits) = LastMonth(s, static (i, _) => i == 2);
        s.World.Expect("VIS-12", "P2", "entered by hand for one client only", caregiver: carer, visits: visits);
    }

    private static void OnlyAtWeekends(Scene s)
    {
        var (carer, visits) = LastMonth(s, static (_, day) => day.DayOfWeek == DayOfWeek.Saturday);
        s.World.Expect("VIS-12", "P2", "by device on weekdays, by hand at weekends", caregiver: carer, visits: visits);
    }

    private static void AFewForOneClient(Scene s) => LastMonth(s, static (i, day) => i == 2 && day.Day <= 21);

    private static void Upload(Scene s, TimeSpan after, bool crime)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, s.NotMid);
        var visit = s.Visit(person, carer, s.At(s.Mid, 9), but: v => v with { Delay = TimeSpan.Zero, Uploaded = after });
        if (crime)
        {
            s.World.Expect("VIS-13", "P4", "uploaded a second after three days", caregiver: carer, visits: [visit]);
        }
    }

    private static void ASecondTooLate(Scene s) => Upload(s, TimeSpan.FromHours(72) + TimeSpan.FromSeconds(1), true);

    private static void ExactlyThreeDays(Scene s) => Upload(s, TimeSpan.FromHours(72), false);

    private static void OftenLate(Scene s)
    {
        var carer = s.Carer();
        var visits = Months(s, carer, Fourth, v => v with { Delay = TimeSpan.Zero, Uploaded = TimeSpan.FromHours(100) });
        ExpectMonths(s, "VIS-13", "P3", "every fourth visit was uploaded after 100 hours", carer, visits, Fourth, 0.2);
    }

    private static bool Fourth(int number) => number % 4 == 3;
}
