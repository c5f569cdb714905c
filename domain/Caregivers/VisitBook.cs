using LtcActors.Domain.Calendars;

namespace LtcActors.Domain.Caregivers;

/// <summary>All visits of a caregiver, found by name and by time.</summary>
internal sealed class VisitBook(CareDays days)
{
    /// <summary>A visit longer than this is a wrong clock; on later days it is not counted, so that no date can swamp us.</summary>
    public const int LongestDays = 31;

    private Dictionary<(string Person, string Visit), CareVisit>? byName;
    private CareVisit? named;

    /// <summary>Visits with a check, by the instant at which they count.</summary>
    public List<CareVisit> ByTime { get; } = new(0);

    /// <summary>Those of them without a position, by time.</summary>
    public List<CareVisit> Off { get; } = new(0);

    /// <summary>A check was ever entered by hand.</summary>
    public bool IsAnyManual { get; private set; }

    /// <summary>A check ever told when it was uploaded.</summary>
    public bool IsAnyLagTold { get; private set; }

    /// <summary>A face was ever looked at.</summary>
    public bool IsAnyFace { get; private set; }

    /// <summary>A check was ever made without a look at the face.</summary>
    public bool IsAnyFaceless { get; private set; }

    /// <summary>A check-out was ever signed.</summary>
    public bool IsAnySigned { get; private set; }

    /// <summary>A check ever told of beacons or of who signed.</summary>
    public bool IsAnyExtra { get; private set; }

    public IReadOnlyCollection<CareVisit> All => byName?.Values ?? (IReadOnlyCollection<CareVisit>)[];

    public CareVisit? Find(string personId, string visitId) =>
        byName is not null && byName.TryGetValue((personId, visitId), out var visit) ? visit : null;

    /// <inheritdoc cref="Actors.Actor.Warm"/>
    public int Warm() => named?.Warm() ?? 0;

    public CareVisit GetOrAdd(string personId, string visitId)
    {
        if (named is not null && named.VisitId == visitId && named.PersonId == personId)
        {
            return named; // A visit's points come one after the other.
        }

        byName ??= [];
        if (!byName.TryGetValue((personId, visitId), out var visit))
        {
            byName[(personId, visitId)] = visit = new(personId, visitId);
        }

        return named = visit;
    }

    public void Add(CareVisit visit, Check check)
    {
        if (visit.IsMade)
        {
            Remove(ByTime, visit);
            Remove(Off, visit);
            foreach (var day in DaysOf(visit))
            {
                days.Get(day).Remove(visit);
            }
        }

        IsAnyManual |= check.IsManual;
        IsAnyLagTold |= check.Lag != Check.NoLag;
        IsAnyFace |= check.Face is not null;
        IsAnyFaceless |= check.Face is null;
        IsAnySigned |= check.Prints.Signature != 0;
        IsAnyExtra |= check.Extras is not null;
        visit.Add(check);
        Insert(ByTime, visit);
        if (visit.IsOff)
        {
            Insert(Off, visit);
        }

        foreach (var day in DaysOf(visit))
        {
            days.Get(day).Add(visit);
        }
    }

    /// <summary>Numbers of the natural days on which it lasts; none for a visit without a duration.</summary>
    public static IEnumerable<int> DaysOf(CareVisit visit)
    {
        if (!visit.HasLength)
        {
            return [];
        }

        var first = Shanghai.DayOf(visit.Begin!.Value).DayNumber;
        var last = Shanghai.DayOf(visit.End!.Value.AddTicks(-1)).DayNumber;
        return Enumerable.Range(first, Math.Min(last - first + 1, LongestDays));
    }

    /// <summary>How many of these (by time) count before the instant, or at it too.</summary>
    public static int CountUntil(List<CareVisit> visits, DateTimeOffset instant, bool including)
    {
        var (low, high) = (0, visits.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var order = visits[middle].At.CompareTo(instant);
            (low, high) = order < 0 || (including && order == 0) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static void Insert(List<CareVisit> list, CareVisit visit)
    {
        var at = list.BinarySearch(visit);
        list.Insert(at < 0 ? ~at : at, visit);
    }

    private static void Remove(List<CareVisit> list, CareVisit visit)
    {
        var at = list.BinarySearch(visit);
        if (at >= 0)
        {
            list.RemoveAt(at);
        }
    }
}
