using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.Geo;
using LtcActors.Domain.Policies;

namespace LtcActors.Domain.Rules;

/// <summary>
/// Orders hung under a colleague's name because the day was full (docs/rules.md, Collusion). Who is full asks the colleague how the
/// visit was made; the colleague answers with devices and places.
/// </summary>
public static class CollusionRules
{
    public static Rule Col01 { get; } = new(
        "COL-01", 3, Zh: "工单转挂规避工时上限", En: "Order shifted to a colleague at the cap", Severity.P1, [],
        ["col.shiftWindow", "vis.loadVisits", "vis.loadHours", "vis.overlap", "vis.sameAddress", "geo.awayFixes", "geo.accuracyMax", "geo.fence"]);

    public static ImmutableArray<Rule> All { get; } = [Col01];

    /// <summary>
    /// By real name: orders moved near the instant from which they no longer fitted in the day, each once, to somebody else.
    /// </summary>
    /// <param name="names">All ids of the real name.</param>
    internal static List<Shift> Suspects(CaregiverCase of, IReadOnlyCollection<string> names)
    {
        var suspects = new List<Shift>();
        foreach (var (person, moved) in of.File.Collusion?.Moved.Items ?? [])
        {
            foreach (var order in moved.Orders)
            {
                if (!names.Contains(order.Colleague) && !suspects.Exists(s => s.Name.PersonId == person && s.Name.VisitId == order.VisitId)
                    && FullWith(of, person, order) is { } full
                    && (order.Reassigned.Time - full.At).Duration() <= full.Limits.ShiftWindow.Time)
                {
                    suspects.Add(new(new(person, order.VisitId), order, full));
                }
            }
        }

        return suspects;
    }

    /// <summary>Those of them that the answer shows to have been the first one's own work.</summary>
    internal static void Shifted(CaregiverCase of, List<Shift> suspects, List<Finding> to)
    {
        foreach (var shift in suspects)
        {
            var answer = of.File.Collusion!.Taken.Of(shift.Order.Colleague)?.Visits ?? [];
            if (answer.FirstOrDefault(v => v.Name == shift.Name) is { Name.VisitId: not null } taken && ShownBy(of, shift, taken) is var (how, facts))
            {
                to.Add(Found(of, shift, how, facts) with { DistrictCode = taken.District ?? of.District, InstitutionId = taken.Institution });
            }
        }
    }

    /// <summary>What a colleague is told of a visit made under this id; none: it is not known, or has no duration.</summary>
    internal static TakenVisit? Answer(CaregiverCase of, VisitName name)
    {
        var visit = of.File.Visits.Find(name.PersonId, name.VisitId);
        if (visit is not { HasLength: true })
        {
            return null;
        }

        var first = Array.Find(visit.Checks, static c => c.IsCheckIn);
        var (elsewhere, metres) = Elsewhere(of, visit);
        return new(
            name, of.File.DistrictOf(name.PersonId), visit.Day, DeviceOf(of, Array.Find(visit.Checks, static c => c is { IsCheckIn: true, DeviceId: not null })),
            DeviceOf(of, Array.FindLast(visit.Checks, static c => c is { IsCheckIn: false, DeviceId: not null })),
            first is { Mock: false } ? first.Position : null, first is null ? 0 : WalkedFixes.AccuracyOf(of.File.Days, first.Ref), elsewhere, metres, visit.InstitutionId);
    }

    /// <summary>The visits of the day, as VIS-10 counts them, up to the one after which the order no longer fits.</summary>
    private static Full? FullWith(CaregiverCase of, string person, MovedOrder order)
    {
        var date = Shanghai.DayOf(order.CheckIn.Time);
        var at = of.File.Days.IndexOf(date.DayNumber);
        if (at < 0 || of.File.Days[at].Visits is not { } all || of.Career.DutyOn(date) is { Duty: Duty.Institution })
        {
            return null;
        }

        var limits = of.On(date, person);
        var (start, end) = (Shanghai.StartOf(date), Shanghai.StartOf(date.AddDays(1)));
        var (visits, begun, sum, full) = (new List<CareVisit>(all.Count), 0, TimeSpan.Zero, (DateTimeOffset?)null);
        foreach (var visit in all)
        {
            if (ContractRules.IsRelative(of.File, visit))
            {
                continue;
            }

            visits.Add(visit);
            begun += visit.Begin >= start ? 1 : 0;
            sum += (visit.End < end ? visit.End!.Value : end) - (visit.Begin > start ? visit.Begin!.Value : start);
            full ??= begun + 1 > limits.LoadVisits.Value || sum + order.Length > limits.LoadHours.Time ? visit.End : null;
        }

        return full is { } instant ? new(instant, visits, begun + 1, sum + order.Length, limits) : null;
    }

    /// <summary>On a device of the first one's own, where it was itself, or while the colleague was elsewhere.</summary>
    private static (string How, List<FactRef> Facts)? ShownBy(CaregiverCase of, Shift shift, TakenVisit taken)
    {
        var own = shift.Full.Visits.SelectMany(static v => v.Checks).Where(c => c.DeviceId is { } device
            && (device == taken.DeviceIn || device == taken.DeviceOut) && of.File.SharedDevices.Of(device) is null).Select(static c => c.Ref).ToList();
        if (own.Count > 0)
        {
            return ("device", own);
        }

        var there = taken.Place is { } place ? There(of, shift, place, taken.Accuracy) : [];
        return there.Count >= shift.Full.Limits.AwayFixes.Count ? ("place", there)
            : taken.Elsewhere is { } fact ? ("elsewhere", [fact])
            : null;
    }

    /// <summary>Positions of the first one during the visit, outside its own visits, at the place of the check-in.</summary>
    private static List<FactRef> There(CaregiverCase of, Shift shift, GeoPoint place, double accuracy)
    {
        var limits = shift.Full.Limits;
        var facts = new List<FactRef>();
        foreach (var (fix, source) in WalkedFixes.Between(
            of.File.Days, shift.Order.CheckIn.Time + limits.Overlap.Time, shift.Order.CheckOut.Time - limits.Overlap.Time))
        {
            var isOnVisit = shift.Full.Visits.Exists(v => v.Begin!.Value.UtcTicks <= fix.Ticks && fix.Ticks <= v.End!.Value.UtcTicks);
            if (!isOnVisit && fix.AccuracyMetres <= limits.AccuracyMax.Value
                && fix.Point.MetresTo(place) <= limits.SameAddress.Value + fix.AccuracyMetres + Math.Min(accuracy, limits.AccuracyMax.Value))
            {
                facts.Add(source.Ref);
            }
        }

        return facts;
    }

    /// <summary>Positions of the colleague outside its visits, in the middle of this one and certainly outside the fence.</summary>
    private static (FactRef? First, double Metres) Elsewhere(CaregiverCase of, CareVisit visit)
    {
        var client = of.File.Clients.Of(visit.PersonId);
        var limits = of.On(visit.Day, visit.PersonId);
        var homes = VisitCaregiverRules.PlacesOf(of, visit);
        if (homes.Count == 0 || TrackRules.IsElsewhere(client?.More, visit))
        {
            return (null, 0);
        }

        var (count, first, most) = (0, (FactRef?)null, 0.0);
        foreach (var (fix, source) in WalkedFixes.Between(of.File.Days, visit.Begin!.Value + limits.Overlap.Time, visit.End!.Value - limits.Overlap.Time))
        {
            var metres = homes.Min(h => h.MetresTo(fix.Point)) - fix.AccuracyMetres;
            if (fix.AccuracyMetres <= limits.AccuracyMax.Value && metres > (client?.More?.Fence ?? limits.Fence.Value))
            {
                count++;
                first ??= source.Ref;
                most = Math.Max(most, metres);
            }
        }

        return count >= limits.AwayFixes.Count ? (first, most) : (null, 0);
    }

    private static string? DeviceOf(CaregiverCase of, Check? check) =>
        check is null || of.File.DevicesGiven.Any(d => d.DeviceId == check.DeviceId && d.Ref.Time <= check.Ref.Time) ? null : check.DeviceId;

    private static Finding Found(CaregiverCase of, Shift shift, string how, List<FactRef> facts)
    {
        var (order, full) = (shift.Order, shift.Full);
        var evidence = new EvidenceList().Add(order.Reassigned, "reassigned").Add(order.CheckIn, "check-in").Add(order.CheckOut, "check-out")
            .AddAll(how == "device" ? [] : facts, static f => f, "track");
        full.Visits.ForEach(v => evidence.Add(v));
        return of.Find(
            Col01, $"{shift.Name.PersonId}/{shift.Name.VisitId}", Severity.P1, order.CheckIn.Time, evidence,
            [
                Figure.Against("dayVisits", full.Count, full.Limits.LoadVisits), Figure.Against("dayHours", full.Hours.TotalHours, full.Limits.LoadHours),
                Figure.Against("movedWithin", (order.Reassigned.Time - full.At).Duration().TotalHours, full.Limits.ShiftWindow),
                Figure.Of("colleague", order.Colleague), Figure.Of("shownBy", how),
            ],
            late: order.Reassigned.Time > order.CheckIn.Time) with
        {
            PersonId = shift.Name.PersonId, VisitIds = [shift.Name.VisitId],
        };
    }
}

/// <summary>A day that is full with one visit more.</summary>
/// <param name="At">The end of the visit after which it no longer fits.</param>
/// <param name="Count">Visits that begin on the day, that one too.</param>
internal sealed record Full(DateTimeOffset At, List<CareVisit> Visits, int Count, TimeSpan Hours, Thresholds Limits);

internal sealed record Shift(VisitName Name, MovedOrder Order, Full Full);
