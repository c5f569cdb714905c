using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LtcActors.Domain.Policies;

/// <summary>
/// A value of a policy file with the line it stands on, which <see cref="JsonDocument"/> does not keep. Strict: no comments, no
/// trailing commas, no name twice, and no name that the reader of an object does not know.
/// </summary>
internal sealed class PolicyJson
{
    private const int MaxDepth = 8;

    private readonly Dictionary<string, PolicyJson> fields = new(StringComparer.Ordinal);
    private readonly List<PolicyJson> items = [];

    private PolicyJson(string file, int line, JsonTokenType kind) => (File, Line, Kind) = (file, line, kind);

    public string File { get; }

    public int Line { get; }

    private JsonTokenType Kind { get; }

    private string Raw { get; init; } = "";

    /// <exception cref="PolicyException">The text is no JSON.</exception>
    public static PolicyJson Parse(string file, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        var lines = new LineCounter(utf8);
        try
        {
            reader.Read();
            var value = Value(file, ref reader, ref lines);
            reader.Read();
            return value;
        }
        catch (JsonException e)
        {
            throw new PolicyException(file, (int?)e.LineNumber + 1, $"no JSON: {e.Message}");
        }
    }

    public PolicyException Refuse(string why) => new(File, Line, why);

    /// <summary>The fields of an object, in the order written.</summary>
    public IReadOnlyDictionary<string, PolicyJson> Fields =>
        Kind == JsonTokenType.StartObject ? fields : throw Refuse($"{Show()} is no object.");

    public IReadOnlyList<PolicyJson> Items => Kind == JsonTokenType.StartArray ? items : throw Refuse($"{Show()} is no list.");

    /// <summary>Says which names an object may have.</summary>
    public PolicyJson Only(params ReadOnlySpan<string> names)
    {
        foreach (var (name, value) in Fields)
        {
            if (!names.Contains(name))
            {
                throw value.Refuse($"\"{name}\" is not known here.");
            }
        }

        return this;
    }

    public PolicyJson? Find(string name) => Fields.GetValueOrDefault(name);

    public PolicyJson this[string name] => Find(name) ?? throw Refuse($"\"{name}\" is missing.");

    /// <summary>Never empty.</summary>
    public string Text => Kind == JsonTokenType.String && Raw.Trim().Length > 0 ? Raw : throw Refuse($"{Show()} is no text.");

    /// <summary>Finite.</summary>
    public double Number =>
        Kind == JsonTokenType.Number && double.TryParse(Raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
            ? number
            : throw Refuse($"{Show()} is no finite number.");

    /// <summary><c>yyyy-MM-dd</c>.</summary>
    public DateOnly Day =>
        Kind == JsonTokenType.String
        && DateOnly.TryParseExact(Raw, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw Refuse($"{Show()} is no date.");

    private static PolicyJson Value(string file, ref Utf8JsonReader reader, ref LineCounter lines)
    {
        var line = lines.At(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var map = new PolicyJson(file, line, JsonTokenType.StartObject);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    var value = Value(file, ref reader, ref lines);
                    if (!map.fields.TryAdd(name, value))
                    {
                        throw value.Refuse($"\"{name}\" stands twice.");
                    }
                }

                return map;
            case JsonTokenType.StartArray:
                var list = new PolicyJson(file, line, JsonTokenType.StartArray);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.items.Add(Value(file, ref reader, ref lines));
                }

                return list;
            case JsonTokenType.String:
                return new(file, line, JsonTokenType.String) { Raw = reader.GetString()! };
            default:
                return new(file, line, reader.TokenType) { Raw = Encoding.UTF8.GetString(reader.ValueSpan) };
        }
    }

    private string Show() => Kind switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => $"\"{Raw}\"",
        _ => Raw,
    };

    /// <summary>Tokens come in order, so each byte is looked at once.</summary>
    private struct LineCounter(byte[] text)
    {
        private int line = 1;
        private int seen;

        public int At(long index)
        {
            line += text.AsSpan(seen, (int)index - seen).Count((byte)'\n');
            seen = (int)index;
            return line;
        }
    }
}
