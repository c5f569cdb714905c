using LtcActors.Domain.Calendars;

namespace LtcActors.Domain.Visits;

/// <summary>Days counted on to the end of the calendar: registers write 9999-12-31 for "for good".</summary>
internal static class Days
{
    /// <summary>The day after; the last day of the calendar has none and stays.</summary>
    public static DateOnly After(DateOnly day) => day == DateOnly.MaxValue ? day : day.AddDays(1);

    public static DaySpan Through(DateOnly from, DateOnly last) => new(from, last == DateOnly.MaxValue ? null : last.AddDays(1));

    /// <summary>The same day so many years on, or the last day of the calendar.</summary>
    public static DateOnly Years(DateOnly day, int years) =>
        day.Year + years > DateOnly.MaxValue.Year ? DateOnly.MaxValue : day.AddYears(years);

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>UTC, for anchors and figures: the same text for the same instant.</summary>
    public static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
