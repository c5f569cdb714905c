using System.Buffers;
using System.Text.Json;
using LtcActors.Engine.Wire;

namespace LtcActors.Journal.Segments.Ids;

/// <summary>
/// Source and id of a stored event, straight from its bytes. Where a name stands twice in the object the last counts, as everywhere
/// in System.Text.Json.
/// </summary>
internal static class EventName
{
    public static bool Is(ReadOnlySpan<byte> json, string source, string id)
    {
        try
        {
            return Compare(json, source, id);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool Compare(ReadOnlySpan<byte> json, string source, string id)
    {
        var reader = new Utf8JsonReader(json);
        bool isSource = false, isId = false;
        while (NextProperty(ref reader, out var name))
        {
            if (name == Name.Source)
            {
                isSource = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(source);
            }
            else if (name == Name.Id)
            {
                isId = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(id);
            }

            reader.Skip();
        }

        return isSource && isId;
    }

    /// <returns>
    /// <see cref="EventKey"/> of the event; null when it has no source or id, and so can never come a second time.
    /// </returns>
    public static ulong? KeyOf(ReadOnlySpan<byte> json)
    {
        // Unescaping never makes a text longer, so both fit in the length of the whole.
        var rented = ArrayPool<byte>.Shared.Rent((2 * json.Length) + 1);
        try
        {
            return KeyOf(json, rented);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static ulong? KeyOf(ReadOnlySpan<byte> json, byte[] scratch)
    {
        var reader = new Utf8JsonReader(json);
        int source = -1, id = -1;
        var ids = scratch.AsSpan(json.Length + 1);
        while (NextProperty(ref reader, out var name))
        {
            if (name == Name.Source)
            {
                source = reader.TokenType == JsonTokenType.String ? reader.CopyString(scratch.AsSpan(0, json.Length)) : -1;
            }
            else if (name == Name.Id)
            {
                id = reader.TokenType == JsonTokenType.String ? reader.CopyString(ids) : -1;
            }

            reader.Skip();
        }

        if (source < 0 || id < 0)
        {
            return null;
        }

        scratch[source] = 0;
        ids[..id].CopyTo(scratch.AsSpan(source + 1));
        return EventKey.Hash(scratch.AsSpan(0, source + 1 + id));
    }

    /// <summary>Moves to the value of the next property of the outermost object.</summary>
    private static bool NextProperty(ref Utf8JsonReader reader, out Name name)
    {
        name = Name.Other;
        if (reader.TokenType == JsonTokenType.None && !(reader.Read() && reader.TokenType == JsonTokenType.StartObject))
        {
            return false;
        }

        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
        {
            return false;
        }

        name = reader.ValueTextEquals("source"u8) ? Name.Source : reader.ValueTextEquals("id"u8) ? Name.Id : Name.Other;
        return reader.Read();
    }

    private enum Name { Other, Source, Id }
}
