using LtcActors.Domain.Geo;

namespace LtcActors.Domain;

public abstract partial record Fact
{
    /// <param name="AgreementTo">Last day of the agreement.</param>
    public sealed record InstitutionDesignated(
        string InstitutionId, string Name, string DistrictCode, GeoPoint Position, bool Home, bool Residential,
        DateOnly AgreementFrom, DateOnly AgreementTo, int? Beds) : Fact;

    /// <param name="Until">Last day of the suspension; none: until resumed.</param>
    public sealed record InstitutionSuspended(string InstitutionId, DateOnly On, DateOnly? Until, string? Reason) : Fact;

    /// <param name="On">First day on which the agreement is performed again.</param>
    public sealed record InstitutionResumed(string InstitutionId, DateOnly On, string? Reason) : Fact;

    /// <param name="On">First day without agreement.</param>
    public sealed record InstitutionTerminated(string InstitutionId, DateOnly On, string? Reason) : Fact;

    /// <summary>It is ordered to put something right within a time (限期整改).</summary>
    /// <param name="Until">Last day of that time; none: not said.</param>
    public sealed record RectificationOrdered(string InstitutionId, DateOnly On, DateOnly? Until, string? OrderId, string? Reason) : Fact;

    /// <summary>What was to be put right is accepted (通过整改验收).</summary>
    public sealed record RectificationAccepted(string InstitutionId, DateOnly On, string? OrderId) : Fact;
}
