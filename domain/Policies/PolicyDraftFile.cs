namespace LtcActors.Domain.Policies;

/// <summary>A draft as its author wrote it: values without a day, for the day comes when it is published.</summary>
public sealed record PolicyDraft(string Title, IReadOnlyList<PolicyValue> Values)
{
    /// <summary>Values in one draft, at most.</summary>
    public const int MaxValues = 500;

    private const int MaxTitleChars = 200;

    /// <summary>Reads <c>{"title", "values": [{"region", "key", "unit", "value", "citation" or "proposed"}]}</c>.</summary>
    /// <param name="name">Of the file, for the refusal.</param>
    /// <param name="book">Whose regions, keys and sources it must fit.</param>
    /// <exception cref="PolicyException">It is no draft, or a value is wrong: the message names file, line and value.</exception>
    public static PolicyDraft Read(string name, string text, PolicyBook book)
    {
        var file = PolicyJson.Parse(name, text).Only("title", "values");
        var title = file["title"].Text;
        if (title.Length > MaxTitleChars)
        {
            throw file["title"].Refuse($"the title has more than {MaxTitleChars} characters.");
        }

        var values = new List<PolicyValue>();
        foreach (var entry in file["values"].Items)
        {
            var value = ReadValue(entry.Only("region", "key", "unit", "value", "citation", "proposed"), book);
            if (values.Exists(v => v.Region == value.Region && v.Key == value.Key))
            {
                throw entry["key"].Refuse($"{value.Key} of {value.Region} stands twice.");
            }

            values.Add(value);
        }

        return values.Count is > 0 and <= MaxValues
            ? new(title, values)
            : throw file["values"].Refuse($"a draft has 1 to {MaxValues} values.");
    }

    private static PolicyValue ReadValue(PolicyJson entry, PolicyBook book)
    {
        var region = entry["region"].Text;
        if (book.Regions.All(r => r.Id != region))
        {
            throw entry["region"].Refuse($"region \"{region}\" is not known.");
        }

        var key = entry["key"].Text;
        if (!PolicyBook.Units.TryGetValue(key, out var only))
        {
            throw entry["key"].Refuse($"key \"{key}\" is not known.");
        }

        var given = TopicReader.Unit(key, entry);
        var unit = given.Text;
        if (unit != only)
        {
            throw given.Refuse($"{key} is in \"{unit}\"; its unit is \"{only}\".");
        }

        // Whether the source has begun by the first day is asked when that day is known.
        var limit = book.ReaderOf(region).ReadLimit(key, unit, entry, DateOnly.MaxValue);
        return new(region, key, limit.Limit.Value, unit, limit.Citation, limit.Proposed);
    }
}
