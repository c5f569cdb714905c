using System.Text.Json.Nodes;

namespace LtcActors.Engine.Tests.Wire;

/// <summary>A valid sample with one thing changed.</summary>
internal static class Spoiled
{
    private const string Placeholder = "@value@";

    /// <param name="pointer">JSON pointer of what is changed; its parents are there.</param>
    /// <param name="value">Raw JSON, which need not be possible; <c>-</c> takes the member away.</param>
    public static string Json(string type, string pointer, string value)
    {
        var root = WireSamples.Node(type);
        var parts = pointer.Split('/')[1..];
        JsonNode parent = root;
        foreach (var part in parts[..^1])
        {
            parent = parent is JsonArray array ? array[int.Parse(part, null)]! : parent[part]!;
        }

        if (parent is JsonArray items)
        {
            items[int.Parse(parts[^1], null)] = Placeholder;
        }
        else if (value == "-")
        {
            ((JsonObject)parent).Remove(parts[^1]);
        }
        else
        {
            parent[parts[^1]] = Placeholder;
        }

        return root.ToJsonString().Replace($"\"{Placeholder}\"", value, StringComparison.Ordinal);
    }
}
