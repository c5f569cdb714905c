using System.Text.Json;

namespace LtcActors.Engine.Wire;

/// <summary>Whether two events under one source and id say the same.</summary>
public static class EventContent
{
    private static readonly string[] Members = ["type", "subject", "time", "data", "data_base64"];

    /// <summary>
    /// Compares what the event says, not how it is written: member order and white space do not count, nor do attributes that
    /// only concern transport.
    /// </summary>
    public static bool Same(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (a.SequenceEqual(b))
        {
            return true;
        }

        var readerA = new Utf8JsonReader(a);
        var readerB = new Utf8JsonReader(b);
        using var first = JsonDocument.ParseValue(ref readerA);
        using var second = JsonDocument.ParseValue(ref readerB);
        foreach (var member in Members)
        {
            var hasA = Has(first.RootElement, member, out var valueA);
            var hasB = Has(second.RootElement, member, out var valueB);
            if (hasA != hasB || (hasA && !JsonElement.DeepEquals(valueA, valueB)))
            {
                return false;
            }
        }

        return true;
    }

    // A null is an absence, as CloudEvents has it.
    private static bool Has(JsonElement root, string member, out JsonElement value) =>
        root.TryGetProperty(member, out value) && value.ValueKind != JsonValueKind.Null;
}
