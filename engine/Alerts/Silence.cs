using System.Text.Json;
using System.Text.Json.Serialization;

namespace LtcActors.Engine.Alerts;

[JsonConverter(typeof(JsonStringEnumConverter<SilenceStatus>))]
public enum SilenceStatus
{
    [JsonStringEnumMemberName("active")] Active,

    /// <summary>An officer ended it before its last day was over.</summary>
    [JsonStringEnumMemberName("ended")] Ended,

    /// <summary>Its last day is over.</summary>
    [JsonStringEnumMemberName("expired")] Expired,
}

/// <summary>Whom a silence is about, by what an alert calls him: stored names, never changed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SilenceSubject>))]
public enum SilenceSubject
{
    [JsonStringEnumMemberName("person")] Person,
    [JsonStringEnumMemberName("caregiver")] Caregiver,
    [JsonStringEnumMemberName("institution")] Institution,
    [JsonStringEnumMemberName("device")] Device,
}

/// <summary>One rule silenced for one subject: what a decision in the journal holds, after the silence began or ended.</summary>
/// <param name="Id"><c>silence-</c> and its number in the register, from 1.</param>
/// <param name="Seq">Place in the journal of this change.</param>
/// <param name="Severity">Of the alert it was made from: what is graver is not silenced.</param>
/// <param name="AlertId">The alert from inside which it was made.</param>
/// <param name="At">When it began.</param>
/// <param name="Until">Its last day, Asia/Shanghai.</param>
/// <param name="EndedBy">The officer; <c>system</c> where it expired.</param>
/// <param name="Note">Why it was ended before its time.</param>
public sealed record Silence(
    string Id, long Seq, string Rule, SilenceSubject SubjectKind, string SubjectId, string Severity, string AlertId, string Reason, string By,
    DateTimeOffset At, DateOnly Until, SilenceStatus Status, DateTimeOffset? EndedAt, string? EndedBy, string? Note)
{
    /// <summary>Longest silence, in days, its first and last counted.</summary>
    public const int MaxDays = 180;

    /// <summary>
    /// Rules that stop a benefit by law: death, in-patient stay, assessment expired, failed or below the level. Nobody may look away
    /// from these, whatever the reason.
    /// </summary>
    public static IReadOnlySet<string> NeverOf { get; } =
        new HashSet<string>(StringComparer.Ordinal) { "ELG-01", "ELG-02", "ELG-04", "ELG-06", "ELG-07" };

    /// <summary>The instant at which its last day is over.</summary>
    [JsonIgnore]
    public DateTimeOffset End => Domain.Calendars.Shanghai.StartOf(Until.AddDays(1));

    /// <summary>Whether an alert, as far as rule, subject and severity go, is one of those it silences.</summary>
    public bool Covers(AlertRecord alert) =>
        Rule == alert.Rule && SubjectId == IdIn(alert, SubjectKind) && string.CompareOrdinal(alert.Severity, Severity) >= 0;

    public static string? IdIn(AlertRecord alert, SilenceSubject kind) => kind switch
    {
        SilenceSubject.Person => alert.PersonId,
        SilenceSubject.Caregiver => alert.CaregiverId,
        SilenceSubject.Institution => alert.InstitutionId,
        SilenceSubject.Device => alert.DeviceId,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such subject."),
    };

    internal byte[] Json() => JsonSerializer.SerializeToUtf8Bytes(this, AlertJson.Readable.Silence);

    internal static Silence Read(ReadOnlySpan<byte> json, long seq) => JsonSerializer.Deserialize(json, AlertJson.Readable.Silence)! with { Seq = seq };
}
