using LtcActors.Engine.Alerts;
using LtcActors.Silo.Problems;

namespace LtcActors.Silo.Queries;

/// <summary>What an alert filter may say, for the query and the hub alike.</summary>
internal static class AlertFilters
{
    private const int MaxValues = 200;

    public static IReadOnlyList<string> Names { get; } = ["rule", "severity", "status", "district", "subject"];

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

    /// <param name="values">The values given for a name; each may hold several, with commas between.</param>
    public static AlertFilter Build(Func<string, IReadOnlyList<string>> values)
    {
        const string id = "is an id of 1 to 64 of A-Z a-z 0-9 . _ : -";
        var rules = Read(values, "rule", Ids.IsId, ProblemKind.Malformed, id);
        var severities = Read(values, "severity", Severities.Contains, ProblemKind.UnknownValue, "is one of P1, P2, P3, P4");
        var statuses = Read(values, "status", Statuses.ContainsKey, ProblemKind.UnknownValue,
            "is one of " + string.Join(", ", Statuses.Keys));
        var districts = Read(values, "district", Ids.IsId, ProblemKind.Malformed, "is a district code");
        var subjects = Read(values, "subject", Ids.IsId, ProblemKind.Malformed, id);
        if (subjects.Count > 1)
        {
            throw new Refusal(ProblemKind.Repeated, "'subject' takes one id.") { Parameter = "subject" };
        }

        return new AlertFilter(rules, severities, statuses.Select(s => Statuses[s]).ToHashSet(), districts, subjects.SingleOrDefault());
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
