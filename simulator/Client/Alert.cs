using System.Text.Json;

namespace LtcActors.Simulator;

/// <summary>What the comparison needs of an alert as the server reads it out.</summary>
/// <param name="Mentions">Every string anywhere in the alert; a device has no field of its own.</param>
public sealed record Alert(
    string Id, string Rule, string Severity, string Status, string? PersonId, string? CaregiverId, string? InstitutionId,
    IReadOnlyList<string> VisitIds, IReadOnlySet<string> Mentions)
{
    /// <summary>Of an alert about a device: the caregivers seen on it.</summary>
    public IReadOnlyList<string> Caregivers { get; init; } = [];

    /// <exception cref="JsonException">A field that every alert has is missing.</exception>
    public static Alert FromJson(JsonElement json)
    {
        var mentions = new HashSet<string>();
        Collect(json, mentions);
        return new Alert(
            Required(json, "id"), Required(json, "rule"), Required(json, "severity"), Required(json, "status"),
            Optional(json, "personId"), Optional(json, "caregiverId"), Optional(json, "institutionId"),
            json.TryGetProperty("visitIds", out var visits) && visits.ValueKind == JsonValueKind.Array
                ? [.. visits.EnumerateArray().Select(v => v.GetString() ?? "")]
                : [],
            mentions)
        {
            Caregivers = json.TryGetProperty("figures", out var figures) && figures.TryGetProperty("caregivers", out var named)
                ? Optional(named, "value")?.Split(' ') ?? []
                : [],
        };
    }

    private static string Required(JsonElement json, string name) =>
        Optional(json, name) ?? throw new JsonException($"An alert has no {name}.");

    private static string? Optional(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void Collect(JsonElement json, HashSet<string> into)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                into.Add(json.GetString()!);
                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                {
                    Collect(item, into);
                }

                break;
            case JsonValueKind.Object:
                foreach (var property in json.EnumerateObject())
                {
                    Collect(property.Value, into);
                }

                break;
            default:
                break;
        }
    }
}
