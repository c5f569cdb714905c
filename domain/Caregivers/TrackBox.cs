using LtcActors.Domain.Actors;
using LtcActors.Domain.Geo;

namespace LtcActors.Domain.Caregivers;

/// <summary>
/// All that most visits need to tell of their tracked points: the corners between which they lie, and how many there are. A union:
/// the same in any order. Only where a corner is far from the home are the points themselves looked at.
/// </summary>
internal sealed class TrackBox
{
    public GeoPoint Low { get; private set; } = new(double.MaxValue, double.MaxValue);

    public GeoPoint High { get; private set; } = new(double.MinValue, double.MinValue);

    public int Count { get; private set; }

    /// <summary>UTC ticks of the earliest and the latest of them.</summary>
    public long First { get; private set; } = long.MaxValue;

    public long Last { get; private set; } = long.MinValue;

    /// <summary>All at one place, to the last bit.</summary>
    public bool IsStill => Low == High;

    public void Add(in TrackPoint point)
    {
        var (p, ticks) = (point.Point, point.Time.UtcTicks);
        Low = new(Math.Min(Low.Lat, p.Lat), Math.Min(Low.Lon, p.Lon));
        High = new(Math.Max(High.Lat, p.Lat), Math.Max(High.Lon, p.Lon));
        (First, Last) = (Math.Min(First, ticks), Math.Max(Last, ticks));
        Count++;
    }

    /// <summary>Whether all of it certainly lies so near: no point of a box of this size is farther than its corners.</summary>
    public bool IsWithin(GeoPoint home, double metres) =>
        home.MetresTo(Low) <= metres && home.MetresTo(High) <= metres
        && home.MetresTo(new(Low.Lat, High.Lon)) <= metres && home.MetresTo(new(High.Lat, Low.Lon)) <= metres;

    public static void Write(StateWriter to, TrackBox box)
    {
        to.Point(box.Low);
        to.Point(box.High);
        to.Int(box.Count);
        to.Long(box.First);
        to.Long(box.Last);
    }

    public static TrackBox Read(StateReader from) => new()
    {
        Low = from.Point(), High = from.Point(), Count = from.Int(), First = from.Long(), Last = from.Long(),
    };
}
