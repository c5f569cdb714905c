using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.InsuredPersons;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.Rules;

/// <summary>What was planned and not done, or done and not planned, over a month (docs/rules.md, Visits; docs/decisions/0009).</summary>
public static class NoShowRules
{
    /// <summary>A visit is looked for among those that begin so long before an item starts, or after.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromHours(25), After = TimeSpan.FromHours(48);

    public static Rule Vis03 { get; } = new(
        "VIS-03", 3, "缺勤未到", "Nobody came", Severity.P3, [], ["vis.noShow", "vis.noShowWait", "vis.noShowKnown", "vis.unplanned"]);

    public static Rule Vis11 { get; } = new(
        "VIS-11", 5, "偏离护理计划", "Care differs from the plan", Severity.P3,
        [new("tianjin-2023-institutions", "16"), new("tianjin-2023-catalogue", "1"), new("tianjin-2023-catalogue", "3"), new("jiaxing-2019-supervision", "11(4)")],
        ["vis.planLow", "vis.planHigh", "vis.planMinItems", "vis.planGrace"]);

    public static ImmutableArray<Rule> All { get; } = [Vis03, Vis11];

    /// <summary>From when on, by the world's time, a visit that is not known will not be told any more.</summary>
    internal static DateTimeOffset DueAt(in PlannedItem item, Thresholds limits) => item.Start + limits.NoShow.Time + limits.NoShowWait.Time;

    /// <summary>When, by our clock, an item is judged though nothing later was heard of the person.</summary>
    internal static DateTimeOffset JudgedAt(in PlannedItem item, Thresholds limits) =>
        DueAt(item, limits) is var due && item.KnownAt + limits.NoShowKnown.Time is var known && known > due ? known : due;

    /// <summary>
    /// Home care is in force, and neither death, hospital, leave, a failed review nor a relative's binding stands against it; nor is the
    /// person served by another than by whom it was planned, after or before whom it was.
    /// </summary>
    internal static bool IsExpected(PersonFile file, Standing standing, in PlannedItem item) =>
        IsExpected(file, standing, item.Start, item.End) && !IsLeft(standing, item.InstitutionId, Shanghai.DayOf(item.Start));

    private static bool IsLeft(Standing standing, string? planner, DateOnly day) =>
        planner is not null && standing.InForce(day)?.InstitutionId != planner && Array.Exists(standing.Arrangements, a => a.InstitutionId == planner);

    private static bool IsExpected(PersonFile file, Standing standing, DateTimeOffset start, DateTimeOffset end)
    {
        var day = Shanghai.DayOf(start);
        return standing.InForce(day) is { Mode: CareMode.Home } && !IsStopped(standing, start, end)
            && !Array.Exists(file.Aways, a => a.From <= day && day <= a.To)
            && !(file.Bindings?.All.Any(b => b.Span.Days.Contains(day)) == true);
    }

    /// <summary>Death, hospital or a failed review stands against it.</summary>
    internal static bool IsStopped(Standing standing, DateTimeOffset start, DateTimeOffset end)
    {
        var day = Shanghai.DayOf(start);
        return standing.Death?.Effective <= end || Array.Exists(standing.Stays, s => s.Start < end && !(s.End <= start))
            || Array.Exists(standing.Failed, f => f.Days.Contains(day));
    }

    /// <summary>
    /// Some visit may be this one: it names the item (VIS-02 judges whether too late), or is under way at its start, or begins from an
    /// hour before to half an hour after. A visit of which only the check-out is known may come until an hour after the end.
    /// </summary>
    internal static bool IsMet(PersonFile file, string id, in PlannedItem item, Thresholds limits)
    {
        var all = file.Visits.All;
        for (var i = file.Visits.FirstFrom(item.Start - Before); i < all.Length && all[i].Begin <= item.Start + After; i++)
        {
            var visit = all[i];
            var begins = visit.Begin >= item.Start - limits.Unplanned.Time && visit.Begin <= item.Start + limits.NoShow.Time;
            if (begins || visit.ItemId == id || (visit.Begin < item.Start && visit.End > item.Start)
                || (!visit.CheckedIn && visit.Begin >= item.Start && visit.Begin <= item.End + limits.Unplanned.Time))
            {
                return true;
            }
        }

        return false;
    }

    internal static Finding Missed(PersonFindings findings, string id, in PlannedItem item, Arrangement arrangement, Thresholds limits) =>
        findings.Of(
            Vis03, id, item.Start + limits.NoShow.Time, [new Evidence(item.Plan, "plan")],
            [Figure.Of("plannedAt", Days.Text(item.Start)), new Figure("cameAfter", null, "nobody", limits.NoShow.Unit, limits.NoShow.Value, limits.NoShow.Basis)]) with
        {
            InstitutionId = arrangement.InstitutionId, CaregiverId = arrangement.CaregiverId,
        };

    /// <summary>When a month of the plan is judged.</summary>
    internal static DateTimeOffset MonthJudgedAt(DateOnly month, Thresholds limits) =>
        Shanghai.StartOf(Shanghai.FirstOfNextMonth(month)) + limits.PlanGrace.Time;

    /// <summary>Visits and services of a month against what was planned, over the days that a plan speaks for.</summary>
    internal static Finding? Differs(PersonFile file, Standing standing, PersonFindings findings, DateOnly month, Thresholds limits)
    {
        var periods = file.Extras?.Plans ?? [];
        bool Speaks(DateOnly day) => Shanghai.FirstOfMonth(day) == month && Array.Exists(periods, p => p.Days.Contains(day))
            && standing.InForce(day) is { Mode: CareMode.Home } && !(file.Bindings?.All.Any(b => b.Span.Days.Contains(day)) == true);
        var planned = file.ItemsByStart.Select(i => file.Planned(i)!.Value)
            .Where(i => Speaks(Shanghai.DayOf(i.Start)) && IsExpected(file, standing, i)).ToList();
        if (planned.Count < limits.PlanMinItems.Count)
        {
            return null;
        }

        var first = file.Visits.FirstFrom(Shanghai.StartOf(month));
        var last = file.Visits.FirstFrom(Shanghai.StartOf(Shanghai.FirstOfNextMonth(month)));
        // What comes when nothing is to be expected is for the rules of eligibility: it is no more care than was planned.
        var visits = file.Visits.All[first..last].ToArray().Where(v => v.CheckedIn && Speaks(v.Day) && standing.InstitutionOf(v) is not null
            && IsExpected(file, standing, v.Begin, v.End)).ToList();
        var (share, code) = Worst(planned, visits, limits);
        if (share >= limits.PlanLow.Value && share <= limits.PlanHigh.Value)
        {
            return null;
        }

        var limit = share < limits.PlanLow.Value ? limits.PlanLow : limits.PlanHigh;
        return findings.Of(
            Vis11, month.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture), Shanghai.StartOf(month),
            [.. planned.Select(static i => i.Plan).Distinct().Select(static p => new Evidence(p, "plan")), .. visits.Select(static v => new Evidence(v.First, "check-in"))],
            [
                Figure.Against("ofPlan", share, limit), Figure.Of("plannedVisits", planned.Count, "visits"), Figure.Of("visits", visits.Count, "visits"),
                .. code is null ? (Figure[])[] : [Figure.Of("service", code)],
            ]) with
        {
            InstitutionId = standing.InForce(month) is { } a ? a.InstitutionId : null,
            VisitIds = [.. visits.Select(static v => v.Id).Take(Rules.Finding.MaxEvidence)],
        };
    }

    /// <summary>The share that is farthest from the plan: of visits, or of one service planned often enough and told by visits at all.</summary>
    private static (double Share, string? Service) Worst(List<PlannedItem> planned, List<Visit> visits, Thresholds limits)
    {
        (double Share, string? Service) worst = (visits.Count * 100.0 / planned.Count, null);
        var told = visits.FindAll(static v => v.Services.Length > 0).Count;
        foreach (var code in planned.SelectMany(static i => i.Services).GroupBy(static c => c, StringComparer.Ordinal).OrderBy(static g => g.Key, StringComparer.Ordinal))
        {
            var share = visits.FindAll(v => Array.IndexOf(v.Services, code.Key) >= 0).Count * 100.0 / code.Count();
            if (told == visits.Count && code.Count() >= limits.PlanMinItems.Count && Math.Abs(share - 100) > Math.Abs(worst.Share - 100))
            {
                worst = (share, code.Key);
            }
        }

        return worst;
    }
}
