using System.Collections.Immutable;
using System.Globalization;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.Geo;
using LtcActors.Domain.Policies;

namespace LtcActors.Domain.Rules;

/// <summary>Hours that nobody has, and places in which nobody is at once: by real name, across all institutions.</summary>
public static class VisitCaregiverRules
{
    public static Rule Vis05 { get; } = new(
        "VIS-05", 1, Zh: "服务时长不可能", En: "More hours than a visit or a day has", Severity.P3, [],
        ["vis.visitMax", "vis.dayHigh", "vis.dayMax"]);

    public static Rule Vis06 { get; } = new(
        "VIS-06", 3, Zh: "护理员服务时间重叠", En: "Visits of one caregiver overlap", Severity.P1, [], ["vis.overlap", "vis.sameAddress"]);

    public static ImmutableArray<Rule> All { get; } = [Vis05, Vis06];

    internal static void LongVisit(CaregiverCase of, CareVisit visit, List<Finding> to)
    {
        if (visit.HasLength && of.On(visit.Day, visit.PersonId).VisitMax is var limit && visit.Length > limit.Time)
        {
            to.Add(of.Find(
                Vis05, visit.Key, Severity.P3, visit.At, new EvidenceList().Add(visit),
                [Figure.Against("visitHours", visit.Length.TotalHours, limit)], [visit]));
        }
    }

    /// <summary>All visits of a natural day, as far as they last on it, even where they overlap.</summary>
    internal static void LongDay(CaregiverCase of, CareDay day, List<Finding> to)
    {
        if (day.Visits is not { Count: > 0 } visits)
        {
            return;
        }

        var sum = TimeSpan.Zero;
        var (start, end) = (Shanghai.StartOf(day.Day), Shanghai.StartOf(day.Day.AddDays(1)));
        foreach (var visit in visits)
        {
            sum += (visit.End < end ? visit.End!.Value : end) - (visit.Begin > start ? visit.Begin!.Value : start);
        }

        var limits = of.On(day.Day, visits[0].PersonId);
        if (sum <= limits.DayHigh.Time)
        {
            return;
        }

        var (severity, limit) = sum > limits.DayMax.Time ? (Severity.P1, limits.DayMax) : (Severity.P2, limits.DayHigh);
        var evidence = new EvidenceList();
        visits.ForEach(v => evidence.Add(v));
        to.Add(of.Find(
            Vis05, day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), severity, visits[0].At, evidence,
            [Figure.Against("dayHours", sum.TotalHours, limit), Figure.Of("services", visits.Count)], visits));
    }

    /// <summary>
    /// Pairs of visits whose common time begins on this day, with one person too: nobody serves one client twice at once, though two
    /// institutions may claim it.
    /// </summary>
    internal static void Overlaps(CaregiverCase of, CareDay day, List<Finding> to)
    {
        if (day.Visits is not { Count: > 1 } visits)
        {
            return;
        }

        var start = Shanghai.StartOf(day.Day);
        for (var i = 0; i < visits.Count; i++)
        {
            for (var j = i + 1; j < visits.Count && visits[j].Begin < visits[i].End; j++)
            {
                // The later of both begins here; two that both began before are judged on the day on which they met.
                if (visits[j].Begin >= start)
                {
                    Overlap(of, visits[i], visits[j], to);
                }
            }
        }
    }

    private static void Overlap(CaregiverCase of, CareVisit first, CareVisit second, List<Finding> to)
    {
        var both = (first.End < second.End ? first.End!.Value : second.End!.Value) - second.Begin!.Value;
        var limits = of.On(second.Day, first.PersonId);
        var metres = Apart(of, first, second);
        if (SeverityOf(both, metres, limits) is not { } severity)
        {
            return;
        }

        var anchor = string.CompareOrdinal(first.Key, second.Key) < 0 ? $"{first.Key}|{second.Key}" : $"{second.Key}|{first.Key}";
        ImmutableArray<Figure> figures = metres is { } distance
            ? [Figure.Against("overlap", both.TotalMinutes, limits.Overlap), Figure.Against("distance", distance, limits.SameAddress)]
            : [Figure.Against("overlap", both.TotalMinutes, limits.Overlap)];
        to.Add(of.Find(
            Vis06, anchor, severity, first.At, new EvidenceList().Add(first).Add(second), figures, [first, second]));
    }

    private static Severity? SeverityOf(TimeSpan both, double? metres, Thresholds limits) =>
        (metres > limits.SameAddress.Value, both > limits.Overlap.Time) switch
        {
            (true, true) => Severity.P1,
            (true, false) => null,
            (false, true) => Severity.P3,
            (false, false) => Severity.P4,
        };

    /// <summary>
    /// Metres between the places of two visits; none with one person or in one house. Not known where one of the places is not.
    /// </summary>
    internal static double? Apart(CaregiverCase of, CareVisit a, CareVisit b) =>
        a.PersonId == b.PersonId || (IsInHouse(of, a) && IsInHouse(of, b) && a.InstitutionId == b.InstitutionId)
            ? 0
            : MetresBetween(PlacesOf(of, a), PlacesOf(of, b));

    /// <summary>The homes in force on the visit's day, else, and for who lives in a house, where it was checked in.</summary>
    internal static List<GeoPoint> PlacesOf(CaregiverCase of, CareVisit visit)
    {
        var day = visit.Day;
        var places = new List<GeoPoint>(1);
        var isInHouse = IsInHouse(of, visit);
        foreach (var home in of.File.Clients.Of(visit.PersonId)?.Homes ?? [])
        {
            if (!isInHouse && home.Days.Contains(day))
            {
                places.Add(home.Home);
            }
        }

        if (places.Count == 0 && visit.CheckInPosition is { } position)
        {
            places.Add(position);
        }

        return places;
    }

    private static bool IsInHouse(CaregiverCase of, CareVisit visit)
    {
        foreach (var days in of.File.Clients.Of(visit.PersonId)?.More?.InHouse ?? [])
        {
            if (days.Contains(visit.Day))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Between the nearest of them; none when either is not known.</summary>
    internal static double? MetresBetween(List<GeoPoint> a, List<GeoPoint> b)
    {
        double? nearest = null;
        foreach (var one in a)
        {
            foreach (var other in b)
            {
                var metres = one.MetresTo(other);
                nearest = nearest < metres ? nearest : metres;
            }
        }

        return nearest;
    }
}
