using System.Text.Json;
using LtcActors.Silo.Problems;

namespace LtcActors.Silo.Hosting;

/// <summary>A small JSON object as the body of a command. Members that nobody asks for are ignored.</summary>
internal sealed class JsonBody : IDisposable
{
    private readonly JsonDocument? document;

    private JsonBody(JsonDocument? document) => this.document = document;

    /// <param name="optional">No body at all is an object without members.</param>
    public static async ValueTask<JsonBody> ReadAsync(HttpContext context, int limit, BodyBudget budget, bool optional = false)
    {
        using var body = await PooledBody.ReadAsync(context, limit, budget);
        if (body.Bytes.Length == 0)
        {
            return optional ? new JsonBody(null) : throw new Refusal(ProblemKind.EmptyBody, "This needs a JSON object as its body.");
        }

        if (!MediaType.IsJson(MediaType.Of(context.Request)) || !MediaType.IsUtf8(context.Request))
        {
            throw new Refusal(ProblemKind.UnsupportedMediaType, "This takes application/json in UTF-8.");
        }

        JsonDocument document;
        try
        {
            // Copied: the document outlives the pooled bytes.
            document = JsonDocument.Parse(body.Bytes.ToArray(), Json.ReaderOptions);
        }
        catch (JsonException)
        {
            throw new Refusal(ProblemKind.NotJson, "The body is not JSON.");
        }

        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            document.Dispose();
            throw new Refusal(ProblemKind.WrongType, "The body must be a JSON object.");
        }

        return new JsonBody(document);
    }

    public string RequiredText(string name, int maxChars) =>
        Text(name, maxChars) ?? throw new Refusal(ProblemKind.Missing, $"'{name}' is required here.") { Pointer = "/" + name };

    /// <returns>Null when it is absent, null or blank.</returns>
    public string? Text(string name, int maxChars)
    {
        if (document is null || Find(document.RootElement, name) is not { ValueKind: not JsonValueKind.Null } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            throw new Refusal(ProblemKind.WrongType, $"'{name}' must be a string.") { Pointer = "/" + name };
        }

        var text = ReadText(value, name);
        if (text.Length > maxChars)
        {
            throw new Refusal(ProblemKind.TooLong, $"'{name}' has at most {maxChars} characters.") { Pointer = "/" + name };
        }

        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    /// <summary>A list of texts, one at least.</summary>
    public IReadOnlyList<string> RequiredTexts(string name, int maxItems, int maxChars) => Texts(name, maxItems, maxChars) switch
    {
        null => throw new Refusal(ProblemKind.Missing, $"'{name}' is required here.") { Pointer = "/" + name },
        { Count: 0 } => throw new Refusal(ProblemKind.OutOfRange, $"'{name}' takes 1 to {maxItems}.") { Pointer = "/" + name },
        var texts => texts,
    };

    /// <returns>Null when it is absent or null.</returns>
    public long? Place(string name) => document is null ? null : Place(document.RootElement, name, "/" + name);

    /// <summary>A list of objects, one or more, each with an <c>id</c> and perhaps an <c>ifSeq</c>.</summary>
    public IReadOnlyList<(string Id, long? IfSeq)> RequiredItems(int max, int idChars)
    {
        if (document is null || Find(document.RootElement, "items") is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() == 0)
        {
            throw new Refusal(ProblemKind.Missing, "'items' is a list of one or more.") { Pointer = "/items" };
        }

        if (list.GetArrayLength() > max)
        {
            throw new Refusal(ProblemKind.OutOfRange, $"'items' has at most {max}.") { Pointer = "/items" };
        }

        var items = new List<(string, long?)>();
        foreach (var item in list.EnumerateArray())
        {
            var at = $"/items/{items.Count}";
            if (item.ValueKind != JsonValueKind.Object || Find(item, "id") is not { ValueKind: JsonValueKind.String } id)
            {
                throw new Refusal(ProblemKind.WrongType, "Each item is an object with an 'id'.") { Pointer = at };
            }

            var text = ReadText(id, "id");
            items.Add((
                text.Length <= idChars ? text : throw new Refusal(ProblemKind.TooLong, $"An id has at most {idChars} characters.") { Pointer = at + "/id" },
                Place(item, "ifSeq", at + "/ifSeq")));
        }

        return items;
    }

    /// <param name="min">The smallest that may be given.</param>
    public long RequiredWhole(string name, long min)
    {
        if (document is null || Find(document.RootElement, name) is not { ValueKind: not JsonValueKind.Null } value)
        {
            throw new Refusal(ProblemKind.Missing, $"'{name}' is required here.") { Pointer = "/" + name };
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
            ? number >= min ? number : throw new Refusal(ProblemKind.OutOfRange, $"'{name}' is {min} or more.") { Pointer = "/" + name }
            : throw new Refusal(ProblemKind.WrongType, $"'{name}' must be a whole number.") { Pointer = "/" + name };
    }

    /// <returns>Null when it is absent or null.</returns>
    public IReadOnlyList<string>? Texts(string name, int maxItems, int maxChars)
    {
        if (document is null || Find(document.RootElement, name) is not { ValueKind: not JsonValueKind.Null } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(v => v.ValueKind != JsonValueKind.String))
        {
            throw new Refusal(ProblemKind.WrongType, $"'{name}' must be an array of strings.") { Pointer = "/" + name };
        }

        var texts = value.EnumerateArray().Select(v => ReadText(v, name)).Distinct(StringComparer.Ordinal).ToList();
        if (texts.Count > maxItems)
        {
            throw new Refusal(ProblemKind.OutOfRange, $"'{name}' has at most {maxItems} items.") { Pointer = "/" + name };
        }

        return texts.TrueForAll(t => t.Length > 0 && t.Length <= maxChars) ? texts
            : throw new Refusal(ProblemKind.TooLong, $"Each of '{name}' has 1 to {maxChars} characters.") { Pointer = "/" + name };
    }

    /// <returns>Null when it is absent or null.</returns>
    public bool? Flag(string name)
    {
        if (document is null || Find(document.RootElement, name) is not { ValueKind: not JsonValueKind.Null } value)
        {
            return null;
        }

        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw new Refusal(ProblemKind.WrongType, $"'{name}' must be true or false.") { Pointer = "/" + name };
    }

    public void Dispose() => document?.Dispose();

    private static long? Place(JsonElement parent, string name, string pointer)
    {
        if (Find(parent, name) is not { ValueKind: not JsonValueKind.Null } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var place) && place >= 0
            ? place
            : throw new Refusal(ProblemKind.WrongType, $"'{name}' is a place in the journal: a whole number of 0 or more.") { Pointer = pointer };
    }

    private static JsonElement? Find(JsonElement root, string name)
    {
        try
        {
            return root.TryGetProperty(name, out var value) ? value : null;
        }
        catch (InvalidOperationException)
        {
            throw new Refusal(ProblemKind.Malformed, "A member's name is not valid Unicode.");
        }
    }

    private static string ReadText(JsonElement value, string name)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, or bytes that are no UTF-8: JSON by its grammar, no text by any.
            throw new Refusal(ProblemKind.Malformed, $"'{name}' is not valid Unicode.") { Pointer = "/" + name };
        }
    }
}
