using LtcActors.Domain.Actors;
using LtcActors.Silo.Access;
using LtcActors.Silo.PolicyVersions;

namespace LtcActors.Silo.Investigation;

/// <summary>
/// A home as a caller may see it: exact, with the reach of its fence (its own radius, or its region's on that day by the policies that
/// are live), or masked as on its person's page.
/// </summary>
internal sealed class HomeShowing(PersonalData personal, PoliciesInForce inForce)
{
    public Func<HomePlace, ShownHome> On(HttpContext context, DateOnly day)
    {
        var policies = inForce.Book;
        return home => personal.ShowingOf(context, ActorId.Person(home.PersonId)).IsMasked
            ? new(home.PersonId, Masking.Degrees(home.Point.Lat), Masking.Degrees(home.Point.Lon), null, Away(home), true)
            : new(home.PersonId, home.Point.Lat, home.Point.Lon, home.FenceRadius ?? policies.For(home.DistrictCode, day).Fence.Value, Away(home), null);
    }

    private static bool? Away(HomePlace home) => home.Away ? true : null;
}

/// <param name="Radius">Of its fence, in metres; a masked home has none.</param>
/// <param name="Away">A home for a time, beside the usual one.</param>
/// <param name="Masked">It lies within about a kilometre.</param>
internal sealed record ShownHome(string PersonId, double Lat, double Lon, double? Radius, bool? Away, bool? Masked);
