using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using LtcActors.Engine.Wire.Shapes;
using LtcActors.Engine.Wire.Text;

namespace LtcActors.Engine.Wire;

/// <summary>How a batch was taken.</summary>
/// <param name="Count">Events read, good and bad; 0 when the batch as a whole was refused.</param>
/// <param name="Problem">Why the batch as a whole was refused; null when it was read.</param>
public readonly record struct BatchResult(int Count, Problem? Problem);

/// <summary>
/// Turns bytes into events, each checked for form. One parser serves one thread at a time and is meant to be reused: it keeps its
/// buffers and the strings that recur. Nothing that is sent makes it throw.
/// </summary>
public sealed class EventParser
{
    /// <summary>Depth is counted by us, so that one event too deep is refused alone and not with its whole batch.</summary>
    internal static readonly JsonReaderOptions Options = new() { MaxDepth = int.MaxValue };

    private readonly ReadContext context;
    private readonly EnvelopeReader envelope;
    private BinaryMode? binary;

    public EventParser()
    {
        context = new ReadContext(new InternCache());
        envelope = new EnvelopeReader(context);
    }

    /// <summary>One CloudEvent as a JSON object.</summary>
    /// <returns>With the problem <c>not-json</c>, and no other, where the bytes are no JSON at all.</returns>
    public ParsedEvent ParseStructured(ReadOnlyMemory<byte> json)
    {
        var body = WithoutMark(json);
        try
        {
            var reader = new Utf8JsonReader(body.Span, Options);
            reader.Read();
            var parsed = ReadEvent(ref reader, body, Utf8.IsValid(body.Span));

            // Throws when anything but white space follows.
            reader.Read();
            return parsed;
        }
        catch (JsonException e)
        {
            return new ParsedEvent(null, null, default, 0, null, body, [NotJson(e)]);
        }
    }

    /// <summary>One line of NDJSON.</summary>
    public ParsedEvent ParseLine(ReadOnlyMemory<byte> line) => ParseStructured(line);

    /// <summary>A JSON array of CloudEvents; a bad one among them is refused by itself.</summary>
    /// <param name="into">Gets the events in the order sent; nothing when the batch as a whole is refused.</param>
    public BatchResult ParseBatch(ReadOnlyMemory<byte> body, int maxEvents, List<ParsedEvent> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        var before = into.Count;
        var problem = ReadBatch(WithoutMark(body), maxEvents, into);
        if (problem is not null)
        {
            into.RemoveRange(before, into.Count - before);
        }

        return new BatchResult(into.Count - before, problem);
    }

    /// <summary>HTTP binary mode: attributes in <c>ce-*</c> headers, the data as the body.</summary>
    /// <param name="headers">All headers of the request; those that do not begin with <c>ce-</c> are passed over.</param>
    /// <returns>Its <see cref="ParsedEvent.Json"/> is the same event in structured form, in memory of its own.</returns>
    public ParsedEvent ParseBinary(IEnumerable<KeyValuePair<string, string>> headers, string? contentType, ReadOnlyMemory<byte> body)
    {
        ArgumentNullException.ThrowIfNull(headers);
        binary ??= new BinaryMode();
        var json = binary.ToStructured(headers, contentType, WithoutMark(body).Span);
        var parsed = ParseStructured(json);
        if (binary.Problems.Count == 0)
        {
            return parsed;
        }

        // Data that could not be put in is not missing besides.
        var others = parsed.Problems.Where(p => !binary.Problems.Any(b => b.Pointer == p.Pointer));
        return parsed with { Fact = null, Problems = [.. binary.Problems.Concat(others).Take(WireLimits.Problems)] };
    }

    internal static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> json) =>
        json.Span.StartsWith("\uFEFF"u8) ? json["\uFEFF"u8.Length..] : json;

    private static Problem NotJson(JsonException e) => new(
        ProblemCodes.NotJson,
        string.Create(CultureInfo.InvariantCulture, $"This is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}."),
        null);

    private Problem? ReadBatch(ReadOnlyMemory<byte> body, int maxEvents, List<ParsedEvent> into)
    {
        try
        {
            // Checked for all at once, which is a fraction of the price of checking each.
            var isUtf8 = Utf8.IsValid(body.Span);
            var reader = new Utf8JsonReader(body.Span, Options);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                return new Problem(ProblemCodes.WrongType, "A batch must be an array of events.", null);
            }

            for (var n = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; n++)
            {
                if (n == maxEvents)
                {
                    return new Problem(ProblemCodes.TooMany, $"A batch must not hold more than {maxEvents} events.", null);
                }

                into.Add(ReadEvent(ref reader, body, isUtf8));
            }

            reader.Read();
            return null;
        }
        catch (JsonException e)
        {
            return NotJson(e);
        }
    }

    private ParsedEvent ReadEvent(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, bool isUtf8)
    {
        var start = (int)reader.TokenStartIndex;
        context.Begin(reader.CurrentDepth);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            context.SkipRest(ref reader);
            context.Add(ProblemCodes.WrongType, "An event must be an object.", null);
            return new ParsedEvent(null, null, default, 0, null, body[start..(int)reader.BytesConsumed], context.Take());
        }

        var fact = envelope.Read(ref reader, body.Span);
        var json = body[start..(int)reader.BytesConsumed];
        if (!isUtf8 && !Utf8.IsValid(json.Span))
        {
            context.Add(ProblemCodes.Malformed, "An event must be UTF-8.", null);
            fact = null;
        }

        var (source, id) = (envelope.Source, envelope.Id);
        var key = source is null || id is null ? 0 : EventKey.Of(source, id);
        return new ParsedEvent(source, id, envelope.Time, key, fact, json, context.Take());
    }
}
