using LtcActors.Domain.Rules;

namespace LtcActors.Engine.Alerts;

/// <summary>What one rule contributes to a suspicion.</summary>
/// <param name="Severity">Of its gravest finding.</param>
/// <param name="Weight">Of that severity.</param>
/// <param name="Basis">Where the weight stands: <c>source:article</c>, or <c>proposed</c>.</param>
/// <param name="Added">By how much it raised the score; over all rules these add up to the score.</param>
/// <param name="Findings">How many of its findings stand; a rule counts once.</param>
/// <param name="AlertIds">The first of their alerts, oldest first.</param>
public sealed record AlertContribution(
    string Rule, string Severity, double Weight, string Basis, double Added, int Findings, IReadOnlyList<string> AlertIds)
{
    /// <summary>At most this many alerts of one rule are named; all are counted.</summary>
    public const int MaxAlerts = 20;

    internal static AlertContribution Of(Contribution part) => new(
        part.Rule, part.Severity.ToString(), part.Weight.Value, part.Weight.Basis, part.Added, part.Findings.Length,
        [.. part.Findings.Take(MaxAlerts)]);

    /// <summary>Whether nothing a reader could see differs.</summary>
    public bool Same(AlertContribution other) =>
        Rule == other.Rule && Severity == other.Severity && Weight.Equals(other.Weight) && Basis == other.Basis && Added.Equals(other.Added)
        && Findings == other.Findings && AlertIds.SequenceEqual(other.AlertIds);
}
