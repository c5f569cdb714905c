using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LtcActors.Domain.Actors;

namespace LtcActors.Domain.Rules;

/// <summary>P1 stop or hold at once · P2 hold and review · P3 queue · P4 hint. Stored as a number.</summary>
public enum Severity : byte { P1 = 1, P2 = 2, P3 = 3, P4 = 4 }

/// <param name="Note">What this fact contributes, a short stable code: <c>check-in</c>, <c>died</c>, <c>admitted</c> …</param>
public readonly record struct Evidence(FactRef Fact, string Note);

/// <summary>A figure compared: what was found, and the limit it was held against.</summary>
/// <param name="Name">camelCase, without the unit.</param>
/// <param name="Text">The value, when it is not a number.</param>
/// <param name="Unit"><c>m</c>, <c>min</c>, <c>h</c>, <c>d</c>, <c>km/h</c>, <c>persons</c> …</param>
/// <param name="Basis">Where the limit stands: <c>source:article</c>, or <c>proposed</c>.</param>
public readonly record struct Figure(string Name, double? Number, string? Text, string? Unit, double? Limit, string? Basis)
{
    /// <param name="number">Rounded to three decimals, so that equal facts give equal text.</param>
    public static Figure Of(string name, double number, string? unit = null) => new(name, Round(number), null, unit, null, null);

    public static Figure Of(string name, string text) => new(name, null, text, null, null, null);

    public static Figure Against(string name, double number, Policies.Limit limit) =>
        new(name, Round(number), null, limit.Unit, limit.Value, limit.Basis);

    private static double Round(double number) => Math.Round(number, 3, MidpointRounding.AwayFromZero);
}

/// <summary>
/// What a rule says of a subject, with all that it rests on. Its id comes from rule, subject and anchor alone: found again on more
/// facts it is the same finding, changed.
/// </summary>
/// <param name="Anchor">What makes it this finding and no other: the cause, the visit, the day. Made of the world's facts, never of places in the journal.</param>
/// <param name="OccurredAt">The world's time of it.</param>
/// <param name="EndedAt">A breach that is over: when it ended. None: it stands.</param>
public sealed record Finding(
    Rule Rule, ActorId Subject, string Anchor, Severity Severity, DateTimeOffset OccurredAt, DateTimeOffset? EndedAt, bool DecidedLate,
    string? PersonId, string? CaregiverId, string? InstitutionId, string? DeviceId, string? DistrictCode,
    ImmutableArray<string> VisitIds, ImmutableArray<Evidence> Evidence, ImmutableArray<Figure> Figures)
{
    /// <summary>At most this many pieces of evidence, and visit ids, are kept; a figure counts all.</summary>
    public const int MaxEvidence = 100;

    public string Id { get; } = IdOf(Rule, Subject, Anchor);

    /// <summary>Whether nothing a reader could see differs. Places in the journal count: they are how the evidence is found.</summary>
    public bool Same(Finding other) =>
        Id == other.Id && Rule.Version == other.Rule.Version && Severity == other.Severity && OccurredAt == other.OccurredAt
        && EndedAt == other.EndedAt && DecidedLate == other.DecidedLate && PersonId == other.PersonId
        && CaregiverId == other.CaregiverId && InstitutionId == other.InstitutionId && DeviceId == other.DeviceId
        && DistrictCode == other.DistrictCode && VisitIds.AsSpan().SequenceEqual(other.VisitIds.AsSpan())
        && Evidence.AsSpan().SequenceEqual(other.Evidence.AsSpan()) && Figures.AsSpan().SequenceEqual(other.Figures.AsSpan());

    /// <summary>The id of whatever a rule says of a subject.</summary>
    public static string IdOf(Rule rule, ActorId subject, string anchor)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{rule.Id}\n{(byte)subject.Kind}\n{subject.Id}\n{anchor}");
        return $"{rule.Id}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 10))}";
    }
}
