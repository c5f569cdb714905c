namespace LtcActors.Domain.Calendars;

/// <summary>The civil calendar of the regulations: UTC+08:00. (China has had no daylight saving since 1992.)</summary>
public static class Shanghai
{
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The day on which the instant falls.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.UtcDateTime + Offset);

    /// <summary>The instant at which the day begins.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), Offset);

    public static DateOnly FirstOfMonth(DateOnly day) => new(day.Year, day.Month, 1);

    public static DateOnly FirstOfNextMonth(DateOnly day) => FirstOfMonth(day).AddMonths(1);
}

/// <summary>An instant, or a date of which only the day is known.</summary>
public readonly record struct Moment
{
    private Moment(DateTimeOffset? instant, DateOnly? date) => (Instant, Date) = (instant, date);

    public DateTimeOffset? Instant { get; }

    public DateOnly? Date { get; }

    public static Moment At(DateTimeOffset instant) => new(instant, null);

    public static Moment On(DateOnly date) => new(null, date);

    /// <summary>The instant from which it counts: a date counts from the end of its day.</summary>
    public DateTimeOffset Effective => Instant ?? Shanghai.StartOf(Date!.Value.AddDays(1));

    /// <summary>The day on which it happened.</summary>
    public DateOnly Day => Date ?? Shanghai.DayOf(Instant!.Value);
}

/// <summary>Days from <paramref name="From"/> up to, not including, <paramref name="To"/>; none: without end.</summary>
public readonly record struct DaySpan(DateOnly From, DateOnly? To)
{
    public bool Contains(DateOnly day) => From <= day && (To is not { } to || day < to);

    public bool IsEmpty => To is { } to && to <= From;

    public bool Overlaps(DaySpan other) => Intersect(other) is { IsEmpty: false };

    public DaySpan Intersect(DaySpan other) => new(
        From > other.From ? From : other.From,
        (To, other.To) switch
        {
            (null, var b) => b,
            (var a, null) => a,
            ({ } a, { } b) => a < b ? a : b,
        });
}
