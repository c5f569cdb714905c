using System.Globalization;
using System.Text.Json;
using LtcActors.Domain.Geo;

namespace LtcActors.Silo.Investigation;

/// <summary>
/// Where a person lives on a day, read from the person's own view: a view of an instant tells what was known then, and everybody is told
/// what the person's page says.
/// </summary>
internal static class HomesInView
{
    /// <summary>Somebody who stays elsewhere for a while has two, the usual one and that.</summary>
    public static IEnumerable<HomePlace> On(string person, JsonElement view, DateOnly day)
    {
        if (!view.TryGetProperty("homes", out var homes) || homes.ValueKind != JsonValueKind.Array)
        {
            yield break;
        }

        var district = Text(view, "districtCode");
        double? fence = view.TryGetProperty("fenceRadius", out var own) && own.ValueKind == JsonValueKind.Number ? own.GetDouble() : null;
        foreach (var home in homes.EnumerateArray())
        {
            if (!(Day(home, "from") > day) && !(Day(home, "to") < day) && PointOf(home) is { } point)
            {
                yield return new(person, point, district, fence, home.TryGetProperty("away", out var away) && away.ValueKind == JsonValueKind.True);
            }
        }
    }

    private static GeoPoint? PointOf(JsonElement home) => home.TryGetProperty("position", out var p) && p.ValueKind == JsonValueKind.Object
        ? new GeoPoint(p.GetProperty("lat").GetDouble(), p.GetProperty("lon").GetDouble()) : null;

    private static DateOnly? Day(JsonElement json, string name) =>
        DateOnly.TryParseExact(Text(json, name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
