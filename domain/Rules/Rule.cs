using System.Collections.Immutable;

namespace LtcActors.Domain.Rules;

/// <summary>An article of a source text that a rule rests on.</summary>
/// <param name="Source">Id in <c>policies/sources.json</c>.</param>
/// <param name="Article">As the source numbers it: <c>25</c>, <c>10(1)</c>, <c>4</c>.</param>
public readonly record struct Citation(string Source, string Article);

/// <summary>A duty that the streams can show broken.</summary>
/// <param name="Id">Stable for ever: <c>ELG-01</c>.</param>
/// <param name="Version">Counts up when the rule would judge the same facts differently.</param>
/// <param name="Severity">The usual one; a finding may carry another where the rule says so.</param>
/// <param name="Basis">The articles; empty: no law, public experience only.</param>
/// <param name="Thresholds">Keys in <c>policies/</c> it compares with.</param>
public sealed record Rule(
    string Id, int Version, string Zh, string En, Severity Severity, ImmutableArray<Citation> Basis, ImmutableArray<string> Thresholds);
