namespace LtcActors.Domain.Geo;

/// <summary>A place in WGS-84 degrees.</summary>
public readonly record struct GeoPoint(double Lat, double Lon)
{
    private const double EarthRadiusMetres = 6_371_008.8;
    private const double Radians = Math.PI / 180;

    /// <summary>Great-circle distance on the mean sphere, in metres; off the ellipsoid by 0.3 % at most.</summary>
    public double MetresTo(GeoPoint other)
    {
        var dLat = (other.Lat - Lat) * Radians;
        var dLon = (other.Lon - Lon) * Radians;
        var sinLat = Math.Sin(dLat / 2);
        var sinLon = Math.Sin(dLon / 2);
        var h = (sinLat * sinLat) + (Math.Cos(Lat * Radians) * Math.Cos(other.Lat * Radians) * sinLon * sinLon);
        return 2 * EarthRadiusMetres * Math.Asin(Math.Sqrt(Math.Min(1, h)));
    }
}

/// <summary>A place as a device measured it.</summary>
/// <param name="Accuracy">Radius of the 68 % circle in metres; none: not told.</param>
/// <param name="Mock">The device says that the position was made up by an app.</param>
public sealed record GeoFix(GeoPoint Point, double? Accuracy, bool Mock);

/// <summary>A fix with its own time.</summary>
public readonly record struct TrackPoint(DateTimeOffset Time, GeoPoint Point, double? Accuracy, bool Mock);
