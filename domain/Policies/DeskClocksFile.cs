using LtcActors.Domain.Calendars;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Policies;

/// <summary>
/// Reads <c>desk/clocks.json</c>: <c>[{severity, values: [{from, minutes, warnMinutes | workdays, warnWorkdays | neither, proposed}]}]</c>,
/// each severity once, its values from earlier to later days.
/// </summary>
internal static class DeskClocksFile
{
    /// <summary>A week: a desk that may let something wait for longer than this has no clock.</summary>
    private const int MaxMinutes = 7 * 24 * 60;

    private const int MaxWorkdays = 60;

    public static DeskClocks Read(PolicyJson? file, Workdays workdays)
    {
        var terms = new Dictionary<string, (DateOnly, DeskTerm)[]>(StringComparer.Ordinal);
        foreach (var entry in file?.Items ?? [])
        {
            entry.Only("severity", "values");
            var severity = entry["severity"];
            if (!Enum.GetNames<Severity>().Contains(severity.Text))
            {
                throw severity.Refuse($"\"{severity.Text}\" is no severity.");
            }

            if (!terms.TryAdd(severity.Text, Values(entry["values"])))
            {
                throw severity.Refuse($"\"{severity.Text}\" stands twice.");
            }
        }

        return new(terms, workdays);
    }

    private static (DateOnly, DeskTerm)[] Values(PolicyJson list)
    {
        var values = new List<(DateOnly From, DeskTerm)>();
        foreach (var value in list.Items)
        {
            value.Only("from", "minutes", "warnMinutes", "workdays", "warnWorkdays", "proposed");
            _ = value["proposed"].Text;
            var from = value["from"].Day;
            if (values.Count > 0 && from <= values[^1].From)
            {
                throw value["from"].Refuse($"{from:yyyy-MM-dd} comes after {values[^1].From:yyyy-MM-dd}; days go up.");
            }

            values.Add((from, Term(value)));
        }

        return values.Count > 0 ? [.. values] : throw list.Refuse("there is no value.");
    }

    private static DeskTerm Term(PolicyJson value)
    {
        if (value.Find("minutes") is { } minutes)
        {
            if (value.Find("workdays") is { } both)
            {
                throw both.Refuse("a term is in minutes or in working days, not both.");
            }

            var (within, warn) = Lengths(minutes, value["warnMinutes"], MaxMinutes);
            return new DeskTerm.Span(TimeSpan.FromMinutes(within), TimeSpan.FromMinutes(warn));
        }

        if (value.Find("workdays") is { } days)
        {
            var (within, warn) = Lengths(days, value["warnWorkdays"], MaxWorkdays);
            return new DeskTerm.Workdays(within, warn);
        }

        return (value.Find("warnMinutes") ?? value.Find("warnWorkdays")) is { } alone
            ? throw alone.Refuse("there is no term to warn of.")
            : new DeskTerm.None();
    }

    private static (int Within, int Warn) Lengths(PolicyJson term, PolicyJson warning, int max)
    {
        var (within, warn) = (term.Number, warning.Number);
        return !double.IsInteger(within) || within < 1 || within > max ? throw term.Refuse($"{within} is not a whole number of 1 to {max}.")
            : !double.IsInteger(warn) || warn < 0 || warn >= within ? throw warning.Refuse($"{warn} is not a whole number of 0 to {within - 1}.")
            : ((int)within, (int)warn);
    }
}
