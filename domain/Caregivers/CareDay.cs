using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;

namespace LtcActors.Domain.Caregivers;

/// <summary>
/// A caregiver's natural day: the visits that last on it, and its fixes in order of time, then key, then place in their fact.
/// </summary>
internal sealed class CareDay(int number)
{
    private Fix[] fixes = [];
    private FixSource[] sources = [];
    private int sourceCount;

    /// <summary>The fixes as bytes, while nobody looks at them.</summary>
    private byte[]? frozen;

    public int Number { get; } = number;

    public DateOnly Day => DateOnly.FromDayNumber(Number);

    /// <summary>UTC ticks at which the day begins in Shanghai.</summary>
    public long StartTicks { get; } = (number * TimeSpan.TicksPerDay) - Shanghai.Offset.Ticks;

    public int Count { get; private set; }

    public bool IsFrozen => frozen is not null;

    /// <summary>The day has a finding on impossible travel.</summary>
    public bool HasTravel { get; set; }

    /// <summary>Places from and to which fixes came since the last judgement; none when the first is past the last.</summary>
    public int FreshLow { get; private set; } = int.MaxValue;

    public int FreshHigh { get; private set; } = -1;

    public bool IsFresh => FreshHigh >= 0;

    /// <summary>Visits with a duration that last on this day, by time.</summary>
    public List<CareVisit>? Visits { get; private set; }

    public ref readonly Fix this[int index] => ref fixes[index];

    public FixSource SourceOf(in Fix fix) => sources[fix.Source];

    public void Add(CareVisit visit)
    {
        Visits ??= new(4);
        var at = Visits.BinarySearch(visit);
        Visits.Insert(at < 0 ? ~at : at, visit);
    }

    public void Remove(CareVisit visit)
    {
        var at = Visits?.BinarySearch(visit) ?? -1;
        if (at >= 0)
        {
            Visits!.RemoveAt(at);
        }
    }

    /// <param name="fix">Of the fact given; its source is set here.</param>
    public void Add(Fix fix, in FixSource fact)
    {
        Thaw();
        if (sourceCount == 0 || sources[sourceCount - 1] != fact)
        {
            Grow(ref sources, sourceCount);
            sources[sourceCount++] = fact;
        }

        fix = fix.From(sourceCount - 1);
        Grow(ref fixes, Count);
        var at = Count;
        if (Count > 0 && Precedes(fix, fixes[Count - 1]))
        {
            at = PlaceOf(fix);
            Array.Copy(fixes, at, fixes, at + 1, Count - at);
        }

        fixes[at] = fix;
        Count++;
        FreshHigh = at <= FreshHigh ? FreshHigh + 1 : at;
        FreshLow = Math.Min(FreshLow, at);
    }

    public void NotFresh() => (FreshLow, FreshHigh) = (int.MaxValue, -1);

    /// <summary>Keeps the fixes as bytes only: a third of the room.</summary>
    public void Freeze()
    {
        if (frozen is null && Count > 0)
        {
            var writer = new StateWriter();
            FixCodec.Write(writer, fixes.AsSpan(0, Count), sources);
            frozen = writer.Written.ToArray();
            (fixes, sources, sourceCount) = ([], [], 0);
        }
    }

    public void Thaw()
    {
        if (frozen is not null)
        {
            (fixes, sources) = FixCodec.Read(new StateReader(frozen), Count);
            sourceCount = sources.Length;
            frozen = null;
        }
    }

    public void Write(StateWriter to)
    {
        to.Int(Number);
        to.Bool(HasTravel);
        to.Int(Count);
        if (frozen is not null || Count == 0)
        {
            to.Bytes(frozen);
            return;
        }

        var writer = new StateWriter();
        FixCodec.Write(writer, fixes.AsSpan(0, Count), sources);
        to.Bytes(writer.Written);
    }

    /// <summary>As <see cref="Write"/> left it, still as bytes: most days are never looked at again.</summary>
    public static CareDay Read(StateReader from)
    {
        var day = new CareDay(from.Int()) { HasTravel = from.Bool(), Count = from.Int() };
        var bytes = from.Bytes();
        day.frozen = day.Count > 0 ? bytes.ToArray() : null;
        return day;
    }

    private int PlaceOf(in Fix fix)
    {
        var (low, high) = (0, Count - 1);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = Precedes(fix, fixes[middle]) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private bool Precedes(in Fix a, in Fix b)
    {
        if (a.Ticks != b.Ticks)
        {
            return a.Ticks < b.Ticks;
        }

        var byKey = sources[a.Source].Key.CompareTo(sources[b.Source].Key);
        return byKey != 0 ? byKey < 0 : a.Index < b.Index;
    }

    private static void Grow<T>(ref T[] array, int count)
    {
        if (count == array.Length)
        {
            Array.Resize(ref array, Math.Max(8, count * 2));
        }
    }
}
