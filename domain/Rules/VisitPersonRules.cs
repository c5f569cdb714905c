using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.InsuredPersons;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.Rules;

/// <summary>What one visit shows by itself: an end that is missing, too short (docs/rules.md, Visits).</summary>
public static class VisitPersonRules
{
    public static Rule Vis01 { get; } = new(
        "VIS-01", 3, "缺签到或签退", "No check-in or no check-out", Severity.P3, [],
        ["vis.checkoutAfterPlan", "vis.checkoutAfterCheckIn", "vis.missingShare", "vis.missingMinVisits", "vis.missingWindow"]);

    public static Rule Vis04 { get; } = new(
        "VIS-04", 2, "服务时长过短", "Visit too short", Severity.P3, [], ["vis.void", "vis.unpaid", "vis.plannedShare"]);

    public static ImmutableArray<Rule> All { get; } = [Vis01, Vis04];

    /// <summary>
    /// The instant by which the other end of the visit must be known: the check-out may be made exactly then. Of a visit that was only
    /// checked out as much time passes after that, for a check-in off line comes later than what was on line.
    /// </summary>
    internal static DateTimeOffset DueAt(Visit visit, PlannedItem? planned, Thresholds thresholds) => planned is { } item
        ? (visit.CheckedIn || item.End > visit.CheckOut.Time ? item.End : visit.CheckOut.Time) + thresholds.CheckoutAfterPlan.Time
        : visit.Begin + thresholds.CheckoutAfterCheckIn.Time;

    /// <summary>
    /// From when on a missing end is held against the visit: the time for it is half-open and over at its end, though a check-out of that
    /// very instant is in time whenever it is told, and so is any check-in. None: it has both ends in time.
    /// </summary>
    internal static DateTimeOffset? WakeAt(Visit visit, DateTimeOffset due)
    {
        if (visit is { CheckedIn: true, CheckedOut: true } && visit.CheckOut.Time <= due)
        {
            return null;
        }

        var recorded = visit.RecordedAt.AddSeconds(1);
        return due > recorded ? due : recorded;
    }

    internal static Finding Missing(in VisitCase c, DateTimeOffset due)
    {
        var thresholds = c.Thresholds;
        var limit = c.Planned is null ? thresholds.CheckoutAfterCheckIn : thresholds.CheckoutAfterPlan;
        var from = c.Planned?.End ?? c.Visit.Begin;
        Figure missing = !c.Visit.CheckedIn ? new Figure("checkInWithin", null, "none", limit.Unit, limit.Value, limit.Basis)
            : c.Visit.CheckedOut ? Figure.Against("checkOutAfter", (c.Visit.CheckOut.Time - from) / limit.Time * limit.Value, limit)
            : new("checkOutAfter", null, "none", limit.Unit, limit.Value, limit.Basis);
        return c.Finding(Vis01, Severity.P3, null, [Figure.Of("due", Days.Text(due)), missing]);
    }

    /// <returns>None: long enough, or one of its ends is not known.</returns>
    internal static Finding? TooShort(in VisitCase c)
    {
        if (!c.Visit.CheckedIn || !c.Visit.CheckedOut)
        {
            return null;
        }

        var thresholds = c.Thresholds;
        var duration = c.Visit.CheckOut.Time - c.Visit.CheckIn.Time;
        if (duration < TimeSpan.Zero)
        {
            // No length at all, and none to show: what is wrong is a clock, or an entry. DEV-03 says whose clock, where it can be told.
            return c.Finding(Vis04, Severity.P3, null, [Figure.Of("outBeforeIn", -duration.TotalMinutes, "min")]);
        }

        var isVoid = duration < thresholds.Void.Time;
        var isUnpaid = duration < thresholds.Unpaid.Time;
        var planned = c.Planned is { } item ? item.End - item.Start : TimeSpan.Zero;
        var share = planned > TimeSpan.Zero ? duration / planned * 100 : 100;
        var isCut = share < thresholds.PlannedShare.Value;
        if (!isUnpaid && !isCut)
        {
            return null;
        }

        Figure length = isUnpaid
            ? Figure.Against("duration", duration.TotalMinutes, isVoid ? thresholds.Void : thresholds.Unpaid)
            : Figure.Of("duration", duration.TotalMinutes, "min");
        return c.Finding(
            Vis04, isVoid ? Severity.P2 : Severity.P3, null,
            isCut ? [length, Figure.Against("plannedShare", share, thresholds.PlannedShare)] : [length]);
    }
}

/// <summary>One visit with all that its rules look at.</summary>
internal readonly record struct VisitCase(
    ActorId Person, PersonFile File, Standing Standing, Visit Visit, PlannedItem? Planned, Thresholds Thresholds)
{
    /// <param name="cause">What the finding rests on besides the visit and its plan.</param>
    public Finding Finding(Rule rule, Severity severity, Evidence? cause, ReadOnlySpan<Figure> figures)
    {
        var evidence = ImmutableArray.CreateBuilder<Evidence>();
        if (cause is { } given)
        {
            evidence.Add(given);
        }

        if (Planned is { } item && rule != PlaceRules.Geo01)
        {
            evidence.Add(new(item.Plan, "plan"));
        }

        var causes = evidence.Count;
        if (Visit.CheckedIn)
        {
            evidence.Add(new(Visit.CheckIn, "check-in"));
        }

        if (Visit.CheckedOut && rule != PlaceRules.Geo01)
        {
            evidence.Add(new(Visit.CheckOut, "check-out"));
        }

        var late = false;
        for (var i = 0; i < causes; i++)
        {
            late |= evidence[i].Fact.Time > Visit.Begin;
        }

        return new(
            rule, Person, Visit.Id, severity, Visit.Begin, null, late, Person.Id, Visit.CaregiverId, Standing.InstitutionOf(Visit),
            null, File.DistrictCode, [Visit.Id], evidence.ToImmutable(), [.. figures]);
    }
}
