using System.Text.Json;
using System.Text.Json.Nodes;

namespace LtcActors.Silo.Access;

/// <summary>
/// Personal data as it is shown before it is revealed: the family name of a name, the last two digits of an identity number, the year of
/// a birth (the day of it stands in that number), a home to a hundredth of a degree (about a kilometre). The shape stays, so that whoever
/// reads it needs not know.
/// </summary>
internal static class Masking
{
    private const int HomeDecimals = 2;
    private const int YearDigits = 4;

    /// <summary>Members that hold a home, and the members of a home.</summary>
    private static readonly string[] Homes = ["home", "homes", "position", "lat", "lon"];

    /// <summary>A view of a person, a caregiver or a binding.</summary>
    public static JsonNode? View(JsonElement view) => Mask(JsonNode.Parse(view.GetRawText()), inHome: false);

    /// <summary>An event, by its type: an institution's name and place are no personal data.</summary>
    public static JsonNode? Event(JsonElement cloudEvent)
    {
        var node = JsonNode.Parse(cloudEvent.GetRawText());
        if (node is JsonObject e && e["type"]?.GetValue<string>() is { } type && !type.StartsWith("ltc.institution.", StringComparison.Ordinal))
        {
            Mask(e["data"], inHome: false);
        }

        return node;
    }

    public static string Name(string name) => name.Length == 0 ? name : name[..(char.IsHighSurrogate(name[0]) && name.Length > 1 ? 2 : 1)] + "＊＊";

    public static string IdNumber(string number) => number.Length <= 2 ? "＊" : new string('＊', number.Length - 2) + number[^2..];

    /// <param name="day"><c>yyyy-MM-dd</c>, as the contract has it.</param>
    public static string BirthDate(string day) => day[..Math.Min(YearDigits, day.Length)] + "-＊＊-＊＊";

    /// <summary>Of a home's latitude or longitude.</summary>
    public static double Degrees(double degrees) => Math.Round(degrees, HomeDecimals);

    private static JsonNode? Mask(JsonNode? node, bool inHome)
    {
        switch (node)
        {
            case JsonObject o:
                foreach (var (name, value) in o.ToList())
                {
                    if (Masked(name, value, inHome) is { } masked)
                    {
                        o[name] = masked;
                    }
                    else
                    {
                        Mask(value, inHome ? Homes.Contains(name) : name is "home" or "homes");
                    }
                }

                return o;
            case JsonArray a:
                foreach (var item in a)
                {
                    Mask(item, inHome);
                }

                return a;
            default:
                return node;
        }
    }

    private static JsonValue? Masked(string name, JsonNode? value, bool inHome) => value is not JsonValue v ? null : name switch
    {
        "name" when v.TryGetValue<string>(out var text) => JsonValue.Create(Name(text)),
        "idNumber" when v.TryGetValue<string>(out var text) => JsonValue.Create(IdNumber(text)),
        "birthDate" when v.TryGetValue<string>(out var text) => JsonValue.Create(BirthDate(text)),
        "lat" or "lon" when inHome && v.TryGetValue<double>(out var degrees) => JsonValue.Create(Degrees(degrees)),
        _ => null,
    };
}
