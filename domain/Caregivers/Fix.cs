using LtcActors.Domain.Geo;

namespace LtcActors.Domain.Caregivers;

/// <summary><c>Walk</c>: tracked outside a visit.</summary>
internal enum FixKind : byte { Track, CheckIn, CheckOut, Walk }

/// <summary>
/// A position at an instant, in 24 bytes: a caregiver has thousands a day. Places are whole 1e-7 degrees (a centimetre),
/// accuracies whole decimetres, rounded up to the caregiver's favour.
/// </summary>
internal struct Fix
{
    public const double UnitsADegree = 1e7;
    public const double DecimetresAMetre = 10;

    /// <summary>A metre for each unit of latitude; of longitude no more than that, anywhere.</summary>
    private const double MetresAUnit = 6_371_008.8 * Math.PI / 180 / UnitsADegree;

    /// <summary>What the quick bound leaves to the exact formula, so that rounding never decides.</summary>
    private const double Margin = 0.01;

    public long Ticks;
    public int Lat;
    public int Lon;
    public ushort Accuracy;
    public ushort Index;
    private int sourceAndKind;

    public Fix(long ticks, GeoPoint point, double? accuracy, int index, int source, FixKind kind)
    {
        Ticks = ticks;
        Lat = (int)Math.Round(point.Lat * UnitsADegree);
        Lon = (int)Math.Round(point.Lon * UnitsADegree);
        Accuracy = accuracy is { } a ? (ushort)Math.Clamp(Math.Ceiling((a * DecimetresAMetre) - 1e-6), 0, ushort.MaxValue) : (ushort)0;
        Index = (ushort)Math.Min(index, ushort.MaxValue);
        sourceAndKind = (source << 2) | (int)kind;
    }

    /// <summary>Place of its fact among its day's sources.</summary>
    public readonly int Source => sourceAndKind >> 2;

    public readonly FixKind Kind => (FixKind)(sourceAndKind & 3);

    public readonly GeoPoint Point => new(Lat / UnitsADegree, Lon / UnitsADegree);

    public readonly double AccuracyMetres => Accuracy / DecimetresAMetre;

    public readonly Fix From(int source) => this with { sourceAndKind = (source << 2) | (int)Kind };

    /// <summary>Whether both lie at most so many metres apart. Nearly always the flat bound says it without an angle.</summary>
    public static bool Within(in Fix a, in Fix b, double metres)
    {
        double lat = (long)a.Lat - b.Lat;
        double lon = (long)a.Lon - b.Lon;
        var bound = (metres - Margin) / MetresAUnit;
        return (bound > 0 && (lat * lat) + (lon * lon) < bound * bound) || a.Point.MetresTo(b.Point) <= metres;
    }

    /// <summary>Whether both lie at least so many metres apart.</summary>
    public static bool Apart(in Fix a, in Fix b, double metres)
    {
        double lat = (long)a.Lat - b.Lat;
        double lon = (long)a.Lon - b.Lon;
        var bound = (metres - Margin) / MetresAUnit;
        return !(bound > 0 && (lat * lat) + (lon * lon) < bound * bound) && a.Point.MetresTo(b.Point) >= metres;
    }
}

/// <summary>The fact that fixes came with; several fixes share one.</summary>
internal readonly record struct FixSource(long Seq, long Ticks, ulong Key)
{
    public FactRef Ref => new(Seq, new DateTimeOffset(Ticks, TimeSpan.Zero), Key);
}
