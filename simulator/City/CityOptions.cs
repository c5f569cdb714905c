namespace LtcActors.Simulator;

/// <summary>Everything a city is made from. The same options give the same events, byte for byte.</summary>
public sealed record CityOptions
{
    /// <summary>
    /// Insured persons, those of the planted stories included; 20 to 100,000. Many offences in a small city make it larger.
    /// </summary>
    public int Persons { get; init; } = 2_000;

    /// <summary>Days of care; 10 to 200.</summary>
    public int Days { get; init; } = 30;

    /// <summary>Planted offences. Every rule has one when there are at least <see cref="OfEveryRule"/>, and two more forms are planted beside them then.</summary>
    public int Offences { get; init; } = 60;

    /// <summary>The least <see cref="Offences"/> with which every rule that is planted has one.</summary>
    public static int OfEveryRule => Simulator.Offences.OfEveryRule;

    public ulong Seed { get; init; } = 1;

    /// <summary>First day of care (Asia/Shanghai); default: so that the last day is the day before <see cref="Now"/>.</summary>
    public DateOnly? Start { get; init; }

    /// <summary>The instant that nothing in the city comes after.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>
    /// Begins every id, so that two cities on one server never meet; default <c>s{Seed}</c>. Up to 24 of <c>A-Z a-z 0-9 . _ -</c>.
    /// </summary>
    public string? RunId { get; init; }

    /// <summary>Tracked points a batch; a visit has two batches, one a half. 0 sends no tracks.</summary>
    public int TrackPoints { get; init; } = 5;

    /// <summary>Between two tracked points; 30 to 60 s is usual.</summary>
    public int TrackSeconds { get; init; } = 45;

    public string Run => RunId ?? "s" + Seed.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public DateOnly FirstDay => Start ?? Time.Day(Now).AddDays(-Days);

    /// <summary>Midnight after the last day of care.</summary>
    public DateTimeOffset End => Time.At(FirstDay.AddDays(Days));

    /// <exception cref="ArgumentException">An option is out of bounds, or the city would reach past <see cref="Now"/>.</exception>
    public void Validate()
    {
        Require(Persons is >= 20 and <= 100_000, "persons: 20 to 100000");
        Require(Days is >= 10 and <= 200, "days: 10 to 200");
        Require(Offences is >= 0 and <= 5_000, "offences: 0 to 5000");
        Require(TrackPoints is >= 0 and <= 20 && TrackSeconds is >= 1 and <= 60, "track points: 0 to 20, every 1 to 60 s");
        Require(
            Run.Length is > 0 and <= 24 && Run.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'),
            "run id: up to 24 of A-Z a-z 0-9 . _ -");
        Require(End <= Now, "the city must end by now: an earlier start or fewer days");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException(otherwise);
        }
    }
}

/// <summary>Asia/Shanghai: UTC+08:00, no daylight saving since 1992.</summary>
public static class Time
{
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    public static DateOnly Day(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);

    public static DateTimeOffset At(DateOnly day, int hour = 0, int minute = 0, int second = 0) =>
        new(day.ToDateTime(new TimeOnly(hour, minute, second)), Offset);

    public static string Month(DateOnly day) => day.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);

    public static DateOnly FirstOfMonth(DateOnly day) => new(day.Year, day.Month, 1);
}
