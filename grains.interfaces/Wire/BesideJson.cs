using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LtcActors.Engine.Alerts;

namespace LtcActors.Grains.Interfaces.Wire;

/// <summary>What shadows and replays come to, on its way from the silo where they run; nothing of it is stored.</summary>
internal static class BesideJson
{
    private static readonly JsonSerializerOptions Options = new(AlertJson.Readable.Options)
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine(AlertJson.Readable, new DefaultJsonTypeInfoResolver()),
    };

    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    /// <returns>Null: that is what was written.</returns>
    public static T? Read<T>(byte[] json)
        where T : class => JsonSerializer.Deserialize<T>(json, Options);
}
