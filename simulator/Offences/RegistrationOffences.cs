namespace LtcActors.Simulator;

/// <summary>Who is who: STF-04, STF-05.</summary>
internal static class RegistrationOffences
{
    public static IReadOnlyList<Story> Stories { get; } =
    [
        new("STF-04", [BoundAsProfessional, UnderAnotherId], [FormerProfessional]),
        new("STF-05", [UnknownCaregiver, UnknownInstitution, BeforeTheFirstDay], [RegisteredLate]),
    ];

    private static void BoundAsProfessional(Scene s)
    {
        var carer = s.Carer();
        var person = s.Client(since: s.World.FirstDay.AddDays(-200), package: "family");
        s.World.Practise(carer, person, s.World.FirstDay.AddDays(-140), s.World.FirstDay.AddDays(-20));
        s.World.Train(carer, s.World.FirstDay.AddDays(-30));
        s.World.Bind(person, carer, s.MidDay);
        FamilyOffences.TolerateUnseen(s, person);
        s.Routine(s.Client(), carer);
        s.World.Expect("STF-04", "P1", "a professional is bound as a family caregiver", caregiver: carer);
    }

    private static void UnderAnotherId(Scene s)
    {
        var carer = s.Carer();
        var since = s.World.FirstDay.AddDays(-280);
        var person = s.Client(since: since, package: "family");
        var relative = s.World.NewCaregiver(null, null, since.AddDays(2), idNumber: carer.IdNumber);
        s.World.Practise(relative, person, since.AddDays(5), since.AddDays(120));
        s.World.Train(relative, since.AddDays(100));
        s.World.Bind(person, relative, since.AddDays(130));
        s.Routine(person, relative);
        s.World.Expected.Add(new ExpectedAlert(
            "STF-04", "P1", "one human being, a professional and, under another id, a relative", CaregiverId: carer.Id,
            Aliases: [relative.Id]));
    }

    private static void FormerProfessional(Scene s)
    {
        var left = s.World.FirstDay.AddDays(-200);
        var carer = s.World.NewCaregiver(s.Agency, "home", s.World.FirstDay.AddDays(-300));
        s.World.Leave(carer, left);
        var person = s.Client(since: left.AddDays(-10), package: "family");
        // The day of leaving is no day of employment any more.
        var relative = s.World.NewCaregiver(null, null, left, idNumber: carer.IdNumber);
        s.World.Practise(relative, person, left.AddDays(1), left.AddDays(110));
        s.World.Train(relative, left.AddDays(60));
        s.World.Bind(person, relative, left.AddDays(120));
        s.Routine(person, relative);
    }

    private static void UnknownCaregiver(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        var unknown = s.World.Unregistered(s.Agency.Id);
        s.Routine(person, carer, s.BeforeMid);
        s.World.Expect("STF-05", "P1", "visits by somebody nobody registered", caregiver: unknown,
            visits: s.Routine(person, unknown, d => d >= s.Mid));
    }

    private static void UnknownInstitution(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        var unknown = new Institution(s.World.NewId("i-x"), "", s.Agency.District, s.Agency.Position);
        s.Routine(person, carer, s.BeforeMid);
        s.World.Expect("STF-05", "P1", "visits for an institution never designated", institution: unknown,
            visits: s.Routine(person, carer, d => d >= s.Mid, v => v with { InstitutionId = unknown.Id }));
    }

    private static void BeforeTheFirstDay(Scene s)
    {
        var person = s.Client();
        var carer = s.World.NewCaregiver(s.Agency, "home", s.MidDay.AddDays(1));
        var early = s.Visit(person, carer, s.At(s.Mid, 9));
        s.Routine(person, carer, d => d > s.Mid);
        s.World.Expect("STF-05", "P1", "a visit on the day before the first of the contract", caregiver: carer, visits: [early]);
    }

    private static void RegisteredLate(Scene s)
    {
        var person = s.Client();
        var carer = s.World.NewCaregiver(s.Agency, "home", s.MidDay, registered: s.At(s.Mid + 3, 9));
        s.Routine(person, carer, d => d >= s.Mid);
    }
}
