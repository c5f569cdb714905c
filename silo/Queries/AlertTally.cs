using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;

namespace LtcActors.Silo.Queries;

/// <summary>
/// How many alerts a filter has, by each of its names. The counts of a name leave that name out of the filter, so that they say what
/// another choice would show.
/// </summary>
/// <param name="Total">That pass the whole filter.</param>
/// <param name="Assignee">By officer; <c>-</c>: nobody holds it.</param>
/// <param name="Due"><c>overdue</c>, <c>soon</c> for those that are not overdue yet, and <c>escalated</c>, which has the overdue ones too.</param>
internal sealed record AlertTally(
    int Total, IReadOnlyDictionary<string, int> Severity, IReadOnlyDictionary<string, int> Status, IReadOnlyDictionary<string, int> Rule,
    IReadOnlyDictionary<string, int> District, IReadOnlyDictionary<string, int> Institution, IReadOnlyDictionary<string, int> Assignee,
    IReadOnlyDictionary<string, int> Due)
{
    private const string Investigating = "investigating";

    public static AlertTally Of(ISupervision supervision, AlertFilter filter, AlertText text, DateTimeOffset now)
    {
        var none = new HashSet<string>();
        IReadOnlyList<AlertRecord> Found(AlertFilter part) => supervision.Alerts(part, text, 0, int.MaxValue);
        return new(
            Found(filter).Count,
            Count(Found(filter with { Severities = none }), a => a.Severity),
            Count(Found(filter with { Statuses = new HashSet<AlertStatus>(), Investigating = false }), StatusOf),
            Count(Found(filter with { Rules = none }), a => a.Rule),
            Count(Found(filter with { Districts = none }), a => a.DistrictCode),
            Count(Found(filter with { Institutions = none }), a => a.InstitutionId),
            Count(Found(filter with { Assignees = none }), a => a.Assignee ?? AlertFilters.Nobody),
            Count(Found(filter with { OverdueAt = null, DueSoonAt = null, EscalatedAt = null }).SelectMany(a => ClocksOf(a, now)), name => name));
    }

    private static IEnumerable<string> ClocksOf(AlertRecord alert, DateTimeOffset now)
    {
        if (alert.DueSoonAt <= now || alert.DueAt <= now)
        {
            yield return alert.DueAt <= now ? "overdue" : "soon";
        }

        if (alert.EscalatesAt <= now)
        {
            yield return "escalated";
        }
    }

    private static string StatusOf(AlertRecord alert) =>
        alert.InvestigatingSince is not null ? Investigating : AlertFilters.Statuses.First(s => s.Value == alert.Status).Key;

    private static SortedDictionary<string, int> Count<T>(IEnumerable<T> counted, Func<T, string?> by)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var one in counted)
        {
            if (by(one) is { } value)
            {
                counts[value] = counts.GetValueOrDefault(value) + 1;
            }
        }

        return counts;
    }
}
