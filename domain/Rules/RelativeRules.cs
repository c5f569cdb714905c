using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.Rules;

/// <summary>Relatives as caregivers: crossed care, somebody else in their place, interviews (docs/rules.md, Family caregivers).</summary>
public static class RelativeRules
{
    public static Rule Fam04 { get; } = new(
        "FAM-04", 2, Zh: "亲属间交叉照护", En: "Two caregivers care for each other's relatives", Severity.P2, [], []);

    public static Rule Fam05 { get; } = new(
        "FAM-05", 1, Zh: "亲情照护冒名顶替或失去照护能力", En: "Somebody else in a family caregiver's place", Severity.P1,
        [new("jiaxing-2019-supervision", "12(2)")], ["fam.otherFaces", "fam.otherFaceWindow", "idn.face"]);

    public static Rule Fam06 { get; } = new(
        "FAM-06", 1, Zh: "亲情照护人员约谈累计达到上限", En: "Interviewed too often", Severity.P1,
        [new("jiaxing-2019-supervision", "12(7)")], ["fam.interviews"]);

    public static ImmutableArray<Rule> All { get; } = [Fam04, Fam05, Fam06];

    /// <summary>My relative is visited by a caregiver whose relative I visit. Told once a pair, by the smaller id.</summary>
    internal static void Crossed(CaregiverCase of, List<Finding> to)
    {
        if (of.File.Extras is not { ServedBy.Count: > 0, KinOf.Count: > 0 } extras)
        {
            return;
        }

        var others = extras.ServedBy.Items.SelectMany(s => s.Value.Others.Select(o => o.CaregiverId!)).Distinct()
            .Where(o => string.CompareOrdinal(of.Subject.Id, o) < 0).Order(StringComparer.Ordinal);
        foreach (var other in others)
        {
            var theirs = extras.KinOf.Items.Where(k => k.Value.Relatives.Any(r => r.CaregiverId == other)).ToList();
            if (theirs.Count > 0)
            {
                Pair(of, extras, other, theirs, to);
            }
        }
    }

    /// <summary>By real name: visits to the person bound while in hospital or travelling; visits in which no face was the caregiver's.</summary>
    internal static void Impostor(CaregiverCase of, List<Finding> to)
    {
        var judged = new HashSet<CareVisit>();
        foreach (var absence in of.File.Absences.Where(a => a.Kind is AbsenceKind.Inpatient or AbsenceKind.Travel)
            .OrderBy(a => a.From).ThenBy(a => a.Ref))
        {
            var visits = ContractRules.During(of.File, ContractRules.CertainDays(absence))
                .Where(v => ContractRules.IsRelative(of.File, v) && judged.Add(v)).ToList();
            if (visits.Count > 0)
            {
                var evidence = new EvidenceList().Add(absence.Ref, "absent");
                visits.ForEach(v => evidence.Add(v));
                var kind = ContractRules.NameOf(absence.Kind);
                to.Add(of.Find(
                    Fam05, $"{kind}:{Days.Text(absence.From)}", Severity.P1, visits[0].At, evidence,
                    [Figure.Of("absence", kind), Figure.Of("services", visits.Count, "services")], visits,
                    late: absence.Ref.Time > visits[0].At));
            }
        }

        Faces(of, to);
    }

    /// <summary>Interviews of a family caregiver, one a day: the text names no period, so all count.</summary>
    internal static void Interviewed(CaregiverCase of, List<Finding> to)
    {
        if (of.File.Extras is not { Interviews.Count: > 0 } extras || (of.File.Bindings.Count == 0 && !of.Career.Family.Any()))
        {
            return;
        }

        var days = extras.Interviews.Select(i => i.On).Distinct().Order().ToList();
        var limit = of.On(days[^1]).Interviews;
        if (days.Count >= limit.Count)
        {
            var persons = of.File.Bindings.Items.Select(b => b.Key).ToList();
            to.Add(of.Find(
                Fam06, "interviews", Severity.P1, Shanghai.StartOf(days[limit.Count - 1]),
                new EvidenceList().AddAll(extras.Interviews, i => i.Ref, "interviewed"), [Figure.Against("interviews", days.Count, limit)]) with
            {
                PersonId = persons.Count == 1 ? persons[0] : null, DistrictCode = of.District,
            });
        }
    }

    private static void Pair(
        CaregiverCase of, CaregiverExtras extras, string other, List<KeyValuePair<string, Brief.KinOf>> theirs, List<Finding> to)
    {
        var mine = extras.ServedBy.Items.Where(s => s.Value.Others.Any(o => o.CaregiverId == other)).ToList();
        var evidence = new EvidenceList();
        var visits = new List<CareVisit>();
        var related = theirs.SelectMany(t => t.Value.Relatives.Where(r => r.CaregiverId == other)).Select(static r => r.Fact).ToList();
        evidence.AddAll(related, static f => f, "relative");
        foreach (var (person, _) in theirs)
        {
            visits.AddRange(of.File.Visits.ByTime.Where(v => v.PersonId == person).Take(1));
        }

        var others = mine.SelectMany(m => m.Value.Others.Where(o => o.CaregiverId == other)).ToList();
        others.ForEach(o => evidence.Add(o.Fact, o.Note));
        visits.ForEach(v => evidence.Add(v));
        List<DateTimeOffset> begun = [.. visits.Select(static v => v.At), .. others.Select(static o => o.At)];
        to.Add(of.Find(
            Fam04, other, Severity.P2, begun.Max(), evidence,
            [
                Figure.Of("other", other), Figure.Of("mine", string.Join(' ', mine.Select(m => m.Key).Take(10))),
                Figure.Of("theirs", string.Join(' ', theirs.Select(t => t.Key).Take(10))),
            ],
            visits, late: related.Max(static f => f.Time) > begun.Min()) with { PersonId = null, DistrictCode = of.District });
    }

    /// <summary>Runs of such visits, each at most the window after the one before.</summary>
    private static void Faces(CaregiverCase of, List<Finding> to)
    {
        var run = new List<CareVisit>();
        foreach (var visit in of.File.Visits.ByTime)
        {
            var limits = of.On(visit.Day, visit.PersonId);
            if (!visit.AllFacesBelow(limits.Face.Value) || !ContractRules.IsRelative(of.File, visit))
            {
                continue;
            }

            if (run.Count > 0 && visit.At - run[^1].At > limits.OtherFaceWindow.Time)
            {
                Close(of, run, to);
            }

            run.Add(visit);
        }

        Close(of, run, to);
    }

    private static void Close(CaregiverCase of, List<CareVisit> run, List<Finding> to)
    {
        if (run.Count > 0 && of.On(run[0].Day, run[0].PersonId) is var limits && run.Count >= limits.OtherFaces.Count)
        {
            var evidence = new EvidenceList();
            run.ForEach(v => evidence.Add(v));
            to.Add(of.Find(
                Fam05, $"face:{run[0].Key}", Severity.P1, run[limits.OtherFaces.Count - 1].At, evidence,
                [
                    Figure.Against("otherFaces", run.Count, limits.OtherFaces),
                    Figure.Against("highestScore", run.Max(v => v.Checks.Max(c => c.Face ?? 0)), limits.Face),
                ],
                [.. run]));
        }

        run.Clear();
    }
}
