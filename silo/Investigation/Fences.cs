using LtcActors.Engine.Ports;

namespace LtcActors.Silo.Investigation;

/// <summary>How far a home's fence reaches: its own radius, or its region's on that day, by the policies that are live.</summary>
internal sealed class Fences(ISupervision supervision, SiloParts parts)
{
    /// <returns>Metres, for any home.</returns>
    public Func<HomePlace, double> On(DateOnly day)
    {
        var policies = parts.Policies.With(supervision.PolicyVersions());
        return home => home.FenceRadius ?? policies.For(home.DistrictCode, day).Fence.Value;
    }
}
