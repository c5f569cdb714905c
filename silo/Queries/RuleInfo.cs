using System.Text.Json.Nodes;
using LtcActors.Engine.Alerts;

namespace LtcActors.Silo.Queries;

/// <summary>A rule as the catalogue shows it.</summary>
/// <param name="Thresholds">The numbers in force now that it compares with.</param>
/// <param name="Citations">The articles it rests on; empty: no law, public experience only.</param>
public sealed record RuleInfo(
    string Id, int Version, BilingualText Title, string Severity,
    IReadOnlyList<RuleThreshold> Thresholds, IReadOnlyList<AlertCitation> Citations);

/// <param name="Key">In <c>policies/</c>.</param>
/// <param name="Basis"><c>source:article</c>, or <c>proposed</c>.</param>
/// <param name="From">First day in force.</param>
public sealed record RuleThreshold(string Key, JsonNode? Value, string? Unit, string Basis, DateOnly? From);
