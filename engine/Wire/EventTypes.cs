using LtcActors.Domain.Geo;
using LtcActors.Engine.Wire.Shapes;
using static LtcActors.Engine.Wire.Shapes.Fields;

namespace LtcActors.Engine.Wire;

/// <summary>
/// The events of the contract, each told once: parsing, JSON Schema and the documentation all read these tables. The order of
/// a table's fields is that of its factory's calls.
/// </summary>
public static partial class EventTypes
{
    private static readonly EventType[] Types = [.. Institutions, .. Caregivers, .. Persons, .. Visits, .. Others];
    private static readonly EventType[][] ByLength = Index(Types);

    /// <summary>In the contract's order.</summary>
    public static IReadOnlyList<EventType> All => Types;

    /// <returns>Null for a type that the contract does not know.</returns>
    internal static EventType? Find(string name)
    {
        if (name.Length >= ByLength.Length)
        {
            return null;
        }

        foreach (var type in ByLength[name.Length])
        {
            if (name == type.Name)
            {
                return type;
            }
        }

        return null;
    }

    private static EventType[][] Index(EventType[] types) =>
        [.. Enumerable.Range(0, types.Max(t => t.Name.Length) + 1).Select(n => types.Where(t => t.Name.Length == n).ToArray())];

    private static ObjectField Place(string name) => Nested(name, new Shape([Latitude(), Longitude()]), "WGS-84 degrees.");

    private static NumberField Latitude() => Number("lat", -90, 90);

    private static NumberField Longitude() => Number("lon", -180, 180);

    private static NumberField Accuracy(string name) => Number(name, 0, 100_000, "Radius of the 68 % circle in metres.");

    private static FlagField Mock() => Flag("mock?", "The device says that the position was made up by an app.");

    private static ArrayField<TrackPoint> Points() => List(
        "points", WireLimits.Points, new Shape([Instant("time"), Latitude(), Longitude(), Accuracy("accuracy?"), Mock()]), MakePoint);

    private static TrackPoint MakePoint(ref Slots s) => new(s.Instant(), MakePlace(ref s), s.NumberOrNull(), s.Flag());

    private static GeoPoint MakePlace(ref Slots s) => new(s.Number(), s.Number());

    /// <summary>A place that must be there.</summary>
    private static GeoPoint NestedPlace(ref Slots s)
    {
        s.Nested();
        return MakePlace(ref s);
    }
}
