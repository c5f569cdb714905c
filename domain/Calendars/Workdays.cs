using System.Collections.Frozen;

namespace LtcActors.Domain.Calendars;

/// <summary>What the State Council's yearly notice says of a year.</summary>
/// <param name="Notice">The notice's title.</param>
/// <param name="Off">Days off that it lists, weekends among them; some may lie in the year before.</param>
/// <param name="Work">Weekend days that are worked in exchange (调休).</param>
public sealed record YearCalendar(int Year, string Notice, IReadOnlyCollection<DateOnly> Off, IReadOnlyCollection<DateOnly> Work);

/// <summary>A count of working days ran into a year whose notice is not known. The answer would be a guess.</summary>
public sealed class MissingCalendarException(int year) : Exception($"The working days of {year} are not known.")
{
    public int Year { get; } = year;
}

/// <summary>
/// Working days 工作日 as the law counts them: Monday to Friday, less the days off of the yearly notices, plus the days worked in
/// exchange. Only years with a calendar are known; of another year it says so and never falls back to Monday to Friday.
/// </summary>
public sealed class Workdays
{
    /// <summary>Longer terms than this stand in no regulation; a count beyond it is a mistake.</summary>
    public const int MaxDays = 10_000;

    private readonly FrozenSet<int> years;
    private readonly FrozenDictionary<DateOnly, bool> exceptions;

    /// <exception cref="ArgumentException">A year twice, or a day both off and worked.</exception>
    public Workdays(IEnumerable<YearCalendar> calendars)
    {
        var known = new HashSet<int>();
        var days = new Dictionary<DateOnly, bool>();
        foreach (var calendar in calendars)
        {
            if (!known.Add(calendar.Year))
            {
                throw new ArgumentException($"The calendar of {calendar.Year} is there twice.");
            }

            foreach (var (day, worked) in calendar.Off.Select(d => (d, false)).Concat(calendar.Work.Select(d => (d, true))))
            {
                if (!days.TryAdd(day, worked) && days[day] != worked)
                {
                    throw new ArgumentException($"{day:yyyy-MM-dd} is both off and worked.");
                }
            }
        }

        years = known.ToFrozenSet();
        exceptions = days.ToFrozenDictionary();
    }

    /// <summary>
    /// The longest term in working days that the regulations set (30: evaluation of an institution, application for a change). As long as
    /// one that begins today ends in a year that is known, no count runs into the dark.
    /// </summary>
    public const int LongestTerm = 30;

    public bool Knows(int year) => years.Contains(year);

    /// <summary>Years that terms of today need and that no calendar is there for; empty: all is well.</summary>
    public IReadOnlyList<int> MissingOn(DateOnly today)
    {
        if (!Knows(today.Year))
        {
            return [today.Year];
        }

        return TryAdd(today, LongestTerm, out var dark) ? [] : [dark.Year];
    }

    /// <exception cref="MissingCalendarException">The day's year is not known.</exception>
    public bool IsWorkday(DateOnly day) => TryIsWorkday(day) ?? throw new MissingCalendarException(day.Year);

    /// <returns>Null: the day's year is not known.</returns>
    public bool? TryIsWorkday(DateOnly day) =>
        !years.Contains(day.Year) ? null
        : exceptions.TryGetValue(day, out var worked) ? worked
        : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>The day on which a term ends. The day it starts from does not count; no days: that day itself.</summary>
    /// <param name="workdays">0 to <see cref="MaxDays"/>.</param>
    /// <exception cref="MissingCalendarException">The count runs into a year that is not known.</exception>
    public DateOnly Add(DateOnly from, int workdays) =>
        TryAdd(from, workdays, out var end) ? end : throw new MissingCalendarException(end.Year);

    /// <summary>As <see cref="Add"/>.</summary>
    /// <param name="end">The end of the term; when the answer is false, the first day of which nothing is known.</param>
    public bool TryAdd(DateOnly from, int workdays, out DateOnly end)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(workdays);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(workdays, MaxDays);
        end = from;
        while (workdays > 0)
        {
            end = end.AddDays(1);
            if (TryIsWorkday(end) is not { } worked)
            {
                return false;
            }

            workdays -= worked ? 1 : 0;
        }

        return true;
    }

    /// <summary>Working days after the first day, up to and including the second, so that <c>Between(d, Add(d, n))</c> is n.</summary>
    /// <returns>Negative when the second day is the earlier one.</returns>
    /// <exception cref="MissingCalendarException">A day counted lies in a year that is not known.</exception>
    public int Between(DateOnly from, DateOnly to)
    {
        if (to < from)
        {
            return -Between(to, from);
        }

        var count = 0;
        for (var day = from; day < to;)
        {
            day = day.AddDays(1);
            count += IsWorkday(day) ? 1 : 0;
        }

        return count;
    }
}
