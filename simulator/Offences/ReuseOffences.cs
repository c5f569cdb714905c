namespace LtcActors.Simulator;

/// <summary>What should differ and does not, and what audits see: IDN-03, IDN-05, IDN-06, GEO-05.</summary>
internal static class ReuseOffences
{
    public static IReadOnlyList<Story> Stories { get; } =
    [
        new("IDN-03", [SamePhotograph, NotALivingFace, PhotographOfAColleague], [AnotherPhotograph, LivingAtTheSecondTry, OnePhotographForTwo]),
        new("IDN-05", [SomebodyElse, NobodyAnswers, WorkNotDone], [AnsweredTheSecondTime]),
        new("IDN-06", [OneSignatureForTwo, SignatureOfAColleague, OneSignatureOfSix], [SignedEachTime, OneSignatureAfterTwo]),
        new("GEO-05", [ThreeTimesTheSameSpot], [TwiceTheSameSpot]),
    ];

    /// <summary>Visits at nine on days on end, each with a change of its own.</summary>
    private static (Person Person, Caregiver Carer, Visit[] Visits) Days(Scene s, params Func<VisitSpec, VisitSpec>[] buts)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, d => d < s.Mid || d >= s.Mid + buts.Length);
        return (person, carer, [.. buts.Select((but, i) => s.Visit(person, carer, s.At(s.Mid + i, 9), but: but))]);
    }

    private static Func<VisitSpec, VisitSpec> Photographed(ulong hash) =>
        v => v with { Photo = hash.ToString("x16", System.Globalization.CultureInfo.InvariantCulture) };

    private static void SamePhotograph(Scene s)
    {
        var photo = s.Rng.NextULong();
        var (_, carer, visits) = Days(s, Photographed(photo), Photographed(photo ^ 0b1111));
        s.World.Expect("IDN-03", "P1", "the photograph of the day before, four bits apart", caregiver: carer, visits: visits);
    }

    private static void AnotherPhotograph(Scene s)
    {
        var photo = s.Rng.NextULong();
        Days(s, Photographed(photo), Photographed(photo ^ 0b11111));
    }

    private static void NotALivingFace(Scene s)
    {
        var (_, carer, visits) = Days(s, v => v with { NotLive = true });
        s.World.Expect("IDN-03", "P1", "a picture of a face", caregiver: carer, visits: visits);
    }

    private static void LivingAtTheSecondTry(Scene s) => Days(s, v => v with { NotLive = true, FaceRetry = 0.92 });

    private static void OneSignatureForTwo(Scene s)
    {
        var (_, carer, visits) = Days(s, v => v with { Signature = s.World.Options.Run + "-sig" + v.Person.Id }, v => v with { Signature = s.World.Options.Run + "-sig" + v.Person.Id });
        s.World.Expect("IDN-06", "P2", "one signature under two visits", caregiver: carer, visits: visits);
    }

    private static void SignedEachTime(Scene s) => Days(s, v => v, v => v);

    /// <summary>Colleagues with a client each, on days on end, each visit with the same change.</summary>
    private static Visit[] Colleagues(Scene s, int count, Institution agency, Func<VisitSpec, VisitSpec> but) => [.. Enumerable.Range(0, count).Select(i =>
    {
        var (carer, person, day) = (s.Carer(agency), s.Client(agency), s.Mid + (i % 5));
        s.Routine(person, carer, d => d != day);
        return s.Visit(person, carer, s.At(day, 9), but: but);
    })];

    private static Caregiver Smaller(Visit[] visits) => visits.Select(static v => v.Caregiver).OrderBy(static c => c.Id, StringComparer.Ordinal).First();

    private static void SignatureOfAColleague(Scene s)
    {
        var signature = s.World.NewId("sig");
        var visits = Colleagues(s, 2, s.Agency, v => v with { Signature = signature });
        s.World.Expect("IDN-06", "P2", "one signature under visits of two caregivers", caregiver: Smaller(visits), visits: visits);
    }

    private static void OneSignatureOfSix(Scene s)
    {
        var (agency, signature) = (s.OwnAgency(), s.World.NewId("sig"));
        var visits = Colleagues(s, 6, agency, v => v with { Signature = signature });
        s.World.Expect("IDN-06", "P3", "one signature of six caregivers, which only the platform can have sent", institution: agency, visits: visits);
    }

    private static void PhotographOfAColleague(Scene s)
    {
        var photo = "sha256:" + s.World.NewId("photo");
        var visits = Colleagues(s, 2, s.Agency, v => v with { Photo = photo });
        s.World.Expect("IDN-03", "P1", "one photograph under visits of two caregivers", caregiver: Smaller(visits), visits: visits);
    }

    /// <summary>Two who care for one person together, as the plan calls for.</summary>
    private static void Together(Scene s, Func<VisitSpec, VisitSpec> but)
    {
        var (first, second, person) = (s.Carer(), s.Carer(), s.Client());
        s.Routine(person, first, s.NotMid);
        s.Visit(person, first, s.At(s.Mid, 9), but: v => but(v) with { Staff = 2 });
        s.Visit(person, second, s.At(s.Mid, 9, 10), but: v => but(v) with { Staff = 2 });
    }

    private static void OneSignatureAfterTwo(Scene s)
    {
        var signature = s.World.NewId("sig");
        Together(s, v => v with { Signature = signature });
    }

    private static void OnePhotographForTwo(Scene s)
    {
        var photo = "sha256:" + s.World.NewId("photo");
        Together(s, v => v with { Photo = photo });
    }

    private static void ThreeTimesTheSameSpot(Scene s)
    {
        Func<VisitSpec, VisitSpec> still = v => v with { FixIn = new Fix(v.Person.Home, 12) };
        var (_, carer, visits) = Days(s, still, still, still);
        s.World.Expect("GEO-05", "P2", "three check-ins at one position to the bit", caregiver: carer, visits: visits);
    }

    private static void TwiceTheSameSpot(Scene s)
    {
        Func<VisitSpec, VisitSpec> still = v => v with { FixIn = new Fix(v.Person.Home, 12) };
        Days(s, still, still);
    }

    private static void Audit(Scene s, Visit visit, string result, int minutes) =>
        s.World.Log.Add("agency", "ltc.visit.audited", visit.Person.Id, visit.In.AddMinutes(minutes), new { VisitId = visit.Id, Result = result });

    private static void SomebodyElse(Scene s)
    {
        var (person, _, visits) = Days(s, v => v);
        Audit(s, visits[0], "impostor", 30);
        s.World.Expect("IDN-05", "P2", "somebody else is seen", person, visits: visits);
    }

    private static void WorkNotDone(Scene s)
    {
        var (person, _, visits) = Days(s, v => v);
        Audit(s, visits[0], "no-answer", 20);
        Audit(s, visits[0], "fail", 40);
        s.World.Expect("IDN-05", "P2", "the audit finds the work not done", person, visits: visits);
    }

    private static void NobodyAnswers(Scene s)
    {
        var (person, _, visits) = Days(s, v => v, v => v);
        Audit(s, visits[0], "no-answer", 30);
        Audit(s, visits[1], "no-answer", 30);
        s.World.Expect("IDN-05", "P2", "two calls nobody answers", person, visits: visits);
    }

    private static void AnsweredTheSecondTime(Scene s)
    {
        var (_, _, visits) = Days(s, v => v);
        Audit(s, visits[0], "no-answer", 20);
        Audit(s, visits[0], "pass", 25);
    }
}
