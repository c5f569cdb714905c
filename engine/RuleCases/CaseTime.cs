using System.Globalization;
using System.Text.RegularExpressions;
using LtcActors.Domain.Calendars;

namespace LtcActors.Engine.RuleCases;

/// <summary>Instants, dates and steps as a case writes them: <c>2026-06-10 09:00</c> and <c>2026-06-10</c> of Asia/Shanghai, <c>1d</c>, <c>30min</c>.</summary>
public static partial class CaseTime
{
    private static readonly string[] Instants = ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.fff"];

    /// <exception cref="FormatException">It is no such instant.</exception>
    public static DateTimeOffset Instant(string text) =>
        TryInstant(text, out var instant) ? instant : throw new FormatException($"\"{text}\" is no instant such as 2026-06-10 09:00.");

    public static bool TryInstant(string text, out DateTimeOffset instant)
    {
        var good = DateTime.TryParseExact(text, Instants, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local);
        instant = good ? new(local, Shanghai.Offset) : default;
        return good;
    }

    public static bool TryDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    /// <summary>As short as it can be: seconds only where there are some.</summary>
    public static string Text(DateTimeOffset instant)
    {
        var local = instant.ToOffset(Shanghai.Offset);
        return local.ToString(local.Millisecond > 0 ? Instants[2] : local.Second > 0 ? Instants[1] : Instants[0], CultureInfo.InvariantCulture);
    }

    /// <exception cref="FormatException">It is no such step.</exception>
    public static TimeSpan Step(string text)
    {
        var match = StepForm().Match(text);
        if (!match.Success)
        {
            throw new FormatException($"\"{text}\" is no step such as 1d, 2h, 30min or 10s.");
        }

        var number = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        return match.Groups[2].Value switch
        {
            "d" => TimeSpan.FromDays(number),
            "h" => TimeSpan.FromHours(number),
            "min" => TimeSpan.FromMinutes(number),
            _ => TimeSpan.FromSeconds(number),
        };
    }

    [GeneratedRegex("^([0-9]{1,6})(d|h|min|s)$")]
    private static partial Regex StepForm();
}
