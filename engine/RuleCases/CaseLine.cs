using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtcActors.Engine.Wire;

namespace LtcActors.Engine.RuleCases;

/// <summary>A fact of a case as an event of the contract.</summary>
/// <param name="Json">A CloudEvent, as a sender would post it.</param>
public sealed record CaseEvent(DateTimeOffset Time, string Type, string Json);

/// <summary>The same fact several times: <c>#</c> in its texts is the count from 1 on, its instants and dates go on by a step.</summary>
/// <param name="Every">Dates go on by its whole days. None: all at one time.</param>
public sealed record CaseRepeat(int Times, string? Every = null)
{
    public TimeSpan Step => Every is null ? TimeSpan.Zero : CaseTime.Step(Every);
}

/// <summary>
/// One line of a case: <c>[time, type, subject, data, repeat]</c>, the last two where there are any. The type is the contract's without
/// <c>ltc.</c>; <c>visit</c> stands for a check-in at the time and a check-out at <c>to</c>, with <c>in</c> and <c>out</c> for what only
/// one of them says.
/// </summary>
public sealed class CaseLine
{
    public const string Source = "/cases";
    public const string Visit = "visit";
    private const string RepeatKey = "repeat";

    private CaseLine(string time, string type, string subject, JsonObject data, CaseRepeat? repeat) =>
        (Time, Type, Subject, Data, Repeat) = (time, type, subject, data, repeat);

    public string Time { get; }

    public string Type { get; }

    public string Subject { get; }

    public JsonObject Data { get; }

    public CaseRepeat? Repeat { get; }

    /// <summary>The contract's types that it makes.</summary>
    public IEnumerable<string> Types => Type == Visit ? ["ltc.visit.checked-in", "ltc.visit.checked-out"] : ["ltc." + Type];

    /// <exception cref="FormatException">It has another form, or a type that the contract does not know.</exception>
    public static CaseLine Read(JsonElement line)
    {
        if (line.ValueKind != JsonValueKind.Array || line.GetArrayLength() is < 3 or > 5)
        {
            throw new FormatException($"{line} is no [time, type, subject, data, repeat].");
        }

        var parts = line.EnumerateArray().ToArray();
        var read = new CaseLine(
            parts[0].GetString()!, parts[1].GetString()!, parts[2].GetString()!, parts.Length > 3 ? JsonObject.Create(parts[3])! : [],
            parts.Length > 4 ? parts[4].Deserialize<CaseRepeat>(RuleCaseFile.Options) : null);
        CaseTime.Instant(read.Time);
        return read.Types.FirstOrDefault(t => EventTypes.All.All(known => known.Name != t)) is { } unknown
            ? throw new FormatException($"{unknown} is no event of the contract.")
            : read;
    }

    /// <param name="id">Of the event; with <c>.1</c>, <c>.2</c> … where it is repeated, <c>.in</c> and <c>.out</c> where it is a visit.</param>
    public IEnumerable<CaseEvent> Events(string id)
    {
        for (var n = 1; n <= (Repeat?.Times ?? 1); n++)
        {
            var (count, by) = Repeat is null ? (0, TimeSpan.Zero) : (n, Repeat.Step * (n - 1));
            var name = Repeat is null ? id : string.Create(CultureInfo.InvariantCulture, $"{id}.{n}");
            var (at, of) = (CaseTime.Instant(Time) + by, (string)Put(Subject, count, by)!);
            if (Type != Visit)
            {
                yield return Event(name, "ltc." + Type, at, of, (JsonObject)Put(Data, count, by)!);
                continue;
            }

            yield return Event(name + ".in", "ltc.visit.checked-in", at, of, End("in", count, by));
            yield return Event(name + ".out", "ltc.visit.checked-out", CaseTime.Instant(To) + by, of, End("out", count, by));
        }
    }

    /// <summary>When a visit ends: <c>to</c>, of the day of its beginning where it names none.</summary>
    private string To => Data["to"] is { } to
        ? (string)to! is var text && text.Contains('-', StringComparison.Ordinal) ? text : $"{Time[..10]} {text}"
        : throw new FormatException("A visit has no \"to\".");

    /// <summary>What both ends of a visit say, and what only this one does.</summary>
    private JsonObject End(string which, int count, TimeSpan by)
    {
        var data = new JsonObject(Data.Where(d => d.Key is not ("to" or "in" or "out")).Select(Copy));
        foreach (var (key, value) in Data[which]?.AsObject() ?? [])
        {
            data[key] = value?.DeepClone();
        }

        return (JsonObject)Put(data, count, by)!;
    }

    private static KeyValuePair<string, JsonNode?> Copy(KeyValuePair<string, JsonNode?> member) => new(member.Key, member.Value?.DeepClone());

    /// <summary>A copy with counts put in, times gone on, and instants written as the contract has them.</summary>
    private static JsonNode? Put(JsonNode? node, int count, TimeSpan by) => node switch
    {
        JsonObject members => new JsonObject(members.Select(m => KeyValuePair.Create(m.Key, Put(m.Value, count, by)))),
        JsonArray items => new JsonArray([.. items.SelectMany(i => Item(i, count, by))]),
        JsonValue value when value.TryGetValue<string>(out var text) => Put(text, count, by),
        _ => node?.DeepClone(),
    };

    private static IEnumerable<JsonNode?> Item(JsonNode? item, int count, TimeSpan by)
    {
        if (item is not JsonObject members || members[RepeatKey] is not { } repeated)
        {
            return [Put(item, count, by)];
        }

        var repeat = repeated.Deserialize<CaseRepeat>(RuleCaseFile.Options)!;
        var one = new JsonObject(members.Where(m => m.Key != RepeatKey).Select(Copy));
        return Enumerable.Range(1, repeat.Times).Select(n => Put(one, n, by + (repeat.Step * (n - 1))));
    }

    private static JsonNode? Put(string text, int count, TimeSpan by)
    {
        if (CaseTime.TryInstant(text, out var instant))
        {
            return (instant + by).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
        }

        return CaseTime.TryDate(text, out var date)
            ? date.AddDays(by.Days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : count == 0 ? text : text.Replace("#", count.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    private static CaseEvent Event(string id, string type, DateTimeOffset time, string subject, JsonObject data) => new(time, type, new JsonObject
    {
        ["specversion"] = "1.0", ["type"] = type, ["source"] = Source, ["id"] = id, ["subject"] = subject, ["data"] = data,
        ["time"] = time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture),
    }.ToJsonString());
}
