using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;

namespace LtcActors.Silo.Hosting;

/// <summary>
/// How the API writes JSON: camelCase, nulls left out, Chinese as it is. The relaxed encoder is safe here because every answer says
/// application/json and nosniff, so that no browser takes it for a page.
/// </summary>
internal static class Json
{
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Depth and trailing commas as everywhere; comments are not JSON.</summary>
    public static JsonDocumentOptions ReaderOptions { get; } = new() { MaxDepth = 16 };

    public static JsonSerializerOptions Options { get; } = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    public static JsonTypeInfo<AlertRecord> Alert { get; } = (JsonTypeInfo<AlertRecord>)Options.GetTypeInfo(typeof(AlertRecord));

    /// <summary>A view, which the engine gives as a type of its own or as JSON already.</summary>
    public static JsonElement Of(object view) => view as JsonElement? ?? JsonSerializer.SerializeToElement(view, view.GetType(), Options);

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower));
        // The entities' views are the engine's own types, which only reflection knows.
        options.TypeInfoResolver = JsonTypeInfoResolver.Combine(ApiJson.Default, new DefaultJsonTypeInfoResolver());
        return options;
    }
}

[JsonSerializable(typeof(AlertRecord))]
[JsonSerializable(typeof(HistoryItem))]
internal sealed partial class ApiJson : JsonSerializerContext;
