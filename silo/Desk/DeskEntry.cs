using System.Text.Json;
using System.Text.Json.Nodes;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Hosting;

namespace LtcActors.Silo.Desk;

/// <summary>What somebody at the desk has kept, as the journal has it: a JSON object with <c>kind</c>, <c>by</c>, <c>at</c>, and members of its kind.</summary>
/// <param name="Seq">Its place in the journal.</param>
/// <param name="Kind">A stored name, such as <c>account.created</c>: never changed.</param>
internal sealed record DeskEntry(long Seq, string Kind, string By, DateTimeOffset At, JsonElement Body)
{
    /// <exception cref="JsonException">The body is not what its kind says.</exception>
    public T Read<T>() => Body.Deserialize<T>(Json.Options) ?? throw new JsonException($"The {Kind} at {Seq} is null.");

    internal static NewDecision Write<T>(string kind, string by, DateTimeOffset at, T data)
    {
        var body = new JsonObject { ["kind"] = kind, ["by"] = by, ["at"] = at };
        foreach (var (name, value) in JsonSerializer.SerializeToNode(data, Json.Options)!.AsObject())
        {
            if (!body.TryAdd(name, value?.DeepClone()))
            {
                throw new ArgumentException($"'{name}' is a member of every entry.", nameof(data));
            }
        }

        return new(DecisionKind.Desk, JsonSerializer.SerializeToUtf8Bytes(body, Json.Options));
    }

    internal static DeskEntry Read(StoredDecision stored)
    {
        var body = JsonSerializer.Deserialize<JsonElement>(stored.Json.Span);
        return new(
            stored.Seq, body.GetProperty("kind").GetString()!, body.GetProperty("by").GetString()!, body.GetProperty("at").GetDateTimeOffset(), body);
    }
}
