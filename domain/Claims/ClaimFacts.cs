using System.Collections.Immutable;

namespace LtcActors.Domain;

/// <param name="Amount">Yuan.</param>
public sealed record ClaimLine(DateOnly Date, string? VisitId, string? ServiceCode, decimal Amount);

public abstract partial record Fact
{
    /// <param name="Month">First day of the month claimed for.</param>
    /// <param name="InstitutionId">The claimant, unless <paramref name="CaregiverId"/> is.</param>
    public sealed record ClaimSubmitted(
        string PersonId, string ClaimId, DateOnly Month, string? InstitutionId, string? CaregiverId, ServicePackage? Package,
        int? Days, decimal Amount, ImmutableArray<ClaimLine> Lines) : Fact;
}
