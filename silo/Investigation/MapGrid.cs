using LtcActors.Domain.Geo;

namespace LtcActors.Silo.Investigation;

/// <param name="West">Degrees, WGS-84; smaller than <paramref name="East"/>.</param>
internal sealed record MapBox(double West, double South, double East, double North)
{
    public bool Contains(GeoPoint p) => p.Lon >= West && p.Lon <= East && p.Lat >= South && p.Lat <= North;
}

/// <summary>One thing on the map. What does not apply is absent.</summary>
/// <param name="Layer"><c>homes</c>, <c>institutions</c>, <c>check-ins</c> or <c>alerts</c>.</param>
/// <param name="Accuracy">Of a measured position, in metres.</param>
/// <param name="Radius">Of a home's fence, in metres: its own, or the region's; not shown of a masked home.</param>
/// <param name="Masked">The home lies within about a kilometre.</param>
internal sealed record MapItem(
    string Layer, string Id, double Lat, double Lon, string? DistrictCode = null, string? Name = null, double? Accuracy = null,
    double? Radius = null, bool? Away = null, string? PersonId = null, string? CaregiverId = null, string? VisitId = null, string? End = null,
    DateTimeOffset? At = null, long? Seq = null, bool? Mock = null, string? Rule = null, string? Severity = null, bool? Masked = null);

/// <summary>Several things of one layer that lie close together.</summary>
/// <param name="Lat">The middle of them.</param>
/// <param name="Box">West, south, east, north of them.</param>
/// <param name="Ids">Of some of them.</param>
/// <param name="Severity">The gravest among them.</param>
internal sealed record MapCluster(
    string Layer, int Count, double Lat, double Lon, double[] Box, IReadOnlyList<string> Ids, string? Severity);

/// <summary>Gathers what lies in one cell. Cells are anchored to the globe, so that clusters stand still while the map is dragged.</summary>
internal static class MapGrid
{
    /// <param name="columns">Cells across the box, about: their size is a power of two of the globe.</param>
    public static (List<MapItem> Items, List<MapCluster> Clusters) Gather(IEnumerable<MapItem> items, MapBox box, int columns, int ids)
    {
        var size = CellDegrees((box.East - box.West) / columns);
        var alone = new List<MapItem>();
        var clusters = new List<MapCluster>();
        foreach (var cell in items.GroupBy(i => (i.Layer, X: Math.Floor(i.Lon / size), Y: Math.Floor(i.Lat / size))))
        {
            var members = cell.ToList();
            if (members.Count == 1)
            {
                alone.Add(members[0]);
            }
            else
            {
                clusters.Add(ClusterOf(members, ids));
            }
        }

        return (alone, clusters);
    }

    /// <summary>The smallest 360/2^k that is not below the width asked for.</summary>
    public static double CellDegrees(double width)
    {
        var size = 360.0;
        while (size / 2 >= width && size > 1e-7)
        {
            size /= 2;
        }

        return size;
    }

    private static MapCluster ClusterOf(List<MapItem> members, int ids) => new(
        members[0].Layer, members.Count, members.Average(m => m.Lat), members.Average(m => m.Lon),
        [members.Min(m => m.Lon), members.Min(m => m.Lat), members.Max(m => m.Lon), members.Max(m => m.Lat)],
        [.. members.Take(ids).Select(m => m.Id)],
        members.Select(m => m.Severity).Where(s => s is not null).Min(StringComparer.Ordinal));
}
