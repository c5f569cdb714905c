using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;

namespace LtcActors.Domain.Caregivers;

/// <summary>
/// A caregiver's natural day: the visits that last on it, and its fixes in order of time, then key, then place in their fact.
/// All but the last fixes of the day are closed into pages; what comes among those, or looks at them, opens the day.
/// </summary>
internal sealed class CareDay(int number, FixPages pages)
{
    /// <summary>Fixes in a page; so many and up to twice as many at the end of the day stay open.</summary>
    public const int PageFixes = 32;

    /// <summary>A fix is judged by its neighbours, and whether these count by theirs.</summary>
    private const int Early = 4;

    private Fix[] fixes = [];
    private FixSource[] sources = [];
    private int sourceCount;
    private List<OwnPage>? closed;
    private int closedCount;
    private long closedTo;

    /// <summary>A fix came among those of the pages, which then are no longer true.</summary>
    private bool closedIsStale;

    public int Number { get; } = number;

    public DateOnly Day => DateOnly.FromDayNumber(Number);

    /// <summary>UTC ticks at which the day begins in Shanghai.</summary>
    public long StartTicks { get; } = (number * TimeSpan.TicksPerDay) - Shanghai.Offset.Ticks;

    public int Count { get; private set; }

    /// <summary>Place of the first fix at hand; those before it lie in pages.</summary>
    public int First { get; private set; }

    /// <summary>The day has a finding on impossible travel.</summary>
    public bool HasTravel { get; set; }

    /// <summary>Places from and to which fixes came since the last judgement; none when the first is past the last.</summary>
    public int FreshLow { get; private set; } = int.MaxValue;

    public int FreshHigh { get; private set; } = -1;

    public bool IsFresh => FreshHigh >= 0;

    /// <summary>Visits with a duration that last on this day, by time.</summary>
    public List<CareVisit>? Visits { get; private set; }

    /// <summary>UTC ticks at which the last of them has ended: most fixes come after it. Never too early.</summary>
    public long VisitsUntil { get; private set; } = long.MinValue;

    /// <param name="index">Not before <see cref="First"/>.</param>
    public ref readonly Fix this[int index] => ref fixes[index - First];

    /// <inheritdoc cref="Actors.Actor.Warm"/>
    public int Warm() => (Count > First ? (int)fixes[Count - First - 1].Ticks : 0) + (sourceCount > 0 ? (int)sources[sourceCount - 1].Seq : 0);

    public FixSource SourceOf(in Fix fix) => sources[fix.Source];

    public void Add(CareVisit visit)
    {
        Visits ??= new(4);
        var at = Visits.BinarySearch(visit);
        Visits.Insert(at < 0 ? ~at : at, visit);
        VisitsUntil = Math.Max(VisitsUntil, visit.End!.Value.UtcTicks);
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
        if (First > 0 && fix.Ticks <= closedTo)
        {
            Open();
        }

        if (sourceCount == 0 || sources[sourceCount - 1] != fact)
        {
            Grow(ref sources, sourceCount);
            sources[sourceCount++] = fact;
        }

        fix = fix.From(sourceCount - 1);
        var open = Count - First;
        Grow(ref fixes, open);
        var at = open;
        if (open > 0 && Precedes(fix, fixes[open - 1]))
        {
            at = PlaceOf(fix);
            Array.Copy(fixes, at, fixes, at + 1, open - at);
        }

        fixes[at] = fix;
        Count++;
        at += First;
        closedIsStale |= at < closedCount;
        FreshHigh = at <= FreshHigh ? FreshHigh + 1 : at;
        FreshLow = Math.Min(FreshLow, at);
    }

    public void NotFresh() => (FreshLow, FreshHigh) = (int.MaxValue, -1);

    /// <summary>All fixes are at hand.</summary>
    public void Open()
    {
        if (First == 0)
        {
            return;
        }

        var read = closed!.ConvertAll(pages.Read);
        var (all, facts, at, fact) = (new Fix[Count], new FixSource[read.Sum(r => r.Sources.Length) + sourceCount], 0, 0);
        foreach (var (some, theirs) in read.Append((fixes[..(Count - First)], sources[..sourceCount])))
        {
            theirs.CopyTo(facts, fact);
            foreach (var fix in some)
            {
                all[at++] = fix.From(fact + fix.Source);
            }

            fact += theirs.Length;
        }

        (fixes, sources, sourceCount, First) = (all, facts, fact, 0);
    }

    /// <summary>Numbers of its pages that must be read to have all fixes at hand.</summary>
    public void Foresee(ISet<int> into)
    {
        for (var i = 0; First > 0 && i < closed!.Count; i++)
        {
            if (closed[i].Bytes is null)
            {
                into.Add(closed[i].Number);
            }
        }
    }

    /// <summary>Whether a fix of this instant comes among the first that are at hand: then those before them are asked for, too.</summary>
    public bool IsEarly(long ticks) => Count - First < Early || ticks <= fixes[Early - 1].Ticks;

    /// <summary>All its fixes lie in pages.</summary>
    public bool IsClosed => First == Count;

    /// <summary>Puts what is complete into pages, and lets go of what lies in pages.</summary>
    /// <param name="isPast">Nothing is expected to come any more: all of it.</param>
    public void Close(bool isPast)
    {
        if (isPast && Count > closedCount && closed is [.., { Count: < PageFixes }])
        {
            // The last page is filled up, so that a day of latecomers is not a day of tiny pages.
            Open();
            closedIsStale = true;
        }

        var replaced = 0;
        var before = closed;
        if (closedIsStale)
        {
            (closed, closedCount, closedIsStale) = (null, 0, false);
        }

        while (Count - closedCount >= 2 * PageFixes || (isPast && Count > closedCount))
        {
            var some = fixes.AsSpan(closedCount - First, Math.Min(PageFixes, Count - closedCount));
            int? again = before is not null && before != closed && replaced < before.Count ? before[replaced++].Number : null;
            (closed ??= new(2)).Add(pages.Add(again, some, sources.AsSpan(0, sourceCount)));
            closedCount += some.Length;
            closedTo = some[^1].Ticks;
        }

        if (First < closedCount)
        {
            LetGo();
        }
    }

    /// <param name="whole">With all fixes, for a reader who has not these pages; the day is open then.</param>
    public void Write(StateWriter to, bool whole)
    {
        to.Int(Number);
        to.Bool(HasTravel);
        to.Int(Count);
        to.List(whole ? [] : closed.OrNone(), static (w, p) => { w.Int(p.Number); w.Int(p.Count); });
        var from = whole ? 0 : closedCount;
        if (from > 0)
        {
            to.Long(closedTo);
        }

        FixCodec.Write(to, fixes.AsSpan(from - First, Count - from), sources.AsSpan(0, sourceCount));
    }

    public static CareDay Read(StateReader from, FixPages pages)
    {
        var day = new CareDay(from.Int(), pages) { HasTravel = from.Bool(), Count = from.Int() };
        var closed = from.List(static r => new OwnPage(r.Int(), r.Int(), null));
        if (closed.Count > 0)
        {
            day.closed = closed;
            day.closedCount = day.First = closed.Sum(p => p.Count);
            day.closedTo = from.Long();
        }

        (day.fixes, day.sources) = FixCodec.Read(from, day.Count - day.First);
        day.sourceCount = day.sources.Length;
        return day;
    }

    // In place, for this happens with every page: what stays moves to the front, and of its facts those that are still needed.
    private void LetGo()
    {
        var open = fixes.AsSpan(closedCount - First, Count - closedCount);
        if (open.IsEmpty || fixes.Length > 4 * PageFixes)
        {
            (fixes, sources) = (open.ToArray(), sources[..sourceCount]);
        }
        else
        {
            open.CopyTo(fixes);
        }

        open = fixes.AsSpan(0, Count - closedCount);
        First = closedCount;
        Span<int> places = sourceCount <= 8 * PageFixes ? stackalloc int[sourceCount] : new int[sourceCount];
        foreach (ref readonly var fix in open)
        {
            places[fix.Source] = 1;
        }

        var needed = 0;
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i] != 0)
            {
                sources[needed] = sources[i];
                places[i] = needed++;
            }
        }

        foreach (ref var fix in open)
        {
            fix = fix.From(places[fix.Source]);
        }

        sourceCount = needed;
        if (sources.Length > 4 * PageFixes || open.IsEmpty)
        {
            sources = sources[..needed];
        }
    }

    /// <summary>Among the fixes at hand.</summary>
    private int PlaceOf(in Fix fix)
    {
        var (low, high) = (0, Count - First);
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
