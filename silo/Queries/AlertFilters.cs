using LtcActors.Engine.Alerts;
using LtcActors.Silo.Problems;

namespace LtcActors.Silo.Queries;

/// <summary>What an alert filter may say, for the query and the hub alike.</summary>
internal static class AlertFilters
{
    public const int AssigneeChars = 64;

    private const int MaxValues = 200;

    private const string IdForm = "is an id of 1 to 64 of A-Z a-z 0-9 . _ : -";

    /// <summary>Asks for what nobody holds, among the names of officers.</summary>
    public const string Nobody = "-";

    /// <summary>Not a status of its own: acknowledged, and somebody looks into it.</summary>
    private const string Investigating = "investigating";

    /// <summary>What an alert is or is not by what stands in it; the hub's names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["rule", "severity", "status", "district", "subject", "institution", "assignee"];

    /// <summary>What an alert becomes by the time alone, or was before the asking: only for a query.</summary>
    public static IReadOnlyList<string> QueryNames { get; } = [.. Names, "due", "since"];

    public static IReadOnlyDictionary<string, AlertStatus> Statuses { get; } = new Dictionary<string, AlertStatus>(StringComparer.Ordinal)
    {
        ["open"] = AlertStatus.Open,
        ["acknowledged"] = AlertStatus.Acknowledged,
        ["resolved"] = AlertStatus.Resolved,
        ["dismissed"] = AlertStatus.Dismissed,
        ["withdrawn"] = AlertStatus.Withdrawn,
        ["silenced"] = AlertStatus.Silenced,
    };

    private static readonly HashSet<string> Severities = new(Metrics.AlertCounts.Severities, StringComparer.Ordinal);

    /// <summary>The rules that a query asks for; empty: all.</summary>
    public static IReadOnlySet<string> Rules(QueryReader query) => Read(query.Values, "rule", Ids.IsId, ProblemKind.Malformed, IdForm);

    /// <summary>What a query asks for, at an instant.</summary>
    public static AlertFilter Build(QueryReader query, DateTimeOffset now)
    {
        var due = Read(query.Values, "due", value => value is "overdue" or "soon" or "escalated", ProblemKind.UnknownValue, "is one of overdue, soon, escalated");
        return Build(query.Values) with
        {
            OverdueAt = due.Contains("overdue") ? now : null,
            DueSoonAt = due.Contains("soon") ? now : null,
            EscalatedAt = due.Contains("escalated") ? now : null,
            RaisedFrom = query.Instant("since"),
        };
    }

    /// <param name="values">The values given for a name; each may hold several, with commas between.</param>
    public static AlertFilter Build(Func<string, IReadOnlyList<string>> values)
    {
        var rules = Read(values, "rule", Ids.IsId, ProblemKind.Malformed, IdForm);
        var severities = Read(values, "severity", Severities.Contains, ProblemKind.UnknownValue, "is one of P1, P2, P3, P4");
        var statuses = Read(values, "status", s => s == Investigating || Statuses.ContainsKey(s), ProblemKind.UnknownValue,
            "is one of " + string.Join(", ", Statuses.Keys.Append(Investigating)));
        var districts = Read(values, "district", Ids.IsId, ProblemKind.Malformed, "is a district code");
        var subjects = Read(values, "subject", Ids.IsId, ProblemKind.Malformed, IdForm);
        if (subjects.Count > 1)
        {
            throw new Refusal(ProblemKind.Repeated, "'subject' takes one id.") { Parameter = "subject" };
        }

        var institutions = Read(values, "institution", Ids.IsId, ProblemKind.Malformed, IdForm);
        var assignees = Read(values, "assignee", name => name.Length <= AssigneeChars, ProblemKind.TooLong, $"is an officer's name of at most {AssigneeChars} characters, or {Nobody}");
        return new AlertFilter(
            rules, severities, statuses.Where(s => s != Investigating).Select(s => Statuses[s]).ToHashSet(), districts, subjects.SingleOrDefault())
        {
            Investigating = statuses.Contains(Investigating),
            Institutions = institutions,
            Assignees = assignees.Select(a => a == Nobody ? "" : a).ToHashSet(StringComparer.Ordinal),
        };
    }

    private static HashSet<string> Read(
        Func<string, IReadOnlyList<string>> values, string name, Func<string, bool> valid, ProblemKind kind, string rule)
    {
        var set = new HashSet<string>(StringComparer.Ordinal);
        foreach (var given in values(name))
        {
            foreach (var value in given.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (!valid(value))
                {
                    throw new Refusal(kind, $"Each value of '{name}' {rule}.") { Parameter = name };
                }

                set.Add(value);
            }
        }

        return set.Count <= MaxValues
            ? set
            : throw new Refusal(ProblemKind.OutOfRange, $"'{name}' takes at most {MaxValues} values.") { Parameter = name };
    }
}
