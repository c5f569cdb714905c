namespace LtcActors.Engine.Alerts;

/// <summary>What officers found when they closed the alerts of one rule in one version.</summary>
/// <param name="Policy">Of the policy version whose values the alerts were judged by; null: those that came with the program.</param>
/// <param name="Unlabelled">Closed by an officer who gave no outcome.</param>
public sealed record OutcomeCount(
    string Rule, int Version, string? Policy, int Confirmed, int NotConfirmed, int Undecidable, int FalseAlarm, int Unlabelled)
{
    /// <summary>
    /// Share of the confirmed among those that could be decided, 0 to 1, to three decimals; null: none was decided. What nobody can
    /// decide speaks neither for the rule nor against it.
    /// </summary>
    public double? Precision => Confirmed + NotConfirmed + FalseAlarm is > 0 and var decided
        ? Math.Round((double)Confirmed / decided, 3, MidpointRounding.AwayFromZero)
        : null;
}

/// <summary>Precision by the outcomes that officers gave: stored words, <see cref="Known"/>.</summary>
public static class Outcomes
{
    public const string Confirmed = "confirmed";
    public const string NotConfirmed = "not-confirmed";
    public const string Undecidable = "undecidable";
    public const string FalseAlarm = "false-alarm";

    public static IReadOnlyList<string> Known { get; } = [Confirmed, NotConfirmed, Undecidable, FalseAlarm];

    /// <summary>Counts alerts that an officer closed, by their last closing; in the order of rule, version and policy.</summary>
    /// <param name="policyOf">Id of the policy version an alert was judged by.</param>
    public static IReadOnlyList<OutcomeCount> Count(IEnumerable<AlertRecord> alerts, Func<AlertRecord, string?> policyOf) =>
    [
        .. alerts.Where(IsClosedByOfficer).GroupBy(a => (a.Rule, a.RuleVersion, Policy: policyOf(a)))
            .OrderBy(g => g.Key.Rule, StringComparer.Ordinal).ThenBy(g => g.Key.RuleVersion).ThenBy(g => g.Key.Policy, StringComparer.Ordinal)
            .Select(g =>
            {
                int With(string? outcome) => g.Count(a => a.Outcome == outcome);
                return new OutcomeCount(
                    g.Key.Rule, g.Key.RuleVersion, g.Key.Policy, With(Confirmed), With(NotConfirmed), With(Undecidable), With(FalseAlarm), With(null));
            }),
    ];

    /// <summary>A breach that ended by itself has no outcome, unless an officer gave it one before.</summary>
    private static bool IsClosedByOfficer(AlertRecord alert) =>
        alert.Status == AlertStatus.Dismissed || (alert.Status == AlertStatus.Resolved && (alert.EndedAt is null || alert.Outcome is not null));
}
