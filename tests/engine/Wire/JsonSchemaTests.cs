using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LtcActors.Engine.Wire;

namespace LtcActors.Engine.Tests.Wire;

public class JsonSchemaTests
{
    public static TheoryData<string> Types => [.. WireSamples.Types];

    [Theory]
    [MemberData(nameof(Types))]
    public void The_schema_asks_for_exactly_the_members_without_which_the_parser_refuses(string type)
    {
        var schema = Schema(type);
        Assert.Equal($"/schemas/{type}.json", (string?)schema["$id"]);
        foreach (var (pointer, required) in Members(schema, WireSamples.Node(type), string.Empty))
        {
            var problems = new EventParser().ParseStructured(Encoding.UTF8.GetBytes(Spoiled.Json(type, pointer, "-"))).Problems;

            Assert.Equal(required ? [("missing", pointer)] : [], problems.Select(p => (p.Code, p.Pointer ?? string.Empty)));
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_sample_has_every_member_of_its_schema_in_order_and_satisfies_it(string type)
    {
        Assert.Equal([], Faults(Schema(type), WireSamples.Node(type), string.Empty));
        var described = (JsonObject)Schema(type)["properties"]!["data"]!["properties"]!;
        Assert.Equal(described.Select(p => p.Key), ((JsonObject)WireSamples.Node(type)["data"]!).Select(p => p.Key));
    }

    /// <summary>
    /// The other way does not hold: JSON Schema cannot say that the 30th of February is no day, or that an end follows a start.
    /// </summary>
    [Theory]
    [MemberData(nameof(MalformedEvents.Rows), MemberType = typeof(MalformedEvents))]
    public void What_the_schema_refuses_at_a_member_the_parser_refuses_there_too(
        string type, string set, string to, string code, string pointer)
    {
        if (to.Contains("1e999", StringComparison.Ordinal) || to.Contains("\\ud800", StringComparison.Ordinal))
        {
            return; // Not to be told as a tree.
        }

        var faults = Faults(Schema(type), JsonNode.Parse(Spoiled.Json(type, set, to))!, string.Empty);
        Assert.All(faults, f => Assert.StartsWith(pointer, f, StringComparison.Ordinal));
        if (code is "missing" or "unknown-value" or "unknown-type" or "unsupported-version")
        {
            Assert.NotEmpty(faults);
        }
    }

    [Fact]
    public void The_index_lists_every_schema()
    {
        var listed = JsonNode.Parse(JsonSchemas.Index)!["schemas"]!.AsArray().Select(s => (string)s!["type"]!);
        Assert.Equal(JsonSchemas.All.Keys, listed);
        Assert.Equal(WireSamples.Types.Order(), JsonSchemas.All.Keys.Order());
    }

    private static JsonObject Schema(string type) => JsonNode.Parse(JsonSchemas.All[type])!.AsObject();

    /// <summary>Every member described, by its pointer into the sample, and whether it is required.</summary>
    private static IEnumerable<(string Pointer, bool Required)> Members(JsonNode schema, JsonNode sample, string at)
    {
        var required = schema["required"]?.AsArray().Select(r => (string)r!).ToList() ?? [];
        foreach (var (name, described) in schema["properties"]?.AsObject() ?? [])
        {
            if (sample[name] is not { } value)
            {
                continue;
            }

            yield return ($"{at}/{name}", required.Contains(name));
            var (inner, innerAt, innerSchema) = described!["items"] is { } items
                ? (value[0]!, $"{at}/{name}/0", items)
                : (value, $"{at}/{name}", described);
            if (innerSchema["properties"] is not null)
            {
                foreach (var member in Members(innerSchema, inner, innerAt))
                {
                    yield return member;
                }
            }
        }
    }

    /// <summary>As much of JSON Schema as our schemas use. (An either-or of required members is left to the parser's own test.)</summary>
    private static List<string> Faults(JsonNode schema, JsonNode? value, string at)
    {
        var faults = new List<string>();
        var kind = value?.GetValueKind() ?? JsonValueKind.Null;
        var types = schema["type"] switch { JsonArray a => a.Select(t => (string)t!), { } one => [(string)one!], null => [] };
        if (types.Any() && !types.Any(t => Is(t, value)))
        {
            return [at];
        }

        var text = kind == JsonValueKind.String ? (string)value! : null;
        var number = kind == JsonValueKind.Number ? (double)value! : (double?)null;
        var refused = (schema["const"] is { } constant && text != (string)constant!)
            || (schema["enum"] is JsonArray words && !words.Any(w => (string?)w == text))
            || (text is not null && schema["pattern"] is { } pattern && !Regex.IsMatch(text, (string)pattern!))
            || (text is not null && (text.Length < (int?)schema["minLength"] || text.Length > (int?)schema["maxLength"]))
            || number < (double?)schema["minimum"] || number > (double?)schema["maximum"]
            || (schema["anyOf"] is JsonArray any && any[0]!["required"] is null && any.All(s => Faults(s!, value, at).Count > 0))
            || (value is JsonArray array && array.Count > (int?)schema["maxItems"]);
        if (refused)
        {
            faults.Add(at);
        }

        if (value is JsonObject members)
        {
            faults.AddRange(schema["required"]?.AsArray().Where(r => members[(string)r!] is null).Select(r => $"{at}/{r}") ?? []);
            faults.AddRange((schema["properties"]?.AsObject() ?? []).Where(p => members.ContainsKey(p.Key) && members[p.Key] is not null)
                .SelectMany(p => Faults(p.Value!, members[p.Key], $"{at}/{p.Key}")));
        }

        if (value is JsonArray list && schema["items"] is { } item)
        {
            faults.AddRange(list.SelectMany((v, i) => Faults(item, v, $"{at}/{i}")));
        }

        return faults;
    }

    private static bool Is(string type, JsonNode? value) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "number" => value?.GetValueKind() == JsonValueKind.Number,
        "integer" => value?.GetValueKind() == JsonValueKind.Number && (double)value == Math.Truncate((double)value),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "A type that our schemas do not use."),
    };
}
