using System.Text.Json;
using LtcActors.Engine.Alerts;
using LtcActors.Silo.Problems;
using LtcActors.Silo.Queries;

namespace LtcActors.Silo.Hubs;

/// <summary>The hub's filter: the names of the query, each with a string (commas apart) or an array of strings.</summary>
internal static class StreamFilter
{
    /// <exception cref="Refusal">With a text for the client.</exception>
    public static AlertFilter Read(JsonElement? filter)
    {
        if (filter is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } element)
        {
            return AlertFilter.All;
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new Refusal(ProblemKind.WrongType, "The filter must be an object or null.");
        }

        foreach (var member in element.EnumerateObject())
        {
            // A query ignores what it does not know; here a misspelt name would silently stream everything.
            if (!AlertFilters.Names.Contains(member.Name))
            {
                throw new Refusal(ProblemKind.UnknownValue, $"The filter has the names {string.Join(", ", AlertFilters.Names)} and no other.");
            }
        }

        return AlertFilters.Build(name => Values(element, name));
    }

    private static IReadOnlyList<string> Values(JsonElement filter, string name)
    {
        if (!filter.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => [value.GetString()!],
            JsonValueKind.Array when value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String)
                => [.. value.EnumerateArray().Select(v => v.GetString()!)],
            _ => throw new Refusal(ProblemKind.WrongType, $"The filter's '{name}' must be a string or an array of strings."),
        };
    }
}
