using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace LtcActors.Engine.Alerts;

[JsonConverter(typeof(JsonStringEnumConverter<AlertStatus>))]
public enum AlertStatus
{
    [JsonStringEnumMemberName("open")] Open,
    [JsonStringEnumMemberName("acknowledged")] Acknowledged,
    [JsonStringEnumMemberName("resolved")] Resolved,
    [JsonStringEnumMemberName("dismissed")] Dismissed,
    [JsonStringEnumMemberName("withdrawn")] Withdrawn,
}

public sealed record BilingualText(string Zh, string En);

/// <param name="Text">The quoted clause; filled in from <c>policies/</c> when read, not stored with each change.</param>
public sealed record AlertCitation(string Source, string Article, string Status, string? Text);

public sealed record AlertEvidence(long Seq, string Source, string Id, string Note, DateTimeOffset OccurredAt);

public sealed record AlertFigure(JsonNode? Value, string? Unit, double? Limit, string? Basis);

/// <summary>An alert after one of its changes: what the contract calls an alert, and what a decision in the journal holds.</summary>
/// <param name="Seq">Place in the journal of this change.</param>
/// <param name="Action">What changed it: <c>raised</c>, <c>changed</c>, <c>ended</c>, <c>withdrawn</c>, <c>reinstated</c>, or the officer's <c>acknowledge</c>, <c>assign</c>, <c>resolve</c>, <c>dismiss</c>, <c>reopen</c>.</param>
/// <param name="By">The officer; <c>system</c> for the engine.</param>
public sealed record AlertRecord(
    string Id, long Seq, string Rule, int RuleVersion, string Severity, BilingualText Title, AlertStatus Status,
    DateTimeOffset OccurredAt, DateTimeOffset RaisedAt, DateTimeOffset ChangedAt, DateTimeOffset? EndedAt, bool DecidedLate,
    string? PersonId, string? CaregiverId, string? InstitutionId, string? DeviceId, string? DistrictCode,
    IReadOnlyList<string> VisitIds, IReadOnlyList<AlertCitation> Citations, IReadOnlyList<AlertEvidence> Evidence,
    IReadOnlyDictionary<string, AlertFigure> Figures,
    string Action, string By, string? Note, string? Assignee, string? Outcome);
