using System.Collections.Immutable;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.InsuredPersons;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.Rules;

/// <summary>Visits held against the plan: none planned, and two at once (docs/rules.md, Visits).</summary>
public static class PlanRules
{
    /// <summary>A visit is not looked for among those that began longer before.</summary>
    private static readonly TimeSpan Lookback = TimeSpan.FromHours(25);

    public static Rule Vis02 { get; } = new(
        "VIS-02", 2, "计划外服务", "Visit outside the plan", Severity.P3, [new("tianjin-2023-institutions", "16")], ["vis.unplanned"]);

    public static Rule Vis07 { get; } = new(
        "VIS-07", 1, "参保人服务时间重叠", "Two caregivers with one person at once", Severity.P2, [], ["vis.personOverlap"]);

    public static ImmutableArray<Rule> All { get; } = [Vis02, Vis07];

    /// <summary>A home visit of an institution on a day that a filed plan speaks for, near no item of any.</summary>
    internal static Finding? Unplanned(in VisitCase c)
    {
        var (visit, file) = (c.Visit, c.File);
        if (!visit.CheckedIn || file.Extras is not { Plans.Length: > 0 } extras)
        {
            return null;
        }

        var limit = c.Thresholds.Unplanned;
        if (c.Planned is { } named && named.IsNear(visit.Begin, limit.Time))
        {
            return null;
        }

        var day = visit.Day;
        var at = Array.FindIndex(extras.Plans, p => p.Days.Contains(day));
        if (at < 0 || c.Standing.InForce(day) is not { Mode: CareMode.Home } || c.Standing.InstitutionOf(visit) is null
            || file.IsBound(visit.CaregiverId, day) || file.IsPlanned(visit.Begin, limit.Time))
        {
            return null;
        }

        Figure nearest = file.NearestItem(visit.Begin) is { } away
            ? Figure.Against("nearestItem", away.TotalMinutes, limit)
            : new("nearestItem", null, "none", limit.Unit, limit.Value, limit.Basis);
        return c.Finding(Vis02, Severity.P3, new(extras.Plans[at].Fact, "plan"), [nearest]);
    }

    /// <summary>The days on which visits begin that overlap this one.</summary>
    internal static void DaysOfOverlap(PersonFile file, Visit visit, ref SortedSet<DateOnly>? to)
    {
        var all = file.Visits.All;
        for (var i = file.Visits.FirstFrom(visit.Begin - Lookback); i < all.Length && all[i].Begin <= visit.End; i++)
        {
            if (all[i] != visit && all[i].End > visit.Begin && all[i].CaregiverId != visit.CaregiverId)
            {
                (to ??= []).Add(all[i].Begin > visit.Begin ? all[i].Day : visit.Day);
            }
        }
    }

    /// <summary>Pairs of visits of different caregivers, the later of which begins on this day.</summary>
    internal static void Overlaps(
        Actors.ActorId person, PersonFile file, Standing standing, Policies.IPolicies policies, DateOnly day, List<Finding> found)
    {
        if (standing.InForce(day) is not { Mode: CareMode.Home })
        {
            return;
        }

        var all = file.Visits.All;
        var limit = policies.For(file.DistrictCode, day).PersonOverlap;
        for (var i = file.Visits.FirstFrom(Shanghai.StartOf(day)); i < all.Length && all[i].Day == day; i++)
        {
            for (var j = i - 1; j >= 0 && all[i].Begin - all[j].Begin < Lookback; j--)
            {
                var (first, second) = (all[j], all[i]);
                var both = (first.End < second.End ? first.End : second.End) - second.Begin;
                if (both > limit.Time && first.CaregiverId != second.CaregiverId && !file.IsBound(first.CaregiverId, day)
                    && !file.IsBound(second.CaregiverId, day) && !CallsForTwo(file, first, second))
                {
                    found.Add(Overlap(person, file, standing, first, second, Figure.Against("overlap", both.TotalMinutes, limit)));
                }
            }
        }
    }

    private static bool CallsForTwo(PersonFile file, Visit first, Visit second) =>
        file.Planned(first.ItemId) is { Staff: > 1 } || file.Planned(second.ItemId) is { Staff: > 1 }
        || file.IsPlanned(second.Begin, TimeSpan.Zero, staff: 2);

    private static Finding Overlap(
        Actors.ActorId person, PersonFile file, Standing standing, Visit first, Visit second, Figure overlap)
    {
        var anchor = string.CompareOrdinal(first.Id, second.Id) < 0 ? $"{first.Id}|{second.Id}" : $"{second.Id}|{first.Id}";
        var institution = standing.InstitutionOf(first) is { } at && at == standing.InstitutionOf(second) ? at : null;
        return new(
            Vis07, person, anchor, Severity.P2, second.Begin, null, false, person.Id, null, institution, null, file.DistrictCode,
            [first.Id, second.Id],
            [
                new(first.First, "check-in"), new(second.First, "check-in"), new(first.CheckOut, "check-out"),
                new(second.CheckOut, "check-out"),
            ],
            [overlap, Figure.Of("caregivers", $"{first.CaregiverId} {second.CaregiverId}")]);
    }
}
