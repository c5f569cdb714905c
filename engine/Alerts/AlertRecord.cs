using System.Text.Json;
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

    /// <summary>It stands, and wants nobody: an officer has silenced its rule for one of its subjects.</summary>
    [JsonStringEnumMemberName("silenced")] Silenced,
}

public sealed record BilingualText(string Zh, string En);

/// <param name="Text">The quoted clause; filled in from <c>policies/</c> when read, not stored with each change.</param>
public sealed record AlertCitation(string Source, string Article, string Status, string? Text);

public sealed record AlertEvidence(long Seq, string Source, string Id, string Note, DateTimeOffset OccurredAt);

/// <summary>Written as <c>{"value":431.2,"unit":"m","limit":150,"basis":"proposed"}</c>; the value is a number or a text.</summary>
[JsonConverter(typeof(AlertFigureConverter))]
public sealed record AlertFigure(double? Number, string? Text, string? Unit, double? Limit, string? Basis);

/// <summary>An alert after one of its changes: what the contract calls an alert, and what a decision in the journal holds.</summary>
/// <param name="Seq">Place in the journal of this change.</param>
/// <param name="Action">What changed it: <c>raised</c>, <c>changed</c>, <c>ended</c>, <c>withdrawn</c>, <c>reinstated</c>, <c>silence-expired</c>, or the officer's <c>acknowledge</c>, <c>assign</c>, <c>investigate</c>, <c>release</c>, <c>resolve</c>, <c>dismiss</c>, <c>reopen</c>, <c>undo</c>, <c>silence</c>, <c>silence-ended</c>.</param>
/// <param name="By">The officer; <c>system</c> for the engine.</param>
/// <param name="SilencedUntil">The last day of the silence it is under; null: under none.</param>
/// <param name="SilenceId">Of the silence it is under.</param>
/// <param name="OpenedAt">Since when it has been waiting for somebody, where that is not since it was raised: reopened, woken, or graver since.</param>
/// <param name="InvestigatingSince">Since when an officer has been looking into it; only of one that is acknowledged.</param>
/// <param name="DueAt">By when somebody should have taken it; filled in when read, like the next two. Null: no clock runs.</param>
/// <param name="DueSoonAt">From when on it is due soon.</param>
/// <param name="DueUnknownYear">The year whose calendar is missing, so that nobody can say when it is due.</param>
/// <param name="Taken">By an officer; only of one that is acknowledged, and not of those taken before this was kept.</param>
/// <param name="EscalatesAt">
/// From when on it is a matter of the supervisors; filled in when read. Of one that waits: when it is due. Of one that was taken only
/// after that: when it was. Null: it was taken in time, wants nobody any more, or no clock runs.
/// </param>
public sealed record AlertRecord(
    string Id, long Seq, string Rule, int RuleVersion, string Severity, BilingualText Title, AlertStatus Status,
    DateTimeOffset OccurredAt, DateTimeOffset RaisedAt, DateTimeOffset ChangedAt, DateTimeOffset? EndedAt, bool DecidedLate,
    string? PersonId, string? CaregiverId, string? InstitutionId, string? DeviceId, string? DistrictCode,
    IReadOnlyList<string> VisitIds, IReadOnlyList<AlertCitation> Citations, IReadOnlyList<AlertEvidence> Evidence,
    IReadOnlyDictionary<string, AlertFigure> Figures,
    string Action, string By, string? Note, string? Assignee, string? Outcome,
    DateOnly? SilencedUntil = null, string? SilenceId = null, DateTimeOffset? OpenedAt = null, DateTimeOffset? InvestigatingSince = null,
    DateTimeOffset? DueAt = null, DateTimeOffset? DueSoonAt = null, int? DueUnknownYear = null,
    AlertTaken? Taken = null, DateTimeOffset? EscalatesAt = null)
{
    /// <summary>Of a suspicion: what each rule contributes, in the order in which they first did. Null: it is no suspicion.</summary>
    public IReadOnlyList<AlertContribution>? Contributions { get; init; }
}

/// <summary>An officer took the alert.</summary>
/// <param name="Severity">How grave it was then: what is found later moves no clock that has been stopped.</param>
public sealed record AlertTaken(DateTimeOffset At, string Severity);

public sealed class AlertFigureConverter : JsonConverter<AlertFigure>
{
    public override AlertFigure Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        var value = root.GetProperty("value");
        return new(
            value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null,
            value.ValueKind == JsonValueKind.String ? value.GetString() : null,
            Optional(root, "unit"),
            root.TryGetProperty("limit", out var limit) ? limit.GetDouble() : null,
            Optional(root, "basis"));
    }

    public override void Write(Utf8JsonWriter writer, AlertFigure value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        if (value.Number is { } number)
        {
            writer.WriteNumber("value", number);
        }
        else
        {
            writer.WriteString("value", value.Text);
        }

        if (value.Unit is not null)
        {
            writer.WriteString("unit", value.Unit);
        }

        if (value.Limit is { } limit)
        {
            writer.WriteNumber("limit", limit);
        }

        if (value.Basis is not null)
        {
            writer.WriteString("basis", value.Basis);
        }

        writer.WriteEndObject();
    }

    private static string? Optional(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;
}

/// <summary>Alerts as JSON: camelCase, nothing that is null, Chinese as it is.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AlertRecord))]
[JsonSerializable(typeof(Silence))]
[JsonSerializable(typeof(List<Silence>))]
public sealed partial class AlertJson : JsonSerializerContext
{
    /// <summary>The context to use: it leaves Chinese readable.</summary>
    public static AlertJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>
    /// As it is journaled: without the texts of the law and the clocks, which follow from <c>policies/</c>, and without a place, which
    /// it has yet to get.
    /// </summary>
    public static byte[] Journaled(AlertRecord record) => JsonSerializer.SerializeToUtf8Bytes(
        record with
        {
            Seq = 0, DueAt = null, DueSoonAt = null, DueUnknownYear = null, EscalatesAt = null,
            Citations = [.. record.Citations.Select(c => c with { Text = null })],
        }, Readable.AlertRecord);
}
