namespace LtcActors.Simulator;

/// <summary>Deaths and hospital stays: ELG-01, ELG-02, ELG-03.</summary>
internal static class EligibilityOffences
{
    public static IReadOnlyList<Story> Stories { get; } =
    [
        new("ELG-01", [VisitedAfterDeath, VisitBeginsAtDeath, DiedOnADateNoticedLate, ClaimedAfterDeath],
            [DiesDuringVisit, VisitedOnDayOfDeath, ClaimedUntilDayOfDeath]),
        new("ELG-02", [VisitedInHospital, AdmittedAMinuteBeforeTheEnd, ClaimedInHospital, StayNoticedLate],
            [EndsAtAdmission, EmergencyRoom, DaySurgery, BeginsAtDischarge, ClaimOfTheLastDay]),
        new("ELG-03", [AdmissionNoticedLate, DeathNoticedLate, ReviewNoticedLate], [NoticedInTime, ReviewNoticedInTime]),
    ];

    private static void VisitedAfterDeath(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, s.BeforeMid);
        s.World.Die(person, s.At(s.Mid, 6, 12), TimeSpan.FromHours(6));
        s.World.Expect("ELG-01", "P1", "visits on the days after the death", person,
            visits: [s.Visit(person, carer, s.At(s.Mid + 1, 9)), s.Visit(person, carer, s.At(s.Mid + 2, 9, 5))]);
    }

    private static void VisitBeginsAtDeath(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, s.BeforeMid);
        s.World.Die(person, s.At(s.Mid, 9, 30), TimeSpan.FromHours(3));
        s.World.Expect("ELG-01", "P1", "the visit begins in the second of the death", person,
            visits: [s.Visit(person, carer, s.At(s.Mid, 9, 30))]);
    }

    private static void DiedOnADateNoticedLate(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, s.BeforeMid);
        s.World.DieOn(person, s.MidDay, s.At(s.Mid + 4, 10));
        s.World.Expect("ELG-01", "P1", "a visit on the day after the date of death", person,
            visits: [s.Visit(person, carer, s.At(s.Mid + 1, 0, 5))]);
        s.World.Expect("ELG-03", "P2", "the death was noticed more than 24 h after the end of its day", person);
    }

    private static void ClaimedAfterDeath(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        var visits = s.Routine(person, carer, s.BeforeMid);
        s.World.Die(person, s.At(s.Mid, 20), TimeSpan.FromHours(5));
        var after = s.MidDay.AddDays(1);
        var lines = visits.Where(v => Time.FirstOfMonth(Time.Day(v.In)) == Time.FirstOfMonth(after))
            .Select(v => (Time.Day(v.In), (string?)v.Id));
        s.World.Claim(person, s.Agency.Id, after, s.At(s.Mid + 4, 11), [.. lines, (after, null)]);
        s.World.Expect("ELG-01", "P1", "a claim line dated the day after the death", person);
    }

    private static void DiesDuringVisit(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, s.BeforeMid);
        s.Visit(person, carer, s.At(s.Mid, 10));
        s.World.Die(person, s.At(s.Mid, 10, 30), TimeSpan.FromHours(2));
    }

    private static void VisitedOnDayOfDeath(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, s.BeforeMid);
        s.Visit(person, carer, s.At(s.Mid, 20));
        s.World.DieOn(person, s.MidDay, s.At(s.Mid + 1, 9));
    }

    private static void ClaimedUntilDayOfDeath(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, s.BeforeMid);
        s.World.Die(person, s.At(s.Mid, 5), TimeSpan.FromHours(5));
        s.World.Claim(person, s.Agency.Id, s.MidDay, s.At(s.Mid + 4, 11), [(s.MidDay, null)]);
    }

    private static (Caregiver Carer, Person Person) InHospital(Scene s, DateTimeOffset admitted, TimeSpan lag, string? kind = null)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, d => d < s.Mid || d > s.Mid + 3);
        var stay = s.World.NewId("h");
        s.World.Admit(person, admitted, lag, stay, kind);
        s.World.Discharge(person, s.At(s.Mid + 3, 15), TimeSpan.FromHours(2), stay);
        return (carer, person);
    }

    private static void VisitedInHospital(Scene s)
    {
        var (carer, person) = InHospital(s, s.At(s.Mid, 7, 40), TimeSpan.FromHours(5));
        s.World.Expect("ELG-02", "P1", "home visits during an inpatient stay", person,
            visits: [s.Visit(person, carer, s.At(s.Mid + 1, 9)), s.Visit(person, carer, s.At(s.Mid + 2, 9, 4))]);
    }

    private static void AdmittedAMinuteBeforeTheEnd(Scene s)
    {
        var (carer, person) = InHospital(s, s.At(s.Mid, 9, 59), TimeSpan.FromHours(3), "inpatient");
        s.World.Expect("ELG-02", "P1", "the visit overlaps the stay by one minute", person,
            visits: [s.Visit(person, carer, s.At(s.Mid, 9))]);
    }

    private static void ClaimedInHospital(Scene s)
    {
        var (_, person) = InHospital(s, s.At(s.Mid, 18), TimeSpan.FromHours(3));
        s.World.Claim(person, s.Agency.Id, s.MidDay.AddDays(1), s.At(s.Mid + 5, 10), [(s.MidDay.AddDays(1), null)]);
        s.World.Expect("ELG-02", "P1", "a claim line dated within the stay", person);
    }

    private static void StayNoticedLate(Scene s)
    {
        var (carer, person) = InHospital(s, s.At(s.Mid, 6), TimeSpan.FromHours(50));
        s.World.Expect("ELG-02", "P1", "a visit in a stay of which the hospital told late", person,
            visits: [s.Visit(person, carer, s.At(s.Mid + 1, 9))]);
        s.World.Expect("ELG-03", "P2", "the admission was noticed after 50 h", person);
    }

    private static void EndsAtAdmission(Scene s)
    {
        var (carer, person) = InHospital(s, s.At(s.Mid, 10), TimeSpan.FromHours(4));
        s.Visit(person, carer, s.At(s.Mid, 9));
    }

    private static void BeginsAtDischarge(Scene s)
    {
        var (carer, person) = InHospital(s, s.At(s.Mid, 10), TimeSpan.FromHours(4));
        s.Visit(person, carer, s.At(s.Mid + 3, 15));
    }

    private static void EmergencyRoom(Scene s)
    {
        var (carer, person) = InHospital(s, s.At(s.Mid, 8, 30), TimeSpan.FromHours(4), "emergency");
        s.Visit(person, carer, s.At(s.Mid, 9));
    }

    private static void DaySurgery(Scene s)
    {
        var (carer, person) = InHospital(s, s.At(s.Mid, 8, 30), TimeSpan.FromHours(4), "day");
        s.Visit(person, carer, s.At(s.Mid, 9, 15));
    }

    private static void ClaimOfTheLastDay(Scene s)
    {
        var (carer, person) = InHospital(s, s.At(s.Mid, 10), TimeSpan.FromHours(4));
        s.Visit(person, carer, s.At(s.Mid, 8));
        s.World.Claim(person, s.Agency.Id, s.MidDay, s.At(s.Mid + 5, 10), [(s.MidDay, null)]);
    }

    private static void AdmissionNoticedLate(Scene s)
    {
        var (_, person) = InHospital(s, s.At(s.Mid, 14), TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));
        s.World.Expect("ELG-03", "P2", "the admission was noticed a second after 24 h", person);
    }

    private static void DeathNoticedLate(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, s.BeforeMid);
        s.World.Die(person, s.At(s.Mid, 3), TimeSpan.FromDays(5));
        s.World.Expect("ELG-03", "P2", "the death was noticed after five days", person);
    }

    private static Person Reviewed(Scene s, DateTimeOffset notice)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, s.BeforeMid);
        s.World.Review(person, eligible: false, s.MidDay, notice);
        return person;
    }

    private static void ReviewNoticedLate(Scene s) =>
        s.World.Expect("ELG-03", "P2", "the failed review was noticed a minute more than 24 h after its effect",
            Reviewed(s, s.At(s.Mid + 2, 0, 1)));

    private static void NoticedInTime(Scene s) => InHospital(s, s.At(s.Mid, 14), TimeSpan.FromHours(24));

    private static void ReviewNoticedInTime(Scene s) => Reviewed(s, s.At(s.Mid + 2, 0));
}
