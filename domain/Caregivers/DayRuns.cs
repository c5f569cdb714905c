using LtcActors.Domain.Calendars;
using LtcActors.Domain.Policies;

namespace LtcActors.Domain.Caregivers;

/// <summary>Days on end on which something is so.</summary>
/// <param name="To">The first day on which it is over; none: it still is.</param>
/// <param name="Last">Its last day so far.</param>
internal readonly record struct DayRun(DateOnly From, DateOnly? To, DateOnly Last)
{
    public DaySpan Days => new(From, Last.AddDays(1));

    public IEnumerable<DateOnly> Within(SortedSet<DateOnly> boundaries) => boundaries.GetViewBetween(From, Last).Prepend(From);
}

internal static class DayRuns
{
    /// <summary>The runs up to today.</summary>
    /// <param name="boundaries">Days between which nothing changes but, perhaps, the numbers in force.</param>
    public static List<DayRun> Of(
        SortedSet<DateOnly> boundaries, DateOnly today, Func<DateOnly, Thresholds> numbers, Func<DateOnly, Thresholds, bool> isSo)
    {
        var runs = new List<DayRun>();
        DateOnly? since = null;
        var days = boundaries.Where(d => d <= today).ToList();
        for (var i = 0; i < days.Count; i++)
        {
            var end = i + 1 < days.Count ? days[i + 1] : today.AddDays(1);
            foreach (var day in Pieces(days[i], end, numbers))
            {
                var so = isSo(day, numbers(day));
                if (so)
                {
                    since ??= day;
                }
                else if (since is { } from)
                {
                    runs.Add(new(from, day, day.AddDays(-1)));
                    since = null;
                }
            }
        }

        if (since is { } open)
        {
            runs.Add(new(open, null, today));
        }

        return runs;
    }

    /// <summary>The first day stands for all, unless the numbers differ between both ends: then each day for itself.</summary>
    private static IEnumerable<DateOnly> Pieces(DateOnly from, DateOnly end, Func<DateOnly, Thresholds> numbers)
    {
        yield return from;
        if (!ReferenceEquals(numbers(from), numbers(end.AddDays(-1))))
        {
            for (var day = from.AddDays(1); day < end; day = day.AddDays(1))
            {
                yield return day;
            }
        }
    }
}
