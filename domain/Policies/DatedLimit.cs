using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Policies;

/// <summary>A limit from its first day on, until the next one of the same key.</summary>
/// <param name="Citation">Where the law gives the number.</param>
/// <param name="Proposed">Why this number, where no law gives one. Exactly one of the two is there.</param>
public sealed record DatedLimit(DateOnly From, Limit Limit, Citation? Citation, string? Proposed);

/// <summary>Reads the topics of a region: files of <c>{key, unit, values: [{from, value, citation or proposed}]}</c>.</summary>
/// <param name="region">Whose values they are.</param>
internal sealed class TopicReader(IReadOnlyDictionary<string, Source> sources, string region, DateOnly firstDay)
{
    /// <summary>Units that count things: the value is whole.</summary>
    internal static readonly HashSet<string> Counts =
        ["accounts", "bindings", "bits", "calls", "caregivers", "checks", "d", "devices", "falls", "figures", "fixes", "interviews", "level", "months", "nights", "persons", "rules", "visits", "y"];

    /// <summary>The keys there are, each with its only unit, as <see cref="Thresholds"/> has them.</summary>
    public static IReadOnlyDictionary<string, string> Units { get; } = ReadUnits();

    public void Read(PolicyJson file, Dictionary<string, DatedLimit[]> into)
    {
        foreach (var entry in file.Items)
        {
            entry.Only("key", "unit", "values");
            var key = entry["key"].Text;
            if (!Units.TryGetValue(key, out var unit))
            {
                throw entry["key"].Refuse($"key \"{key}\" is not known.");
            }

            if (Unit(key, entry) is var given && given.Text != unit)
            {
                throw given.Refuse($"{key} is in \"{given.Text}\"; its unit is \"{unit}\".");
            }

            if (!into.TryAdd(key, Values(key, unit, entry["values"])))
            {
                throw entry["key"].Refuse($"key \"{key}\" stands twice.");
            }
        }
    }

    /// <summary>The unit that an entry names for a key that is known.</summary>
    internal static PolicyJson Unit(string key, PolicyJson entry) =>
        entry.Find("unit") ?? throw entry.Refuse($"{key} has no unit; its unit is \"{Units[key]}\".");

    private DatedLimit[] Values(string key, string unit, PolicyJson values)
    {
        var limits = new List<DatedLimit>();
        foreach (var value in values.Items)
        {
            var next = Value(key, unit, value.Only("from", "value", "citation", "proposed"));
            if (limits.Count > 0 && next.From <= limits[^1].From)
            {
                throw value["from"].Refuse(
                    $"{key} from {next.From:yyyy-MM-dd} comes after {limits[^1].From:yyyy-MM-dd}; dates go up, each once.");
            }

            limits.Add(next);
        }

        if (limits.Count == 0 || limits[0].From > firstDay)
        {
            throw values.Refuse($"{key} has no value on {firstDay:yyyy-MM-dd}, the region's first day.");
        }

        return [.. limits];
    }

    private DatedLimit Value(string key, string unit, PolicyJson entry) => ReadLimit(key, unit, entry, entry["from"].Day);

    /// <summary>Reads value and origin of an entry that counts from a day.</summary>
    public DatedLimit ReadLimit(string key, string unit, PolicyJson entry, DateOnly from)
    {
        var value = entry.Find("value") ?? throw entry.Refuse($"{key} has no value.");
        var number = value.Number;
        if (number < 0 || (Counts.Contains(unit) && !double.IsInteger(number)))
        {
            throw value.Refuse($"{key} cannot be {number} {unit}.");
        }

        var (citation, proposed) = (entry.Find("citation"), entry.Find("proposed"));
        return (citation, proposed) switch
        {
            ({ } c, null) when Cite(c, from) is var cited =>
                new(from, new(key, number, unit, $"{cited.Source}:{cited.Article}"), cited, null),
            (null, { } why) => new(from, new(key, number, unit, "proposed"), null, why.Text),
            (null, null) => throw entry.Refuse($"{key} {number} has neither a citation nor a reason to be proposed."),
            _ => throw entry.Refuse($"{key} {number} has a citation and is proposed as well."),
        };
    }

    /// <summary>Reads what is cited for something that counts from a day.</summary>
    public Citation Cite(PolicyJson entry, DateOnly from)
    {
        entry.Only("source", "article");
        var cited = new Citation(entry["source"].Text, entry["article"].Text);
        if (!sources.TryGetValue(cited.Source, out var source))
        {
            throw entry["source"].Refuse($"source \"{cited.Source}\" is not known.");
        }

        if (!source.HoldsIn(region))
        {
            throw entry["source"].Refuse($"source \"{cited.Source}\" is of {source.Region} and says nothing of {region}.");
        }

        if (!source.Articles.ContainsKey(cited.Article))
        {
            throw entry["article"].Refuse($"source \"{cited.Source}\" has no article \"{cited.Article}\".");
        }

        if (from < source.ValidFrom)
        {
            throw entry["source"].Refuse($"source \"{cited.Source}\" begins on {source.ValidFrom:yyyy-MM-dd}, after {from:yyyy-MM-dd}.");
        }

        return cited;
    }

    /// <summary>A value of a policy version from the day on which it counts.</summary>
    /// <exception cref="PolicyException">Its source is not known, lacks the article, or begins later.</exception>
    public DatedLimit Dated(PolicyValue value, string version, DateOnly from)
    {
        if (value.Citation is not { } cited)
        {
            return new(from, new(value.Key, value.Value, value.Unit, "proposed"), null, value.Proposed);
        }

        if (!sources.TryGetValue(cited.Source, out var source) || !source.Articles.ContainsKey(cited.Article))
        {
            throw new PolicyException(version, null, $"{value.Key} cites \"{cited.Source}\" {cited.Article}, which is not known.");
        }

        return from < source.ValidFrom
            ? throw new PolicyException(version, null, $"{value.Key} rests on \"{cited.Source}\", which begins on {source.ValidFrom:yyyy-MM-dd}, after {from:yyyy-MM-dd}.")
            : new(from, new(value.Key, value.Value, value.Unit, $"{cited.Source}:{cited.Article}"), cited, null);
    }

    /// <summary>Where some region has the key; none: nowhere.</summary>
    public static PolicyJson? PlaceOf(string key, IEnumerable<PolicyJson> topics) =>
        topics.SelectMany(static t => t.Items).Select(static entry => entry.Find("key")).FirstOrDefault(k => k?.Text == key);

    private static Dictionary<string, string> ReadUnits()
    {
        var units = new Dictionary<string, string>(StringComparer.Ordinal);
        _ = new Thresholds((key, unit) =>
        {
            units.Add(key, unit);
            return new(key, 0, unit, "");
        });
        return units;
    }
}
