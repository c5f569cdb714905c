using System.Globalization;
using System.Text.RegularExpressions;
using LtcActors.Domain.Geo;

namespace LtcActors.Silo.Investigation;

/// <summary>A place as an id, <c>39.1234:117.2012</c>: degrees to four decimals, a square of some ten metres. One entrance, seldom two.</summary>
internal static partial class Address
{
    public static string Of(GeoPoint point) =>
        string.Create(CultureInfo.InvariantCulture, $"{point.Lat:F4}:{point.Lon:F4}");

    public static bool IsAddress(string id) => Form().IsMatch(id);

    [GeneratedRegex(@"^-?\d{1,2}\.\d{4}:-?\d{1,3}\.\d{4}$")]
    private static partial Regex Form();
}
