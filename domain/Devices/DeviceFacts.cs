namespace LtcActors.Domain;

public abstract partial record Fact
{
    /// <param name="Shared">A station tablet that serves several caregivers.</param>
    public sealed record DeviceRegistered(string DeviceId, bool Shared, string? InstitutionId, string? CaregiverId) : Fact;
}
