using LtcActors.Domain.Actors;

namespace LtcActors.Domain.Devices;

internal enum SightingKind : byte { Track, CheckIn, CheckOut }

/// <summary>A caregiver seen on the device by a fact.</summary>
internal readonly record struct Sighting(string CaregiverId, FactRef Fact, SightingKind Kind)
{
    public string Note => Kind switch
    {
        SightingKind.CheckIn => "check-in",
        SightingKind.CheckOut => "check-out",
        _ => "track",
    };
}

/// <summary>
/// Who was seen when: of each caregiver and hour the first and the last sighting, in any order of arrival the same ones. Two
/// caregivers seen in different hours were never closer than the last of the one and the first of the other, and in one hour they
/// were less than an hour apart: so nothing is lost for a window of an hour or more.
/// </summary>
internal sealed class Sightings
{
    private readonly List<Hour> hours = new(1);
    private readonly HashSet<string> caregivers = new(0, StringComparer.Ordinal);

    /// <summary>How many were seen on it.</summary>
    public int CaregiverCount => caregivers.Count;

    public IEnumerable<string> Caregivers => caregivers.Order(StringComparer.Ordinal);

    public bool AreOfSeveral => caregivers.Count > 1;

    /// <returns>Whether it can change who was seen close to whom.</returns>
    public bool Add(string caregiver, Entry entry, SightingKind kind)
    {
        var sighting = new Sighting(caregiver, FactRef.Of(entry), kind);
        var number = entry.Time.UtcTicks / TimeSpan.TicksPerHour;
        var isAlone = hours.Count > 0 && (hours.Count == 1 || hours[^2].Number != hours[^1].Number);
        var follows = isAlone && hours[^1].Last.CaregiverId == caregiver && hours[^1].Last.Fact.CompareTo(sighting.Fact) < 0;
        if (follows && hours[^1].Number == number)
        {
            // The hot path: the same caregiver goes on, and nobody else was seen since. No meeting can begin or end by that.
            hours[^1] = hours[^1].With(sighting);
            return false;
        }

        var at = hours.Count;
        while (at > 0 && hours[at - 1].Compare(number, caregiver) > 0)
        {
            at--;
        }

        if (at > 0 && hours[at - 1].Compare(number, caregiver) == 0)
        {
            hours[at - 1] = hours[at - 1].With(sighting);
        }
        else
        {
            hours.Insert(at, new(number, sighting, sighting, 1));
            caregivers.Add(caregiver);
        }

        return AreOfSeveral && !follows;
    }

    /// <summary>All that is kept, in the world's order.</summary>
    public List<Sighting> InOrder()
    {
        var all = new List<Sighting>(hours.Count * 2);
        foreach (var hour in hours)
        {
            all.Add(hour.First);
            if (hour.Last != hour.First)
            {
                all.Add(hour.Last);
            }
        }

        all.Sort((a, b) => a.Fact.CompareTo(b.Fact));
        return all;
    }

    public IEnumerable<(string CaregiverId, DateTimeOffset First, DateTimeOffset Last, int Events)> ByCaregiver() =>
        hours.GroupBy(h => h.First.CaregiverId).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, g.Min(h => h.First.Fact.Time), g.Max(h => h.Last.Fact.Time), g.Sum(h => h.Count)));

    public void Write(StateWriter to) => to.List(hours, (w, h) =>
    {
        w.Long(h.Number);
        w.Text(h.First.CaregiverId);
        w.Ref(h.First.Fact);
        w.Byte((byte)h.First.Kind);
        w.Ref(h.Last.Fact);
        w.Byte((byte)h.Last.Kind);
        w.Int(h.Count);
    });

    public void Read(StateReader from)
    {
        var count = from.Int();
        for (var i = 0; i < count; i++)
        {
            var number = from.Long();
            var caregiver = from.Text();
            hours.Add(new(
                number, new(caregiver, from.Ref(), (SightingKind)from.Byte()), new(caregiver, from.Ref(), (SightingKind)from.Byte()),
                from.Int()));
            caregivers.Add(caregiver);
        }
    }

    /// <param name="Number">Whole hours of UTC, which are those of Shanghai too.</param>
    private readonly record struct Hour(long Number, Sighting First, Sighting Last, int Count)
    {
        public int Compare(long number, string caregiver) =>
            Number != number ? Number.CompareTo(number) : string.CompareOrdinal(First.CaregiverId, caregiver);

        public Hour With(Sighting sighting)
        {
            // The id as it is kept already: a new one each time would be kept in place of the one before.
            var kept = sighting with { CaregiverId = First.CaregiverId };
            return new(Number, kept.Fact.CompareTo(First.Fact) < 0 ? kept : First, kept.Fact.CompareTo(Last.Fact) > 0 ? kept : Last, Count + 1);
        }
    }
}
