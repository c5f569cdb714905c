using System.Text.Json.Nodes;
using LtcActors.Engine.Alerts;

namespace LtcActors.Silo.Queries;

/// <summary>A rule as the catalogue shows it.</summary>
/// <param name="Thresholds">The numbers in force now that it compares with.</param>
/// <param name="Citations">The articles it rests on; empty: no law, public experience only.</param>
public sealed record RuleInfo(
    string Id, int Version, BilingualText Title, string Severity,
    IReadOnlyList<RuleThreshold> Thresholds, IReadOnlyList<AlertCitation> Citations)
{
    /// <summary>Of a typology: the rules whose findings it gathers. Null: it judges facts.</summary>
    public IReadOnlyList<RuleMember>? Members { get; init; }

    /// <summary>Of a typology: whom its suspicions are about, <c>person</c>, <c>caregiver</c> or <c>institution</c>.</summary>
    public string? Subject { get; init; }
}

/// <param name="Rule">Its id; a rule that is yet to come is in no catalogue.</param>
/// <param name="Weight">That of its usual severity now; null: the rule is yet to come.</param>
/// <param name="Direct">One finding of it is enough, whatever the score.</param>
public sealed record RuleMember(string Rule, double? Weight, bool Direct);

/// <summary>A number of the default region, and what it is in every other.</summary>
/// <param name="Key">In <c>policies/</c>.</param>
/// <param name="Basis"><c>source:article</c>, or <c>proposed</c>.</param>
/// <param name="From">First day in force.</param>
public sealed record RuleThreshold(string Key, JsonNode? Value, string? Unit, string Basis, DateOnly? From)
{
    /// <summary>Of every region, the default one too.</summary>
    public IReadOnlyList<RegionThreshold> Regions { get; init; } = [];
}

/// <param name="Region">Its id in <c>regions.json</c>.</param>
/// <param name="From">First day in force.</param>
public sealed record RegionThreshold(string Region, double Value, string Basis, DateOnly From);
