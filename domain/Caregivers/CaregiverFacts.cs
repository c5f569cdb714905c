using System.Collections.Immutable;
using LtcActors.Domain.Geo;

namespace LtcActors.Domain;

public enum CaregiverKind { Professional, Family }

public enum Duty { Home, Institution, None }

public enum AbsenceKind { Leave, Inpatient, Travel, Other }

/// <summary>
/// What a caregiver is exempted from: <c>Manual</c> entries are its only ones; its identity is proved otherwise than by face; it
/// lives with the person cared for.
/// </summary>
public enum ExemptionKind { Manual, Identity, LiveIn }

public abstract partial record Fact
{
    /// <param name="Duty">Home or institution; none given: not known.</param>
    /// <param name="ContractTo">Last day of the contract.</param>
    public sealed record CaregiverRegistered(
        string CaregiverId, string Name, CaregiverKind Kind, string? InstitutionId, Duty? Duty, string? Qualification,
        DateOnly? CertifiedOn, DateOnly? ContractFrom, DateOnly? ContractTo, string? IdNumber) : Fact;

    public sealed record CaregiverTrained(string CaregiverId, string Course, DateOnly CompletedOn) : Fact;

    /// <summary>Practice in the home of an insured person; both days included.</summary>
    public sealed record CaregiverPractised(
        string CaregiverId, string PersonId, string InstitutionId, DateOnly From, DateOnly To) : Fact;

    public sealed record CaregiverReassigned(string CaregiverId, string InstitutionId, Duty Duty, DateOnly From) : Fact;

    /// <param name="To">Last day of the absence; none: until further notice.</param>
    public sealed record CaregiverAbsent(string CaregiverId, DateOnly From, DateOnly? To, AbsenceKind Kind) : Fact;

    /// <param name="On">First day on which the caregiver is no longer employed.</param>
    public sealed record CaregiverLeft(string CaregiverId, string InstitutionId, DateOnly On) : Fact;

    /// <summary>An institution says on how many days of a month a caregiver worked for it.</summary>
    /// <param name="Month">Its first day.</param>
    /// <param name="Days">0 to 31.</param>
    public sealed record CaregiverDeclared(string CaregiverId, string InstitutionId, DateOnly Month, int Days) : Fact;

    /// <param name="ValidUntil">Last day; none: for good.</param>
    public sealed record CaregiverCertified(string CaregiverId, string Occupation, DateOnly IssuedOn, DateOnly? ValidUntil) : Fact;

    /// <summary>An interview about breaches (约谈).</summary>
    public sealed record CaregiverInterviewed(string CaregiverId, DateOnly On, string? InterviewId, string? Reason) : Fact;

    /// <param name="Until">Last day; none: until further notice.</param>
    public sealed record CaregiverExempted(string CaregiverId, ExemptionKind Kind, DateOnly From, DateOnly? Until) : Fact;

    /// <summary>Positions outside a visit.</summary>
    public sealed record CaregiverTracked(string CaregiverId, ImmutableArray<TrackPoint> Points, string? DeviceId) : Fact;
}
