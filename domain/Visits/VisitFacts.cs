using System.Collections.Immutable;
using LtcActors.Domain.Geo;

namespace LtcActors.Domain;

public enum Channel { Mobile, Beacon, Phone, Manual }

public enum PlanPlace { Home, Community }

/// <summary>What lets a device's owner, or somebody else, tell the app what it shall report. Stored as a number.</summary>
[Flags]
public enum DeviceFlags : byte { None = 0, Rooted = 1, Debugged = 2 }

public enum AuditResult { Pass, Fail, NoAnswer, Impostor }

/// <param name="Score">0 to 1.</param>
public sealed record FaceCheck(double Score, bool Live);

public sealed record BeaconSighting(string BeaconId, bool Tampered);

/// <param name="Minutes">0 to 1440.</param>
public sealed record ServiceDone(string Code, int Minutes);

/// <param name="Staff">Caregivers the item calls for, 1 to 10.</param>
public sealed record PlanItem(
    string ItemId, string? CaregiverId, DateTimeOffset Start, DateTimeOffset End, ImmutableArray<string> Services, PlanPlace Place, int? Staff);

public abstract partial record Fact
{
    public sealed record PlanFiled(
        string PersonId, string PlanId, string InstitutionId, DateOnly From, DateOnly To, ImmutableArray<PlanItem> Items) : Fact;

    /// <summary>An approved change of a filed plan.</summary>
    /// <param name="Items">Items added, or in place of those with the same id.</param>
    /// <param name="Cancelled">Ids of items that fall away.</param>
    public sealed record PlanChanged(
        string PersonId, string PlanId, ImmutableArray<PlanItem> Items, ImmutableArray<string> Cancelled, string? Reason) : Fact;

    public sealed record VisitReassigned(string PersonId, string ItemId, string FromCaregiverId, string ToCaregiverId) : Fact;

    /// <summary>One end of a visit.</summary>
    /// <param name="IsCheckIn">The beginning, else the end.</param>
    /// <param name="LocationOff">The phone says that its positioning is switched off.</param>
    /// <param name="UploadedAt">When the sender's platform had it from the device.</param>
    /// <param name="SignerId">Who signed.</param>
    /// <param name="SignedByProxy">The register knows the signer as a representative of the person.</param>
    /// <param name="Device">What the app says of the device that it runs on.</param>
    public sealed record VisitChecked(
        bool IsCheckIn, string PersonId, string VisitId, string CaregiverId, string? InstitutionId, string? ItemId, GeoFix? Position,
        bool LocationOff, string? DeviceId, Channel Channel, string? ReasonCode, FaceCheck? Face, FaceCheck? PersonFace,
        string? PhotoHash, ImmutableArray<BeaconSighting> Beacons, ImmutableArray<ServiceDone> Services, string? SignatureHash,
        DateTimeOffset? UploadedAt = null, string? SignerId = null, bool SignedByProxy = false,
        DeviceFlags Device = DeviceFlags.None) : Fact;

    public sealed record VisitTracked(
        string PersonId, string VisitId, string CaregiverId, ImmutableArray<TrackPoint> Points, string? DeviceId,
        DeviceFlags Device = DeviceFlags.None) : Fact;

    public sealed record VisitAudited(string PersonId, string VisitId, AuditResult Result, string? Auditor) : Fact;
}
