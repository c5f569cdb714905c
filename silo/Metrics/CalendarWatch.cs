using System.Text.Json;
using LtcActors.Domain.Calendars;

namespace LtcActors.Silo.Metrics;

/// <summary>
/// Says aloud that the holidays of a year are not known. Nothing stops for it: what needs them says so itself, and never counts Monday to
/// Friday instead.
/// </summary>
internal sealed class CalendarWatch(SiloParts parts)
{
    /// <summary>The code of the warning in <c>/health/ready</c>.</summary>
    public const string Code = "calendar-missing";

    /// <summary>Years without a calendar that terms in working days, beginning today, run into.</summary>
    public IReadOnlyList<int> Missing() => parts.Policies.Workdays.MissingOn(Shanghai.DayOf(parts.Clock.GetUtcNow()));

    /// <summary>The warning, where there is one.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        if (Missing() is not { Count: > 0 } years)
        {
            return;
        }

        json.WriteStartArray("warnings"u8);
        json.WriteStartObject();
        json.WriteString("code"u8, Code);
        json.WriteString("detail"u8, $"The working days of {string.Join(", ", years)} are not known: policies/calendars/ has no file for the State Council's notice.");
        json.WriteStartArray("years"u8);
        foreach (var year in years)
        {
            json.WriteNumberValue(year);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
