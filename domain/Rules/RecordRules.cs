using System.Collections.Immutable;
using System.Globalization;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.Institutions;
using LtcActors.Domain.Policies;

namespace LtcActors.Domain.Rules;

/// <summary>How visits come to be recorded: entered by hand, or uploaded late (docs/rules.md, Visits). Judged by calendar month.</summary>
public static class RecordRules
{
    public static Rule Vis12 { get; } = new(
        "VIS-12", 3, Zh: "手工补录比例过高或有选择", En: "Visits entered by hand: too many, or by choice", Severity.P2, [],
        ["vis.manualShare", "vis.manualMinVisits", "vis.manualPersons", "vis.manualPatternVisits", "vis.manualPatternShare"]);

    public static Rule Vis13 { get; } = new(
        "VIS-13", 1, Zh: "离线过久后补传", En: "Uploaded long after the visit", Severity.P4, [],
        ["vis.uploadLate", "vis.lateShare", "vis.lateMinVisits"]);

    public static ImmutableArray<Rule> All { get; } = [Vis12, Vis13];

    /// <summary>First days of the months in which a caregiver has visits.</summary>
    internal static IEnumerable<DateOnly> MonthsOf(CaregiverCase of) =>
        of.File.Visits.ByTime.Select(v => Shanghai.FirstOfMonth(v.Day)).Distinct();

    /// <summary>Of the months of two instants, and between them.</summary>
    internal static IEnumerable<DateOnly> Months(DateTimeOffset first, DateTimeOffset last)
    {
        if (first > last)
        {
            yield break;
        }

        var end = Shanghai.FirstOfMonth(Shanghai.DayOf(last));
        for (var month = Shanghai.FirstOfMonth(Shanghai.DayOf(first)); month <= end; month = month.AddMonths(1))
        {
            yield return month;
        }
    }

    /// <summary>
    /// By real name, without days on which an exemption holds: too many of a month; or those of one or two persons only, while others
    /// are visited by device; or those of weekends only.
    /// </summary>
    internal static void Manual(CaregiverCase of, DateOnly month, List<Finding> to)
    {
        if (!of.File.Visits.IsAnyManual)
        {
            return;
        }

        var visits = Of(of, month);
        var limits = of.On(month);
        var byHand = visits.FindAll(v => v.IsManual && !IsExempt(of.File, ExemptionKind.Manual, v.Day));
        var persons = byHand.Select(static v => v.PersonId).ToHashSet(StringComparer.Ordinal);
        var isTooMany = visits.Count >= limits.ManualMinVisits.Count && byHand.Count * 100.0 > limits.ManualShare.Value * visits.Count;
        var isEnough = byHand.Count >= limits.ManualPatternVisits.Count;
        var selective = isEnough && persons.Count <= limits.ManualPersons.Count
            ? Chosen(visits, byHand, v => persons.Contains(v.PersonId), limits) : null;
        var weekends = isEnough ? Chosen(visits, byHand, IsAtWeekend, limits) : null;
        if (!isTooMany && selective is null && weekends is null)
        {
            return;
        }

        var share = byHand.Count * 100.0 / visits.Count;
        var evidence = new EvidenceList();
        byHand.ForEach(v => v.Checks.Where(c => c.IsManual).ToList().ForEach(c => evidence.Add(c.Ref, c.Note)));
        List<Figure> figures =
        [
            isTooMany ? Figure.Against("manualShare", share, limits.ManualShare) : Figure.Of("manualShare", share, "%"),
            isTooMany ? Figure.Against("visits", visits.Count, limits.ManualMinVisits) : Figure.Of("visits", visits.Count, "visits"),
            isTooMany ? Figure.Of("manual", byHand.Count, "visits") : Figure.Against("manual", byHand.Count, limits.ManualPatternVisits),
            selective is null ? Figure.Of("manualPersons", persons.Count, "persons") : Figure.Against("manualPersons", persons.Count, limits.ManualPersons),
            Figure.Of("manualAtWeekends", byHand.Count(IsAtWeekend), "visits"),
        ];
        if (selective is { } ofPersons)
        {
            figures.Add(Figure.Against("manualShareOfPersons", ofPersons, limits.ManualPatternShare));
        }

        if (weekends is { } ofWeekends)
        {
            figures.Add(Figure.Against("manualShareAtWeekends", ofWeekends, limits.ManualPatternShare));
        }

        to.Add(of.Find(Vis12, Name(month), Severity.P2, byHand[0].At, evidence, [.. figures], byHand));
    }

    /// <summary>Whether just these visits of a month are entered by hand, and the others, of which there are enough, are not.</summary>
    /// <returns>The share of these; none: there is no such choice.</returns>
    private static double? Chosen(List<CareVisit> visits, List<CareVisit> byHand, Func<CareVisit, bool> isOne, Thresholds limits)
    {
        var (ones, others) = (visits.Count(isOne), visits.Count(v => !isOne(v)));
        var (onesByHand, othersByHand) = (byHand.Count(isOne), byHand.Count(v => !isOne(v)));
        return onesByHand >= limits.ManualPatternVisits.Count && others >= limits.ManualPatternVisits.Count
            && onesByHand * 100.0 >= limits.ManualPatternShare.Value * ones
            && (others - othersByHand) * 100.0 >= limits.ManualPatternShare.Value * others
            ? onesByHand * 100.0 / ones
            : null;
    }

    private static bool IsAtWeekend(CareVisit visit) => visit.Day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    /// <summary>Of an institution, by the check-ins of a month that name it; caregivers tell what they entered by hand.</summary>
    internal static void ManualThere(InstitutionCase house, List<Finding> to)
    {
        var months = house.Heard.ByHand.SelectMany(static b => b.Value.Months.Select(m => (Caregiver: b.Key, Month: m)))
            .GroupBy(static m => m.Month.Month).OrderBy(static g => g.Key);
        foreach (var month in months)
        {
            var limits = house.PolicyOn(month.Key);
            var checkIns = house.File.CheckInsOf(month.Key);
            var byHand = month.Sum(static m => m.Month.Visits);
            if (checkIns < limits.ManualMinVisits.Count || byHand * 100.0 <= limits.ManualShare.Value * checkIns)
            {
                continue;
            }

            var evidence = new InsuredPersons.EvidenceList();
            var firsts = month.OrderBy(static m => m.Month.First).ToList();
            firsts.ForEach(m => evidence.Add(new Evidence(m.Month.First, "check-in")));
            to.Add(house.Finding(
                Vis12, Name(month.Key), Severity.P2, firsts[0].Month.First.Time.ToOffset(Shanghai.Offset), null, false, [], evidence,
                Figure.Against("manualShare", byHand * 100.0 / checkIns, limits.ManualShare),
                Figure.Against("checkIns", checkIns, limits.ManualMinVisits), Figure.Of("manual", byHand, "visits"),
                Figure.Of("caregivers", firsts.Count, "caregivers")));
        }
    }

    /// <summary>By real name: how long after its time an end of a visit was uploaded, as the sender says.</summary>
    internal static void Late(CaregiverCase of, DateOnly month, List<Finding> to)
    {
        if (!of.File.Visits.IsAnyLagTold)
        {
            return;
        }

        var visits = Of(of, month);
        var limits = of.On(month);
        var late = visits.FindAll(v => v.Lag > limits.UploadLate.Time);
        if (late.Count == 0)
        {
            return;
        }

        var isOften = visits.Count >= limits.LateMinVisits.Count && late.Count * 100.0 > limits.LateShare.Value * visits.Count;
        var evidence = new EvidenceList();
        late.ForEach(v => evidence.Add(v));
        ImmutableArray<Figure> figures =
        [
            Figure.Against("longest", late.Max(v => v.Lag!.Value.TotalHours), limits.UploadLate), Figure.Of("late", late.Count, "visits"),
            .. isOften
                ? [Figure.Against("lateShare", late.Count * 100.0 / visits.Count, limits.LateShare), Figure.Against("visits", visits.Count, limits.LateMinVisits)]
                : (Figure[])[],
        ];
        to.Add(of.Find(Vis13, Name(month), isOften ? Severity.P3 : Severity.P4, late[0].At, evidence, figures, late));
    }

    internal static bool IsExempt(CaregiverFile file, ExemptionKind kind, DateOnly day) =>
        file.Extras?.Exemptions.Any(e => e.Kind == kind && e.Days.Contains(day)) == true;

    private static List<CareVisit> Of(CaregiverCase of, DateOnly month) =>
        ContractRules.During(of.File, new DaySpan(month, month.AddMonths(1)));

    private static string Name(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
