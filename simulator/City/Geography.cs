namespace LtcActors.Simulator;

/// <summary>WGS-84 degrees.</summary>
public readonly record struct Position(double Lat, double Lon)
{
    private const double EarthRadiusMetres = 6_371_008.8;
    private const double MetresPerDegree = EarthRadiusMetres * Math.PI / 180;

    /// <summary>Great-circle distance in metres.</summary>
    public double DistanceTo(Position other)
    {
        double phi1 = double.DegreesToRadians(Lat), phi2 = double.DegreesToRadians(other.Lat);
        var dLat = Math.Sin((phi2 - phi1) / 2);
        var dLon = Math.Sin(double.DegreesToRadians(other.Lon - Lon) / 2);
        var h = dLat * dLat + Math.Cos(phi1) * Math.Cos(phi2) * dLon * dLon;
        return 2 * EarthRadiusMetres * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }

    /// <summary>Rounded to 0.1 m, as devices report.</summary>
    public Position Move(double metres, double bearingRadians) => new(
        Math.Round(Lat + metres * Math.Cos(bearingRadians) / MetresPerDegree, 6),
        Math.Round(Lon + metres * Math.Sin(bearingRadians) / (MetresPerDegree * Math.Cos(double.DegreesToRadians(Lat))), 6));

    public Position Towards(Position other, double share) =>
        new(Math.Round(Lat + (other.Lat - Lat) * share, 6), Math.Round(Lon + (other.Lon - Lon) * share, 6));
}

public sealed record District(string Code, string Name, Position Centre)
{
    public static IReadOnlyList<District> All { get; } =
    [
        new("120101", "和平", new(39.118, 117.196)), new("120103", "河西", new(39.095, 117.223)),
        new("120104", "南开", new(39.128, 117.140)), new("120105", "河北", new(39.158, 117.207)),
        new("120110", "东丽", new(39.087, 117.334)), new("120111", "西青", new(39.141, 117.009)),
        new("120112", "津南", new(38.957, 117.357)), new("120116", "滨海", new(39.013, 117.691)),
        new("330402", "南湖", new(30.728, 120.794)), new("330411", "秀洲", new(30.785, 120.690)),
        new("330482", "平湖", new(30.676, 121.016)), new("330483", "桐乡", new(30.630, 120.565)),
    ];
}

/// <summary>
/// Hands out addresses at least <see cref="ApartMetres"/> from one another, so that "the same address" is never an accident.
/// </summary>
public sealed class AddressBook(Rng rng)
{
    public const double ApartMetres = 260;
    private const double CellDegrees = 0.004; // more than ApartMetres in both directions at these latitudes

    private readonly Dictionary<(int, int), List<Position>> _taken = [];

    public Position Near(Position centre, double leastMetres, double mostMetres)
    {
        for (var attempt = 0; ; attempt++)
        {
            // When the neighbourhood is full, look further out instead of giving up.
            var reach = mostMetres * (1 + attempt / 40);
            var metres = Math.Sqrt(rng.Between(leastMetres * leastMetres, reach * reach));
            var candidate = centre.Move(metres, rng.Between(0, 2 * Math.PI));
            if (IsFree(candidate))
            {
                Take(candidate);
                return candidate;
            }
        }
    }

    /// <summary>An exact distance from a place, whatever stands there already: only for homes of planted stories.</summary>
    public Position At(Position from, double metres)
    {
        for (var attempt = 0; ; attempt++)
        {
            var candidate = from.Move(metres, rng.Between(0, 2 * Math.PI));
            if (attempt > 200 || IsFree(candidate))
            {
                Take(candidate);
                return candidate;
            }
        }
    }

    private bool IsFree(Position at)
    {
        var (x, y) = Cell(at);
        for (var dx = -1; dx <= 1; dx++)
        {
            for (var dy = -1; dy <= 1; dy++)
            {
                if (_taken.TryGetValue((x + dx, y + dy), out var near) && near.Exists(p => p.DistanceTo(at) < ApartMetres))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private void Take(Position at)
    {
        var cell = Cell(at);
        if (!_taken.TryGetValue(cell, out var list))
        {
            _taken[cell] = list = [];
        }

        list.Add(at);
    }

    private static (int, int) Cell(Position at) => ((int)Math.Floor(at.Lat / CellDegrees), (int)Math.Floor(at.Lon / CellDegrees));
}
