using System.Text.Json;

namespace LtcActors.Engine.Wire;

/// <summary>Reads events back from the journal. Like the parser, it serves one thread at a time.</summary>
public sealed class StoredEventReader
{
    private readonly EventParser parser = new();

    /// <summary>What <see cref="EventParser.ParseStructured"/> made of the same bytes when they came.</summary>
    public ParsedEvent Parse(ReadOnlyMemory<byte> json) => parser.ParseStructured(json);

    /// <summary>Only the name of an event, without judging the rest.</summary>
    /// <returns>False where the bytes do not tell both.</returns>
    public static bool ReadIdentity(ReadOnlySpan<byte> json, out string source, out string id)
    {
        (source, id) = (string.Empty, string.Empty);
        try
        {
            var reader = new Utf8JsonReader(json, EventParser.Options);
            var started = reader.Read() && reader.TokenType == JsonTokenType.StartObject;
            while (started && (source.Length == 0 || id.Length == 0) && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isSource = reader.ValueTextEquals("source"u8);
                var isId = reader.ValueTextEquals("id"u8);
                reader.Read();
                if ((isSource || isId) && reader.TokenType == JsonTokenType.String)
                {
                    (source, id) = isSource ? (reader.GetString()!, id) : (source, reader.GetString()!);
                }

                reader.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The reader's two ways to say that it stands before no JSON, or before a text that is none.
            (source, id) = (string.Empty, string.Empty);
        }

        return source.Length > 0 && id.Length > 0;
    }
}
