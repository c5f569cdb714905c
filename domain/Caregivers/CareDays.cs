using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Geo;

namespace LtcActors.Domain.Caregivers;

/// <summary>Place of a fix: which of the days, and which fix of it.</summary>
internal record struct FixAt(int Day, int Index);

/// <summary>A caregiver's days in order, and the fixes through all of them.</summary>
internal sealed class CareDays(FixPages pages)
{
    /// <summary>Days this much older than the newest fix are closed.</summary>
    public const int HotDays = 1;

    private readonly List<CareDay> days = new(0);
    private readonly List<CareDay> fresh = new(0);
    private readonly List<CareDay> opened = new(0);
    private CareDay? last;
    private int newest;

    public int Count => days.Count;

    public FixPages Pages => pages;

    /// <summary>Days to which fixes came since the last judgement.</summary>
    public List<CareDay> Fresh => fresh;

    public CareDay this[int index] => days[index];

    /// <inheritdoc cref="Actors.Actor.Warm"/>
    public int Warm() => last?.Warm() ?? 0;

    public CareDay Get(int number)
    {
        if (last is not null && last.Number == number)
        {
            return last;
        }

        var at = IndexOf(number);
        if (at < 0)
        {
            days.Insert(~at, new CareDay(number, pages));
        }

        return last = days[at < 0 ? ~at : at];
    }

    /// <returns>The place among the days, or the complement of where it would go.</returns>
    public int IndexOf(int number)
    {
        if (days.Count > 0 && days[^1].Number == number)
        {
            return days.Count - 1;
        }

        var (low, high) = (0, days.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (days[middle].Number == number)
            {
                return middle;
            }

            (low, high) = days[middle].Number < number ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }

    public void Add(long ticks, GeoPoint point, double? accuracy, int index, FixKind kind, in FixSource fact)
    {
        var day = last is not null && (ulong)(ticks - last.StartTicks) < TimeSpan.TicksPerDay
            ? last
            : Get(NumberOf(ticks));
        Add(day, new Fix(ticks, point, accuracy, index, 0, kind), fact);
    }

    /// <summary>Folds in the days of the same caregiver under another id.</summary>
    public void AddAll(CareDays other)
    {
        for (var i = 0; i < other.Count; i++)
        {
            var day = other.Open(i);
            for (var n = 0; n < day.Count; n++)
            {
                Add(Get(day.Number), day[n], day.SourceOf(day[n]));
            }
        }

        other.Close();
    }

    /// <summary>Takes days as they were written, with the visits already entered here.</summary>
    public void Restore(List<CareDay> read)
    {
        foreach (var day in read)
        {
            foreach (var visit in IndexOf(day.Number) is var at and >= 0 ? days[at].Visits ?? [] : [])
            {
                day.Add(visit);
            }

            newest = day.Count > 0 ? day.Number : newest;
        }

        days.Clear();
        days.AddRange(read);
        last = null;
    }

    /// <summary>Numbers of pages that are read when fixes of these instants come: of the days they come among, and of the days about them.</summary>
    public void Foresee(long from, long to, ISet<int> into)
    {
        var low = IndexOf(NumberOf(from));
        // Most fixes come after all others, and those before are at hand.
        if (low == days.Count - 1 && low >= 0 && !days[low].IsEarly(from))
        {
            return;
        }

        low = low < 0 ? ~low : low;
        var high = IndexOf(NumberOf(to));
        high = high < 0 ? ~high - 1 : high;
        for (var at = low; at <= high; at++)
        {
            days[at].Foresee(into);
        }

        // One that is open now is closed as soon as these come, if it is older than they are by enough.
        if (Nearest(low, -1) is { } earlier && (earlier.IsClosed || earlier.Number < NumberOf(to) - HotDays))
        {
            earlier.Foresee(into);
        }

        Nearest(high, 1)?.Foresee(into);
    }

    /// <summary>The nearest day with fixes, of those before or after a place.</summary>
    private CareDay? Nearest(int at, int step)
    {
        for (at += step; at >= 0 && at < days.Count; at += step)
        {
            if (days[at].Count > 0)
            {
                return days[at];
            }
        }

        return null;
    }

    /// <summary>The day with all its fixes at hand.</summary>
    public CareDay Open(int index) => Open(index, 0);

    /// <summary>The day with its fixes from this one on at hand.</summary>
    public CareDay Open(int index, int from)
    {
        var day = days[index];
        if (from < day.First)
        {
            day.Open();
            opened.Add(day);
        }

        return day;
    }

    /// <summary>What was opened is closed again.</summary>
    public void Close()
    {
        foreach (var day in opened)
        {
            Close(day);
        }

        opened.Clear();
    }

    /// <param name="whole">With all fixes, for a reader who has not the pages.</param>
    public void Write(StateWriter to, bool whole)
    {
        to.Int(pages.Next);
        to.Int(days.Count);
        for (var i = 0; i < days.Count; i++)
        {
            if (whole)
            {
                Open(i);
            }
            else
            {
                Close(days[i]);
            }

            days[i].Write(to, whole);
        }

        Close();
    }

    /// <summary>Visits that are over and in whose time a fix came late: what they were tracked at is another.</summary>
    public void NoteCovered(Touched touched)
    {
        foreach (var day in fresh)
        {
            if (day.Visits is not { } visits)
            {
                continue;
            }

            // Where the fixes were closed into pages already: any time of the day.
            var from = day.FreshLow < day.First ? day.StartTicks : day[day.FreshLow].Ticks;
            if (day.VisitsUntil < from)
            {
                continue;
            }

            var to = day.FreshHigh < day.First ? day.StartTicks + TimeSpan.TicksPerDay : day[day.FreshHigh].Ticks;
            foreach (var visit in visits)
            {
                if (visit.Track is not null && visit.End!.Value.UtcTicks >= from && visit.Begin!.Value.UtcTicks <= to)
                {
                    touched.Note(visit);
                }
            }
        }
    }

    /// <summary>After judging: nothing is fresh.</summary>
    public void Settle()
    {
        foreach (var day in fresh)
        {
            day.NotFresh();
            Close(day);
        }

        fresh.Clear();
        if (opened.Count > 0)
        {
            Close();
        }
    }

    public bool Next(ref FixAt at)
    {
        if (at.Index + 1 < days[at.Day].Count)
        {
            at.Index++;
            return true;
        }

        for (var day = at.Day + 1; day < days.Count; day++)
        {
            if (days[day].Count > 0)
            {
                Open(day);
                at = new(day, 0);
                return true;
            }
        }

        return false;
    }

    public bool Previous(ref FixAt at)
    {
        if (at.Index > 0)
        {
            Open(at.Day, --at.Index);
            return true;
        }

        for (var day = at.Day - 1; day >= 0; day--)
        {
            if (days[day].Count > 0)
            {
                at = new(day, days[day].Count - 1);
                Open(day, at.Index);
                return true;
            }
        }

        return false;
    }

    public ref readonly Fix Of(FixAt at) => ref days[at.Day][at.Index];

    private static int NumberOf(long ticks) => (int)((ticks + Shanghai.Offset.Ticks) / TimeSpan.TicksPerDay);

    private void Add(CareDay day, Fix fix, in FixSource fact)
    {
        if (!day.IsFresh)
        {
            fresh.Add(day);
        }

        day.Add(fix, fact);
        if (day.Number > newest)
        {
            var at = IndexOf(newest - HotDays);
            newest = day.Number;
            for (at = at < 0 ? ~at : at; at < days.Count && days[at].Number < newest - HotDays; at++)
            {
                days[at].Close(isPast: true);
            }
        }
    }

    private void Close(CareDay day) => day.Close(isPast: day.Number < newest - HotDays);
}
