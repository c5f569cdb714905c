using System.Collections.Immutable;
using LtcActors.Domain.InsuredPersons;

namespace LtcActors.Domain.Rules;

/// <summary>Where a visit begins (docs/rules.md, Position).</summary>
public static class PlaceRules
{
    public static Rule Geo01 { get; } = new(
        "GEO-01", 2, "签到位置超围栏", "Check-in outside the home fence", Severity.P3,
        [new("tianjin-2023-catalogue", "4")], ["geo.fence", "geo.accuracyMax", "geo.farFactor", "vis.unplanned"]);

    public static ImmutableArray<Rule> All { get; } = [Geo01];

    /// <returns>None: inside, or no home or fix to measure, or care elsewhere is in order that day.</returns>
    internal static Finding? OutsideFence(in VisitCase c)
    {
        if (!c.Visit.CheckedIn || c.Visit.Fix is not { } fix)
        {
            return null;
        }

        var day = c.Visit.Day;
        if (Nearest(c.Standing.Homes, day, fix, out var distance) is not { } home)
        {
            return null;
        }

        var thresholds = c.Thresholds;
        var fence = c.File.Registered?.FenceRadius is { } own ? thresholds.Fence with { Value = own } : thresholds.Fence;
        var accuracy = c.Visit.Accuracy ?? 0;
        var certain = Math.Round(distance - Math.Min(accuracy, thresholds.AccuracyMax.Value), 3);
        if (certain <= fence.Value || c.Standing.InForce(day)?.Mode == CareMode.Institution || IsOuting(c))
        {
            return null;
        }

        var severity = accuracy > thresholds.AccuracyMax.Value ? Severity.P4
            : certain > thresholds.FarFactor.Value * fence.Value ? Severity.P2
            : Severity.P3;
        return c.Finding(
            Geo01, severity, new(home.Fact, home.Moved ? "moved" : "registered"),
            [
                Figure.Of("distance", distance, "m"),
                Figure.Against("certainDistance", certain, fence),
                Figure.Against("accuracy", accuracy, thresholds.AccuracyMax),
            ]);
    }

    /// <summary>As GEO-02 asks. What is under way may last until an outing begins, so nothing is said of it and taken back an hour later.</summary>
    private static bool IsOuting(in VisitCase c) => c.File.NamesOuting(c.Visit)
        || c.File.IsOuting(c.Visit.Begin, c.Visit is { HasDuration: true } ended ? ended.End : c.Visit.Begin + c.Thresholds.Unplanned.Time);

    /// <summary>The nearest home in force; of two as near, the first.</summary>
    private static Home? Nearest(Home[] homes, DateOnly day, Geo.GeoPoint fix, out double metres)
    {
        Home? nearest = null;
        metres = double.MaxValue;
        foreach (var home in homes)
        {
            if (home.Span.Days.Contains(day) && home.Span.Home.MetresTo(fix) is var d && d < metres)
            {
                (nearest, metres) = (home, d);
            }
        }

        return nearest;
    }
}
