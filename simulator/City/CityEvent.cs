using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LtcActors.Simulator;

/// <summary>A CloudEvent and when it reaches the server.</summary>
/// <param name="Time">When it happened, in the sender's word (for a notice: the notice's own time).</param>
/// <param name="Arrival">When it is sent; later than <paramref name="Time"/>, by days for an offline upload.</param>
/// <param name="Data">UTF-8 JSON.</param>
public sealed record CityEvent(
    string Source, string Id, string Type, string Subject, DateTimeOffset Time, DateTimeOffset Arrival, ReadOnlyMemory<byte> Data)
{
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("specversion", "1.0");
        writer.WriteString("id", Id);
        writer.WriteString("source", Source);
        writer.WriteString("type", Type);
        writer.WriteString("subject", Subject);
        writer.WriteString("time", Time);
        writer.WriteString("datacontenttype", "application/json");
        writer.WritePropertyName("data");
        writer.WriteRawValue(Data.Span, skipInputValidation: true);
        writer.WriteEndObject();
    }

    /// <summary>The CloudEvent as one line of JSON.</summary>
    public byte[] ToJson() => Batch([this], asArray: false);

    /// <summary>A CloudEvents batch: a JSON array.</summary>
    public static byte[] Batch(IEnumerable<CityEvent> events) => Batch(events, asArray: true);

    private static byte[] Batch(IEnumerable<CityEvent> events, bool asArray)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            if (asArray)
            {
                writer.WriteStartArray();
            }

            foreach (var e in events)
            {
                e.WriteTo(writer);
            }

            if (asArray)
            {
                writer.WriteEndArray();
            }
        }

        return stream.ToArray();
    }
}

/// <summary>Collects events; a feed is one sending system.</summary>
public sealed class EventLog(string run, DateTimeOffset notAfter, Rng rng)
{
    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private List<CityEvent> _events = [];
    private int _written;

    /// <param name="feed">agency, app, hospital or registry.</param>
    /// <param name="delay">Until it is sent, on top of a few seconds.</param>
    public CityEvent Add(string feed, string type, string subject, DateTimeOffset time, object data, TimeSpan delay = default)
    {
        var arrival = time + delay + rng.Seconds(1, 5);
        var e = new CityEvent(
            $"urn:ltc:sim:{run}:{feed}", $"{feed}-{++_written}", type, subject, time,
            arrival < notAfter ? arrival : notAfter, JsonSerializer.SerializeToUtf8Bytes(data, Json));
        _events.Add(e);
        return e;
    }

    /// <summary>Gives away what was written since the last time, in the order of writing.</summary>
    public IReadOnlyList<CityEvent> Drain()
    {
        var drained = _events;
        _events = [];
        return drained;
    }

    /// <summary>All so far, as they arrive. Those that arrive at one instant stand in the order of writing.</summary>
    public IReadOnlyList<CityEvent> InOrderOfArrival() => [.. _events.OrderBy(e => e.Arrival)];
}
