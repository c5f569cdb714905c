namespace LtcActors.Simulator;

/// <summary>Orders to institutions and what becomes of their clients: INS-05, INS-06.</summary>
internal static class OrderOffences
{
    public static IReadOnlyList<Story> Stories { get; } =
    [
        new("INS-05", [AcceptedTooLate, SuspendedForSevenMonths, ResumedUnaccepted, WorksAgainUnaccepted],
            [AcceptedAfterAMonth, SuspendedForSixMonths, ResumedAccepted, WorksAgainAccepted]),
        new("INS-06", [ClientStaysBehind], [ClientMovesInTime, SuspendedForAWeek]),
    ];

    private static Institution Rectify(Scene s, DateOnly ordered, DateOnly accepted)
    {
        var agency = s.OwnAgency();
        var order = s.World.NewId("o");
        s.World.Log.Add("agency", "ltc.institution.rectification-ordered", agency.Id, Time.At(ordered, 10),
            new { On = ordered, OrderId = order, Reason = "records incomplete" });
        s.World.Log.Add("agency", "ltc.institution.accepted", agency.Id, Time.At(accepted, 16), new { On = accepted, OrderId = order });
        return agency;
    }

    private static void AcceptedTooLate(Scene s)
    {
        var ordered = s.World.FirstDay.AddDays(-40);
        s.World.Expect("INS-05", "P2", "accepted a day more than a month after the order",
            institution: Rectify(s, ordered, ordered.AddMonths(1).AddDays(1)));
    }

    private static void AcceptedAfterAMonth(Scene s)
    {
        var ordered = s.World.FirstDay.AddDays(-40);
        Rectify(s, ordered, ordered.AddMonths(1));
    }

    private static Institution Suspend(Scene s, int months)
    {
        var agency = s.OwnAgency();
        InstitutionOffences.Notice(s, agency, "suspended", s.MidDay, s.MidDay.AddMonths(months).AddDays(-1));
        return agency;
    }

    private static void SuspendedForSevenMonths(Scene s) =>
        s.World.Expect("INS-05", "P2", "suspended for seven months", institution: Suspend(s, 7));

    private static void SuspendedForSixMonths(Scene s) => Suspend(s, 6);

    private static Institution Resume(Scene s, bool accept)
    {
        var agency = s.OwnAgency();
        InstitutionOffences.Notice(s, agency, "suspended", s.MidDay);
        InstitutionOffences.Notice(s, agency, "resumed", s.MidDay.AddDays(4));
        if (accept)
        {
            s.World.Accept(agency, s.MidDay.AddDays(4));
        }

        return agency;
    }

    private static void ResumedUnaccepted(Scene s) =>
        s.World.Expect("INS-05", "P2", "resumed without acceptance", institution: Resume(s, false));

    private static void ResumedAccepted(Scene s) => Resume(s, true);

    /// <summary>Suspended for three days, and at work again on the fourth.</summary>
    private static Institution WorksAgain(Scene s, bool accept)
    {
        var (agency, _) = Suspended(s, s.MidDay.AddDays(2), d => d < s.Mid || d > s.Mid + 2);
        if (accept)
        {
            s.World.Accept(agency, s.MidDay.AddDays(2));
        }

        return agency;
    }

    private static void WorksAgainUnaccepted(Scene s) =>
        s.World.Expect("INS-05", "P2", "at work again after the last day of a suspension, without acceptance", institution: WorksAgain(s, false));

    private static void WorksAgainAccepted(Scene s) => WorksAgain(s, true);

    private static (Institution Agency, Person Person) Suspended(Scene s, DateOnly? until, Func<int, bool>? on = null)
    {
        var agency = s.OwnAgency();
        var (carer, person) = (s.Carer(agency), s.Client(agency));
        s.Routine(person, carer, on ?? s.BeforeMid);
        InstitutionOffences.Notice(s, agency, "suspended", s.MidDay, until);
        return (agency, person);
    }

    private static void ClientStaysBehind(Scene s) =>
        s.World.Expect("INS-06", "P2", "a client is still without another institution after a week", institution: Suspended(s, null).Agency);

    private static void ClientMovesInTime(Scene s)
    {
        var (_, person) = Suspended(s, null);
        var other = s.OwnAgency();
        s.World.Arrange(person, other, s.MidDay.AddDays(7), "professional", null);
        s.Visit(person, s.Carer(other), s.At(Math.Min(s.Mid + 7, s.World.Options.Days - 1), 9));
    }

    private static void SuspendedForAWeek(Scene s) => Suspended(s, s.MidDay.AddDays(6));
}
