namespace LtcActors.Simulator;

/// <summary>Contracts, certificates and absences: STF-06, STF-08.</summary>
internal static class ContractOffences
{
    public static IReadOnlyList<Story> Stories { get; } =
    [
        new("STF-06", [ContractRanOut, CertificateRanOut, CertifiedLater], [LastDayOfContract, NewContractNextDay, RenewedInTime]),
        new("STF-08", [OnLeave, Abroad, AfterLeaving], [BackFromLeave, OnTheDayOfTravel, LastDayAtWork]),
    ];

    private static DateOnly Hired(Scene s) => s.World.FirstDay.AddDays(-s.Rng.Int(150, 300));

    private static void ContractRanOut(Scene s)
    {
        var (carer, person) = (s.World.NewCaregiver(s.Agency, "home", Hired(s), contractTo: s.MidDay), s.Client());
        s.Routine(person, carer, d => d <= s.Mid);
        s.World.Expect("STF-06", "P1", "visits after the last day of the contract", caregiver: carer,
            visits: s.Routine(person, carer, d => d > s.Mid));
    }

    private static void CertificateRanOut(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.World.Certify(carer, s.MidDay.AddYears(-3), s.MidDay.AddDays(-1));
        s.Routine(person, carer, s.BeforeMid);
        s.World.Expect("STF-06", "P1", "a visit on the day after the certificate ran out", caregiver: carer,
            visits: [s.Visit(person, carer, s.At(s.Mid, 9))]);
    }

    private static void CertifiedLater(Scene s)
    {
        var carer = s.World.NewCaregiver(s.Agency, "home", Hired(s), certified: s.MidDay.AddDays(1));
        var person = s.Client();
        var early = s.Visit(person, carer, s.At(s.Mid, 9));
        s.Routine(person, carer, d => d > s.Mid);
        s.World.Expect("STF-06", "P1", "a visit on the day before the certificate was issued", caregiver: carer, visits: [early]);
    }

    private static void LastDayOfContract(Scene s)
    {
        var (carer, person) = (s.World.NewCaregiver(s.Agency, "home", Hired(s), contractTo: s.MidDay), s.Client());
        s.Routine(person, carer, s.BeforeMid);
        s.Visit(person, carer, s.At(s.Mid, 20));
    }

    private static void NewContractNextDay(Scene s)
    {
        var (carer, person) = (s.World.NewCaregiver(s.Agency, "home", Hired(s), contractTo: s.MidDay), s.Client());
        s.World.Employ(carer, "home", s.MidDay.AddDays(1), s.MidDay.AddYears(2));
        s.Routine(person, carer);
    }

    private static void RenewedInTime(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.World.Certify(carer, s.MidDay.AddYears(-3), s.MidDay.AddDays(-1));
        s.World.Certify(carer, s.MidDay, s.MidDay.AddYears(3));
        s.Routine(person, carer);
    }

    private static void Away(Scene s, string kind, int days, int? visitOn)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.World.Absent(carer, s.MidDay, s.MidDay.AddDays(days - 1), kind);
        s.Routine(person, carer, d => d < s.Mid || d >= s.Mid + days);
        if (visitOn is { } day)
        {
            s.World.Expect("STF-08", "P1", $"a check-in on a day of absence ({kind})", caregiver: carer,
                visits: [s.Visit(person, carer, s.At(s.Mid + day, 9))]);
        }
    }

    private static void OnLeave(Scene s) => Away(s, "leave", 3, 2);

    private static void Abroad(Scene s) => Away(s, "travel", 4, 1);

    private static void BackFromLeave(Scene s) => Away(s, "leave", 3, null);

    private static void OnTheDayOfTravel(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.World.Absent(carer, s.MidDay, s.MidDay.AddDays(3), "travel");
        s.Routine(person, carer, d => d < s.Mid || d > s.Mid + 3);
        s.Visit(person, carer, s.At(s.Mid, 7));
        s.Visit(person, carer, s.At(s.Mid + 3, 20));
    }

    private static void AfterLeaving(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.World.Leave(carer, s.MidDay);
        s.Routine(person, carer, s.BeforeMid);
        s.World.Expect("STF-08", "P1", "a check-in on the first day no longer employed", caregiver: carer,
            visits: [s.Visit(person, carer, s.At(s.Mid, 9))]);
    }

    private static void LastDayAtWork(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.World.Leave(carer, s.MidDay.AddDays(1));
        s.Routine(person, carer, s.BeforeMid);
        s.Visit(person, carer, s.At(s.Mid, 17));
    }
}
