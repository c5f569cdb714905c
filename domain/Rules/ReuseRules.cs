using System.Collections.Immutable;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Shelves;

namespace LtcActors.Domain.Rules;

/// <summary>What should differ from visit to visit and does not: photographs, signatures, positions (docs/rules.md).</summary>
public static class ReuseRules
{
    public static Rule Idn03 { get; } = new(
        "IDN-03", 2, Zh: "照片复用或活体检测失败", En: "Photograph used again, or not of a living face", Severity.P1, [],
        ["idn.photoDistance", "idn.photoWindow", "idn.printCaregivers", "idn.jointVisit"]);

    public static Rule Idn06 { get; } = new(
        "IDN-06", 3, Zh: "电子签名缺失或复用", En: "Signature missing, used again or by one for several", Severity.P2,
        [new("tianjin-2023-catalogue", "4")],
        ["idn.signatureVisits", "idn.signatureWindow", "idn.unsigned", "idn.unsignedWindow", "idn.signerPersons", "idn.printCaregivers", "idn.jointVisit"]);

    public static Rule Geo05 { get; } = new(
        "GEO-05", 3, Zh: "坐标冻结", En: "Position frozen", Severity.P2, [],
        ["geo.frozenVisits", "geo.frozenWindow", "geo.frozenPoints", "geo.frozenTime"]);

    public static ImmutableArray<Rule> All { get; } = [Idn03, Idn06, Geo05];

    internal static ImmutableArray<Reuse> Kinds { get; } =
    [
        new(Idn03, "photo", l => l.PhotoWindow, _ => 2, (a, b, l) => a.Prints.SamePhoto(b.Prints, l.PhotoDistance.Count), l => l.PhotoDistance, PrintKind.Photo),
        new(Idn06, "signature", l => l.SignatureWindow, l => l.SignatureVisits.Count,
            (a, b, _) => a.Prints.Signature != 0 && a.Prints.Signature == b.Prints.Signature, l => l.SignatureVisits, PrintKind.Signature),
        new(Geo05, "position", l => l.FrozenWindow, l => l.FrozenVisits.Count,
            (a, b, _) => a.Prints.Spot != 0 && a.Prints.Spot == b.Prints.Spot, l => l.FrozenVisits),
    ];

    /// <exception cref="ArgumentOutOfRangeException">A kind of print without a rule.</exception>
    internal static Rule RuleOf(PrintKind kind) => Kinds.First(k => k.Print == kind).Rule;

    /// <summary>A face that did not live, and no living one at that end of the visit after it.</summary>
    internal static void NotLive(CaregiverCase of, CareVisit visit, List<Finding> to)
    {
        EvidenceList? evidence = null;
        for (var i = 0; i < visit.Checks.Length; i++)
        {
            var check = visit.Checks[i];
            if (check.NotLive && !Array.Exists(visit.Checks[(i + 1)..], c => c.IsCheckIn == check.IsCheckIn && c is { NotLive: false, Face: not null }))
            {
                evidence = (evidence ?? new()).Add(check.Ref, check.Note);
            }
        }

        if (evidence?.Take() is { } facts)
        {
            to.Add(of.Find(
                Idn03, $"live:{visit.Key}", Severity.P1, visit.At, evidence, [Figure.Of("notLive", facts.Length, "checks")], [visit]));
        }
    }

    /// <summary>Whether another visit of the window shows the same.</summary>
    internal static bool MayBe(CaregiverCase of, CareVisit visit, Reuse kind)
    {
        if (!visit.IsMade)
        {
            return false;
        }

        var limits = of.On(visit.Day, visit.PersonId);
        var visits = of.File.Visits.ByTime;
        var window = kind.Window(limits).Time;
        for (var i = VisitBook.CountUntil(visits, visit.At - window, including: false); i < visits.Count && visits[i].At - visit.At <= window; i++)
        {
            if (!ReferenceEquals(visits[i], visit) && IsSame(kind, visits[i], visit, limits, null))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Visits that show the same, each within the window of one before: one finding a group, by its first. Not by what the platform shows
    /// of many caregivers alike.
    /// </summary>
    internal static void Judge(CaregiverCase of, Reuse kind, List<Finding> to)
    {
        var visits = of.File.Visits.ByTime;
        var common = ColleagueRules.CommonTo(of, kind);
        var groups = new Dictionary<CareVisit, List<CareVisit>>(ReferenceEqualityComparer.Instance);
        for (var i = 1; i < visits.Count; i++)
        {
            var limits = of.On(visits[i].Day, visits[i].PersonId);
            var window = kind.Window(limits).Time;
            for (var j = i - 1; j >= 0 && visits[i].At - visits[j].At <= window; j--)
            {
                if (IsSame(kind, visits[j], visits[i], limits, common))
                {
                    var group = groups.TryGetValue(visits[j], out var known) ? known : groups[visits[j]] = [visits[j]];
                    group.Add(visits[i]);
                    groups[visits[i]] = group;
                    break;
                }
            }
        }

        foreach (var group in groups.Values.Distinct().OrderBy(g => g[0]))
        {
            var limits = of.On(group[0].Day, group[0].PersonId);
            if (group.Count >= kind.Least(limits))
            {
                Found(of, kind, group, limits, to);
            }
        }
    }

    private static void Found(CaregiverCase of, Reuse kind, List<CareVisit> group, Thresholds limits, List<Finding> to)
    {
        var evidence = new EvidenceList();
        group.ForEach(v => evidence.Add(v));
        var limit = kind.Limit(limits);
        ImmutableArray<Figure> figures = kind.Rule == Idn03
            ? [Figure.Of("visits", group.Count, "visits"), Figure.Of("mostBitsApart", limit.Value, limit.Unit)]
            : [Figure.Against("visits", group.Count, limit)];
        to.Add(of.Find(
            kind.Rule, $"{kind.Name}:{group[0].Key}", kind.Rule.Severity, group[1].At, evidence,
            [.. figures, Figure.Of("persons", group.Select(v => v.PersonId).Distinct().Count(), "persons")], group));
    }

    /// <param name="common">Prints that say nothing; none: all are compared.</param>
    private static bool IsSame(Reuse kind, CareVisit a, CareVisit b, Thresholds limits, HashSet<ulong>? common)
    {
        foreach (var one in a.Checks)
        {
            foreach (var other in b.Checks)
            {
                if (kind.Same(one, other, limits) && common?.Contains(kind.PrintOf(one)) != true && common?.Contains(kind.PrintOf(other)) != true)
                {
                    return true;
                }
            }
        }

        return false;
    }
}

/// <param name="Name">Begins the anchor.</param>
/// <param name="Least">Visits from which on it is found.</param>
/// <param name="Print">What lies on shelves; none: it is held against visits of the same caregiver alone.</param>
internal sealed record Reuse(
    Rule Rule, string Name, Func<Thresholds, Limit> Window, Func<Thresholds, int> Least, Func<Check, Check, Thresholds, bool> Same,
    Func<Thresholds, Limit> Limit, PrintKind? Print = null)
{
    /// <returns>0: it bears none.</returns>
    public ulong PrintOf(Check check) => Print switch
    {
        null => 0,
        PrintKind.Signature => check.Prints.Signature,
        PrintKind.Photo => check.Prints.Photo,
        _ => throw new ArgumentOutOfRangeException(nameof(check), Print, "No check bears such a print."),
    };
}
