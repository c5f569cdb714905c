using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Rules;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.InsuredPersons;

/// <summary>
/// Items of the plan that nobody came for, and months that differ from it. Each item and month has a scope of its own; a visit
/// touches those near it, and those whose time has come by it.
/// </summary>
public sealed partial class InsuredPerson
{
    private const string NoShowScope = "/VIS-03:", PlanScope = "/VIS-11:";
    private static readonly TimeSpan Near = TimeSpan.FromHours(50);

    // UTC ticks, 0 for none: a person has both, and most have neither.
    private long planDeadlineTicks, waitsFromTicks;

    /// <summary>By our clock: when an item or a month is to be judged though nothing comes.</summary>
    private DateTimeOffset? PlanDeadline
    {
        get => planDeadlineTicks == 0 ? null : new DateTimeOffset(planDeadlineTicks, TimeSpan.Zero);
        set => planDeadlineTicks = value?.UtcTicks ?? 0;
    }

    /// <summary>The start of the first item that nobody came for yet and that is not judged.</summary>
    private DateTimeOffset? WaitsFrom
    {
        get => waitsFromTicks == 0 ? null : new DateTimeOffset(waitsFromTicks, TimeSpan.Zero);
        set => waitsFromTicks = value?.UtcTicks ?? 0;
    }

    private void JudgePlans(Judgement to)
    {
        var all = touchedAll || PlanDeadline <= to.Now || touched.Exists(static v => v.IsRebegun);
        var items = file.ItemsByStart;
        if ((items.Length == 0 && !all) || (!all && touched.Count == 0))
        {
            return;
        }

        var heard = file.Visits.Count > 0 ? file.Visits.All[^1].Begin : DateTimeOffset.MinValue;
        if (all)
        {
            JudgeAllPlans(to, items, heard);
        }
        else
        {
            // A visit that did not change its place can only heal; and what it lets time pass over is what waits.
            var anyMissed = Findings.Any && Findings.Scopes.Any(static s => s.Key.StartsWith(NoShowScope, StringComparison.Ordinal));
            foreach (var visit in touched)
            {
                if (anyMissed)
                {
                    JudgeItems(to, items, visit.Begin - Near, visit.End + Near, heard);
                }

                JudgeMonth(to, Shanghai.FirstOfMonth(visit.Day));
            }

            if (WaitsFrom is { } from && from < heard)
            {
                WaitsFrom = heard;
                JudgeItems(to, items, from, heard, heard);
            }
        }

        foreach (var visit in touched)
        {
            visit.IsRebegun = false;
        }
    }

    private void JudgeAllPlans(Judgement to, string[] items, DateTimeOffset heard)
    {
        foreach (var (scope, _) in Findings.Any ? Findings.Scopes.ToArray() : [])
        {
            if (scope.StartsWith(PlanScope, StringComparison.Ordinal)
                || (scope.StartsWith(NoShowScope, StringComparison.Ordinal) && file.Planned(scope[NoShowScope.Length..]) is null))
            {
                to.Replace(this, scope, []);
            }
        }

        (PlanDeadline, WaitsFrom) = (null, null);
        JudgeItems(to, items, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, heard);
        foreach (var month in items.Select(i => Shanghai.FirstOfMonth(Shanghai.DayOf(file.Planned(i)!.Value.Start))).Distinct())
        {
            JudgeMonth(to, month);
        }
    }

    /// <summary>Items that start between two instants.</summary>
    private void JudgeItems(Judgement to, string[] items, DateTimeOffset from, DateTimeOffset until, DateTimeOffset heard)
    {
        var (low, high) = (0, items.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = file.Planned(items[middle])!.Value.Start < from ? (middle + 1, high) : (low, middle);
        }

        for (; low < items.Length && file.Planned(items[low])!.Value is var item && item.Start <= until; low++)
        {
            JudgeItem(to, items[low], item, heard);
        }
    }

    private void JudgeItem(Judgement to, string id, in PlannedItem item, DateTimeOffset heard)
    {
        var limits = to.Policies.For(file.DistrictCode, Shanghai.DayOf(item.Start));
        var isOpen = NoShowRules.IsExpected(file, standing!, item) && !NoShowRules.IsMet(file, id, item, limits);
        var (due, judged) = (NoShowRules.DueAt(item, limits), NoShowRules.JudgedAt(item, limits));
        if (isOpen && to.Now >= due && (heard >= due || to.Now >= judged))
        {
            var arrangement = standing!.InForce(Shanghai.DayOf(item.Start))!.Value;
            to.Replace(this, $"{NoShowScope}{id}", [NoShowRules.Missed(new(Id, file), id, item, arrangement, limits)]);
            return;
        }

        if (Findings.Any && Findings.Has($"{NoShowScope}{id}"))
        {
            to.Replace(this, $"{NoShowScope}{id}", []);
        }

        if (isOpen)
        {
            // A visit of times to come, as a clock ahead tells it, has passed the item already when it is due.
            var wake = heard >= due ? due : judged;
            PlanDeadline = PlanDeadline <= wake ? PlanDeadline : wake;
            WaitsFrom = WaitsFrom <= item.Start ? WaitsFrom : item.Start;
        }
    }

    private void JudgeMonth(Judgement to, DateOnly month)
    {
        if (file.Extras is not { Plans.Length: > 0 })
        {
            return;
        }

        var limits = to.Policies.For(file.DistrictCode, month);
        var at = NoShowRules.MonthJudgedAt(month, limits);
        if (at > to.Now)
        {
            PlanDeadline = PlanDeadline <= at ? PlanDeadline : at;
            return;
        }

        var found = NoShowRules.Differs(file, standing!, new(Id, file), month, limits);
        var scope = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{PlanScope}{month:yyyy-MM}");
        if (found is not null || Findings.Has(scope))
        {
            to.Replace(this, scope, found is null ? [] : [found]);
        }
    }
}
