using LtcActors.Domain.Calendars;
using LtcActors.Domain.Geo;

namespace LtcActors.Domain;

public enum CareMode { Home, Institution }

public enum ServicePackage { Full, Family, Professional }

public enum StayKind { Inpatient, Emergency, Day }

public enum WelfareKind { Abuse, Neglect, Abandonment, Other }

public abstract partial record Fact
{
    /// <param name="FenceRadius">Metres around the home, 1 to 5000; none: the region's.</param>
    public sealed record PersonRegistered(
        string PersonId, string Name, DateOnly BirthDate, string DistrictCode, GeoPoint Home, double? FenceRadius, string? IdNumber) : Fact;

    /// <param name="Until">Last day at this address; none: for good.</param>
    public sealed record PersonMoved(string PersonId, GeoPoint Home, DateOnly From, DateOnly? Until) : Fact;

    /// <param name="Level">Disability level, 0 to 5; 3 and more is entitled.</param>
    /// <param name="ValidUntil">Last day of validity.</param>
    public sealed record PersonAssessed(string PersonId, int Level, DateOnly ConcludedOn, DateOnly ValidUntil) : Fact;

    /// <summary>State review, 状态复核.</summary>
    public sealed record PersonReviewed(string PersonId, bool Eligible, DateOnly ConcludedOn) : Fact;

    /// <param name="CaregiverId">The caregiver assigned, for home care.</param>
    public sealed record PersonArranged(
        string PersonId, CareMode Mode, string InstitutionId, DateOnly From, ServicePackage? Package, string? CaregiverId) : Fact;

    /// <param name="Month">First day of the month confirmed.</param>
    public sealed record PersonConfirmed(string PersonId, DateOnly Month, string InstitutionId) : Fact;

    public sealed record PersonHospitalised(
        string PersonId, DateTimeOffset AdmittedAt, StayKind Kind, string? Hospital, string? StayId) : Fact;

    public sealed record PersonDischarged(string PersonId, DateTimeOffset DischargedAt, string? StayId) : Fact;

    /// <summary>Overnight leave from an institution; both days included.</summary>
    public sealed record PersonAway(string PersonId, DateOnly From, DateOnly To) : Fact;

    /// <summary>A new disability assessment is applied for.</summary>
    public sealed record AssessmentApplied(string PersonId, DateOnly On, string? ApplicationId) : Fact;

    /// <summary>The register knows the caregiver as a relative of the person.</summary>
    public sealed record KinshipRecorded(string PersonId, string CaregiverId, string Relation) : Fact;

    /// <param name="CaregiverId">Whom the report is about, where it says.</param>
    public sealed record WelfareReported(string PersonId, string ReportId, WelfareKind Kind, string? CaregiverId, string? Remark) : Fact;

    /// <summary>Somebody of the agency saw the person.</summary>
    /// <param name="ReportId">The report it follows; none: any that is open.</param>
    public sealed record WelfareVisited(string PersonId, DateTimeOffset VisitedAt, string? ReportId) : Fact;

    /// <param name="Score">Quality of life as the agency scores it, 0 to 100; more is better.</param>
    public sealed record QualityScored(string PersonId, double Score, DateOnly On) : Fact;

    /// <summary>A beacon is fixed in the person's home.</summary>
    /// <param name="Until">Last day there; none: until it is installed elsewhere.</param>
    public sealed record BeaconInstalled(string PersonId, string BeaconId, DateOnly From, DateOnly? Until) : Fact;

    /// <param name="DiedAt">An instant, or a date: then death counts from the end of that day.</param>
    public sealed record PersonDied(string PersonId, Moment DiedAt) : Fact;
}
