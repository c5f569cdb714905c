using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using LtcActors.Engine.Wire.Shapes;

namespace LtcActors.Engine.Wire;

/// <summary>Puts an event of the HTTP binary mode into its structured form, which alone is parsed and kept.</summary>
internal sealed class BinaryMode
{
    private const string Prefix = "ce-";

    /// <summary>The journal is read as JSON and never as HTML, so that Chinese may stand as it is.</summary>
    private static readonly JsonWriterOptions WriterOptions =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> buffer = new(1024);
    private readonly List<Problem> problems = [];

    /// <summary>What could not be put into the structured form, of the last event.</summary>
    public IReadOnlyList<Problem> Problems => problems;

    public ReadOnlyMemory<byte> ToStructured(
        IEnumerable<KeyValuePair<string, string>> headers, string? contentType, ReadOnlySpan<byte> body)
    {
        problems.Clear();
        buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in headers)
            {
                if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
                {
                    WriteAttribute(writer, name[Prefix.Length..].ToLowerInvariant(), value);
                }
            }

            if (!string.IsNullOrEmpty(contentType))
            {
                writer.WriteString("datacontenttype"u8, Encoding.UTF8.GetBytes(contentType));
            }

            WriteData(writer, contentType, body);
            writer.WriteEndObject();
        }

        // The buffer serves the next event; what the journal takes must outlast it.
        return buffer.WrittenSpan.ToArray();
    }

    private void WriteAttribute(Utf8JsonWriter writer, string name, string value)
    {
        if (name is "data" or "data_base64" or "datacontenttype")
        {
            Report(ProblemCodes.MalformedName, name, "not come as a header");
            return;
        }

        var decoded = Decode(value);
        if (!Utf8.IsValid(decoded))
        {
            Report(ProblemCodes.Malformed, name, "be percent-encoded UTF-8");
            return;
        }

        writer.WriteString(Encoding.UTF8.GetBytes(name), decoded);
    }

    private void WriteData(Utf8JsonWriter writer, string? contentType, ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty || (!string.IsNullOrEmpty(contentType) && MediaTypes.KindOf(contentType) != MediaKind.Json))
        {
            return;
        }

        if (!Utf8.IsValid(body))
        {
            Report(ProblemCodes.Malformed, "data", "be UTF-8");
        }
        else if (!IsOneValue(body))
        {
            Report(ProblemCodes.NotJson, "data", "be JSON");
        }
        else
        {
            writer.WritePropertyName("data"u8);
            writer.WriteRawValue(body, skipInputValidation: true);
        }
    }

    /// <summary>A body goes in as it is, so it must be proved not to close the object around it.</summary>
    private static bool IsOneValue(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, EventParser.Options);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>HTTP binding 1.0.2, 3.1.3.2: quotes off, then percent-decoded.</summary>
    private static byte[] Decode(string value)
    {
        var quoted = value.Length >= 2 && value[0] == '"' && value[^1] == '"';
        var utf8 = Encoding.UTF8.GetBytes(quoted ? value[1..^1] : value);
        var n = 0;
        for (var i = 0; i < utf8.Length; i++)
        {
            if (quoted && utf8[i] == '\\' && i + 1 < utf8.Length)
            {
                i++;
            }
            else if (utf8[i] == '%' && i + 2 < utf8.Length
                && byte.TryParse(utf8.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var b))
            {
                utf8[n++] = b;
                i += 2;
                continue;
            }

            utf8[n++] = utf8[i];
        }

        return utf8[..n];
    }

    private void Report(string code, string name, string must) =>
        problems.Add(new Problem(code, $"{name} must {must}.", "/" + ReadContext.Escape(name)));
}
