using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LtcActors.Engine.Wire.Shapes;

namespace LtcActors.Engine.Wire;

/// <summary>
/// The JSON Schema (draft 2020-12) of each type of event, written from its table. It describes the whole structured event; the
/// part that describes the data is reached as <c>/schemas/{type}.json#data</c>, which is what a <c>dataschema</c> may name.
/// </summary>
public static class JsonSchemas
{
    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";

    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Type → schema.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = EventTypes.All.ToDictionary(t => t.Name, t => Write(w => Event(w, t)));

    /// <summary>Which schemas there are: <c>{"schemas":[{"type","title","href"}]}</c>.</summary>
    public static string Index { get; } = Write(WriteIndex);

    private static string Href(EventType type) => $"/schemas/{type.Name}.json";

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteIndex(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("schemas");
        foreach (var type in EventTypes.All)
        {
            writer.WriteStartObject();
            writer.WriteString("type", type.Name);
            writer.WriteString("title", type.Title);
            writer.WriteString("href", Href(type));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Event(Utf8JsonWriter writer, EventType type)
    {
        writer.WriteString("$schema", Dialect);
        writer.WriteString("$id", Href(type));
        writer.WriteString("title", type.Title);
        writer.WriteString("description", $"A CloudEvents 1.0 event of the type {type.Name}, in structured form.");
        writer.WriteString("type", "object");
        writer.WriteStartObject("properties");
        Constant(writer, "specversion", "1.0");
        Constant(writer, "type", type.Name);
        Attribute(writer, new SourceField("source", "With the id, it names the event for ever."));
        Attribute(writer, new TextField("id", WireLimits.EventId));
        Attribute(writer, new InstantField("time", "When it happened, by the sender's word."));
        Attribute(writer, new IdField("subject", type.Subject == "any" ? "As the event withdrawn." : $"The id of the {type.Subject}."));
        Attribute(writer, new TextField("datacontenttype?", WireLimits.EventId, note: "JSON; absent means JSON too."));
        Attribute(writer, new SourceField("dataschema?"));
        writer.WriteStartObject("data");
        writer.WriteString("$anchor", "data");
        writer.WriteString("type", "object");
        type.Data.Describe(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartArray("required");
        foreach (var name in new[] { "specversion", "id", "source", "type", "time", "subject", "data" })
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
    }

    private static void Constant(Utf8JsonWriter writer, string name, string value)
    {
        writer.WriteStartObject(name);
        writer.WriteString("const", value);
        writer.WriteEndObject();
    }

    private static void Attribute(Utf8JsonWriter writer, Field field)
    {
        writer.WriteStartObject(field.Name);
        field.Describe(writer);
        if (field.Note is { } note)
        {
            writer.WriteString("description", note);
        }

        writer.WriteEndObject();
    }
}
