using System.Collections.Frozen;
using System.Collections.Immutable;

namespace LtcActors.Domain.Rules;

/// <summary>All rules in force, by id.</summary>
public static class Catalogue
{
    public static ImmutableArray<Rule> All { get; } = [];

    private static readonly FrozenDictionary<string, Rule> ById = All.ToFrozenDictionary(r => r.Id, StringComparer.Ordinal);

    /// <exception cref="KeyNotFoundException">No rule has this id.</exception>
    public static Rule Get(string id) => ById[id];
}
