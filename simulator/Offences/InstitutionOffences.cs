namespace LtcActors.Simulator;

/// <summary>Agreements: INS-02.</summary>
internal static class InstitutionOffences
{
    public static IReadOnlyList<Story> Stories { get; } =
    [
        new("INS-02", [AgreementRanOut, Suspended, Terminated, SuspendedUntilResumed],
            [LastDayOfAgreement, VisitedOnTheDayResumed, NotVisitedWhileSuspended]),
    ];

    private static (Institution Agency, Caregiver Carer, Person Person) Agency(Scene s, DateOnly? agreementTo = null)
    {
        var agency = s.OwnAgency(agreementTo);
        return (agency, s.Carer(agency), s.Client(agency));
    }

    internal static void Notice(Scene s, Institution agency, string type, DateOnly on, DateOnly? until = null) =>
        s.World.Log.Add("agency", "ltc.institution." + type, agency.Id, Time.At(on.AddDays(-1), 17), new
        {
            On = on,
            Reason = type == "resumed" ? null : "rectification",
            Until = until,
        });

    private static void AgreementRanOut(Scene s)
    {
        var (agency, carer, person) = Agency(s, s.MidDay);
        s.Routine(person, carer, d => d <= s.Mid);
        s.World.Expect("INS-02", "P1", "visits after the agreement ran out", institution: agency,
            visits: s.Routine(person, carer, d => d > s.Mid));
    }

    private static void Suspended(Scene s)
    {
        var (agency, carer, person) = Agency(s);
        Notice(s, agency, "suspended", s.MidDay, s.MidDay.AddDays(3));
        s.World.Accept(agency, s.MidDay.AddDays(3));
        s.Routine(person, carer, d => d < s.Mid || d > s.Mid + 3);
        s.World.Expect("INS-02", "P1", "visits on the first and the last day of a suspension", institution: agency,
            visits: [s.Visit(person, carer, s.At(s.Mid, 13)), s.Visit(person, carer, s.At(s.Mid + 3, 13))]);
    }

    private static void Terminated(Scene s)
    {
        var (agency, carer, person) = Agency(s);
        Notice(s, agency, "terminated", s.MidDay);
        s.Routine(person, carer, s.BeforeMid);
        s.World.Expect("INS-02", "P1", "a visit on the day of the termination", institution: agency,
            visits: [s.Visit(person, carer, s.At(s.Mid, 10))]);
        s.World.Expect("INS-06", "P2", "the client of a terminated institution has no other after a week", institution: agency);
    }

    private static void SuspendedUntilResumed(Scene s)
    {
        var (agency, carer, person) = Agency(s);
        Notice(s, agency, "suspended", s.MidDay);
        Notice(s, agency, "resumed", s.MidDay.AddDays(3));
        s.World.Accept(agency, s.MidDay.AddDays(2));
        s.Routine(person, carer, d => d < s.Mid || d > s.Mid + 3);
        s.World.Expect("INS-02", "P1", "a visit on the day before the resumption", institution: agency,
            visits: [s.Visit(person, carer, s.At(s.Mid + 2, 16))]);
    }

    private static void LastDayOfAgreement(Scene s)
    {
        var (_, carer, person) = Agency(s, s.MidDay);
        s.Routine(person, carer, s.BeforeMid);
        s.Visit(person, carer, s.At(s.Mid, 18));
    }

    private static void VisitedOnTheDayResumed(Scene s)
    {
        var (agency, carer, person) = Agency(s);
        Notice(s, agency, "suspended", s.MidDay);
        Notice(s, agency, "resumed", s.MidDay.AddDays(2));
        s.World.Accept(agency, s.MidDay.AddDays(2));
        s.Routine(person, carer, d => d < s.Mid || d > s.Mid + 2);
        s.Visit(person, carer, s.At(s.Mid + 2, 8));
    }

    private static void NotVisitedWhileSuspended(Scene s)
    {
        var (agency, carer, person) = Agency(s);
        Notice(s, agency, "suspended", s.MidDay, s.MidDay.AddDays(2));
        s.World.Accept(agency, s.MidDay.AddDays(2));
        s.Routine(person, carer, d => d < s.Mid || d > s.Mid + 2);
    }
}
