using System.Text.Json;
using LtcActors.Domain.Geo;

namespace LtcActors.Silo.Packets.Maps;

/// <summary>A position that an entry speaks of.</summary>
/// <param name="Entry">Number of the entry in its packet, from 1.</param>
/// <param name="Accuracy">Metres; none: not told.</param>
internal readonly record struct MapFix(int Entry, GeoPoint Point, double? Accuracy, bool IsTrack);

/// <summary>What a packet's map shows, in WGS-84: the home with its fence, and the positions of the entries.</summary>
internal sealed record MapScene(GeoPoint? Home, double FenceMetres, IReadOnlyList<MapFix> Fixes)
{
    /// <summary>Points of a track beyond these are left out of the picture, not of the packet.</summary>
    public const int MaxFixes = 2_000;

    /// <returns>Null where no entry has a position: there is nothing to show.</returns>
    public static MapScene? Of(IReadOnlyList<PacketEntry> entries, GeoPoint? home, double fenceMetres)
    {
        var fixes = entries.SelectMany((e, i) => FixesOf(e.Event, i + 1)).Take(MaxFixes).ToList();
        return fixes.Count == 0 ? null : new(home, fenceMetres, fixes);
    }

    private static IEnumerable<MapFix> FixesOf(JsonElement stored, int entry)
    {
        if (stored.ValueKind != JsonValueKind.Object || !stored.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        if (data.TryGetProperty("position", out var position) && Read(position, entry, isTrack: false) is { } fix)
        {
            yield return fix;
        }

        if (data.TryGetProperty("points", out var points) && points.ValueKind == JsonValueKind.Array)
        {
            foreach (var point in points.EnumerateArray())
            {
                if (Read(point, entry, isTrack: true) is { } tracked)
                {
                    yield return tracked;
                }
            }
        }
    }

    private static MapFix? Read(JsonElement json, int entry, bool isTrack) =>
        json.ValueKind == JsonValueKind.Object && Number(json, "lat") is { } lat && Number(json, "lon") is { } lon
            ? new MapFix(entry, new(lat, lon), Number(json, "accuracy"), isTrack) : null;

    private static double? Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
