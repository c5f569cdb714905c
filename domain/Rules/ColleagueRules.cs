using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Shelves;

namespace LtcActors.Domain.Rules;

/// <summary>One signature or photograph under visits of two caregivers, or of more than could be in league (docs/rules.md, IDN-03 and IDN-06).</summary>
internal static class ColleagueRules
{
    /// <summary>Whether a shelf told of any print of the kind.</summary>
    public static bool IsTold(CaregiverCase of, Reuse kind) => of.File.Collusion is { Alike.Count: > 0 } && Told(of, kind).Any();

    /// <summary>Prints of this caregiver that are the platform's.</summary>
    public static HashSet<ulong> CommonTo(CaregiverCase of, Reuse kind) =>
        [.. Told(of, kind).Where(static a => a.IsCommon).Select(static a => a.Print)];

    /// <summary>By real name: checks that bear what a colleague's bear. Told once a pair of ids, by the smaller.</summary>
    /// <param name="names">All ids of the real name.</param>
    public static void Judge(CaregiverCase of, ImmutableArray<string> names, Reuse kind, List<Finding> to)
    {
        foreach (var alike in Told(of, kind).Where(static a => !a.IsCommon))
        {
            // A visit that both have is one visit, whoever told its ends; and a second id that is told of in a roundabout way has all of them.
            var others = alike.Uses.Where(u => !names.Contains(u.CaregiverId) && of.File.Visits.Find(u.PersonId, u.VisitId) is null).ToList();
            if (others.Count == 0)
            {
                continue;
            }

            var mine = of.File.Visits.ByTime.SelectMany(static v => v.Checks.Select(c => (Visit: v, Check: c)))
                .Where(m => kind.PrintOf(m.Check) == alike.Print).ToList();
            foreach (var colleague in others.GroupBy(static u => u.CaregiverId))
            {
                Pair(of, kind, alike.Print, mine, colleague, to);
            }
        }
    }

    /// <summary>A print that lies under visits of more caregivers than could be in league: somebody is to ask the platform.</summary>
    public static Finding? Common(ActorId shelf, PrintKind kind, SharedPrint shared, Limit limit)
    {
        // Of more than so many not all are kept, nor could a larger limit be held against them.
        var most = Math.Min(limit.Count, SharedPrint.Most);
        var first = shared.FirstOfEach().ToList();
        if (first.Count <= most)
        {
            return null;
        }

        var evidence = new EvidenceList();
        first.ForEach(u => evidence.Add(u.Fact, u.Note));
        var institutions = first.Select(static u => u.InstitutionId).Distinct().ToList();
        return new(
            ReuseRules.RuleOf(kind), shelf, $"common:{shared.Print:x16}", Severity.P3, first[most].Fact.Time.ToOffset(Shanghai.Offset), null, false, null, null,
            institutions is [var only] ? only : null, null, null, [.. first.Select(static u => u.VisitId).Distinct()], evidence.Take(),
            [Figure.Against("caregivers", first.Count, limit)]);
    }

    private static IEnumerable<Brief.Alike> Told(CaregiverCase of, Reuse kind) =>
        of.File.Collusion?.Alike.Items.Select(static a => a.Value).Where(a => a.Kind == kind.Print) ?? [];

    private static void Pair(
        CaregiverCase of, Reuse kind, ulong print, List<(CareVisit Visit, Check Check)> mine, IGrouping<string, PrintUse> colleague, List<Finding> to)
    {
        var pairs = mine.SelectMany(m => colleague.Select(c => (Mine: m, Theirs: c))).Where(p => IsPair(of, kind, p.Mine.Visit, p.Mine.Check, p.Theirs)).ToList();
        var theirs = pairs.Select(static p => p.Theirs).Distinct().Order().ToList();
        var visits = pairs.Select(static p => p.Mine.Visit).Distinct().ToList();
        var names = theirs.Select(static t => (t.PersonId, t.VisitId)).Distinct().ToList();
        var count = visits.Count + names.Count;
        if (pairs.Count == 0 || count < kind.Least(of.On(visits[0].Day, visits[0].PersonId)))
        {
            return;
        }

        var limits = of.On(visits[0].Day, visits[0].PersonId);
        var evidence = new EvidenceList();
        visits.ForEach(v => evidence.Add(v));
        theirs.ForEach(t => evidence.Add(t.Fact, t.Note));
        var persons = visits.Select(static v => v.PersonId).Union(names.Select(static n => n.PersonId)).ToList();
        var found = of.Find(
            kind.Rule, $"{kind.Name}:{visits[0].Key}|{names[0].PersonId}/{names[0].VisitId}:{print:x16}", SeverityOf(kind, pairs[0].Mine.Check),
            pairs.Min(static p => p.Mine.Check.Ref.Time > p.Theirs.Fact.Time ? p.Mine.Check.Ref.Time : p.Theirs.Fact.Time), evidence,
            [
                kind.Rule == ReuseRules.Idn06 ? Figure.Against("visits", count, kind.Limit(limits)) : Figure.Of("visits", count, "visits"),
                Figure.Of("other", colleague.Key), Figure.Of("persons", persons.Count, "persons"),
            ],
            visits);
        to.Add(found with
        {
            PersonId = persons.Count == 1 ? found.PersonId : null,
            InstitutionId = theirs.TrueForAll(t => t.InstitutionId is null || t.InstitutionId == found.InstitutionId) ? found.InstitutionId : null,
            VisitIds = [.. found.VisitIds.Concat(names.Select(static n => n.VisitId)).Distinct().Take(Finding.MaxEvidence)],
        });
    }

    /// <summary>Within the window, and not two who cared for one person together, for whom it signs, or is photographed, once.</summary>
    private static bool IsPair(CaregiverCase of, Reuse kind, CareVisit visit, Check check, in PrintUse theirs)
    {
        var limits = of.On(visit.Day, visit.PersonId);
        var apart = (check.Ref.Time - theirs.Fact.Time).Duration();
        return apart <= kind.Window(limits).Time && !(theirs.PersonId == visit.PersonId && apart <= limits.JointVisit.Time);
    }

    /// <summary>Of all photographs of a city some honest ones share a perceptual hash, as of dark rooms: those are looked at before anything is held.</summary>
    private static Severity SeverityOf(Reuse kind, Check check) =>
        kind.Print == PrintKind.Photo && check.Prints.IsPerceptual ? Severity.P2 : kind.Rule.Severity;
}
