using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using LtcActors.Engine.Alerts;

namespace LtcActors.Engine.RuleCases;

/// <summary>A finding as a case expects it. Whom it names, how grave it is and its instants must be equal; of figures, visits, law and rules those that are told.</summary>
/// <param name="EndedAt">A breach that is over.</param>
/// <param name="Figures">As an officer reads them: <c>25 h (limit 24)</c>.</param>
/// <param name="Citations">What law it cites, all of it, in its order: <c>jiaxing-2019-supervision 13</c>.</param>
/// <param name="Rules">Of a suspicion: what each rule added to its score, in their order: <c>GEO-03 0.6</c>.</param>
public sealed record CaseFinding(
    string Severity, string OccurredAt, bool DecidedLate = false, string? EndedAt = null, string? Person = null, string? Caregiver = null,
    string? Institution = null, string? Device = null, IReadOnlyDictionary<string, string>? Figures = null, IReadOnlyList<string>? Visits = null,
    IReadOnlyList<string>? Rules = null, IReadOnlyList<string>? Citations = null)
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>All that there is to say of an alert, as a case would.</summary>
    public static CaseFinding Of(AlertRecord alert) => new(
        alert.Severity, CaseTime.Text(alert.OccurredAt), alert.DecidedLate, alert.EndedAt is { } ended ? CaseTime.Text(ended) : null,
        alert.PersonId, alert.CaregiverId, alert.InstitutionId, alert.DeviceId,
        alert.Figures.ToDictionary(f => f.Key, f => Text(f.Value), StringComparer.Ordinal), alert.VisitIds,
        alert.Contributions?.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Rule} {c.Added:0.###}")).ToList(),
        [.. alert.Citations.Select(static c => $"{c.Source} {c.Article}")]);

    /// <summary>Whether a finding is as this one expects it.</summary>
    public bool Accepts(CaseFinding got) =>
        this with { Figures = null, Visits = null, Rules = null, Citations = null }
            == got with { Figures = null, Visits = null, Rules = null, Citations = null }
        && (Citations is null || Citations.SequenceEqual(got.Citations!))
        && (Figures ?? new Dictionary<string, string>()).All(f => got.Figures!.TryGetValue(f.Key, out var value) && value == f.Value)
        && (Visits is null || Visits.SequenceEqual(got.Visits!)) && (Rules is null || Rules.SequenceEqual(got.Rules ?? []));

    /// <summary>Whom it names, with what he is.</summary>
    [JsonIgnore]
    public IEnumerable<(string What, string Id)> Named => new (string What, string? Id)[]
    {
        ("person", Person), ("caregiver", Caregiver), ("institution", Institution), ("device", Device),
    }.Where(n => n.Id is not null).Select(n => (n.What, n.Id!));

    /// <summary>As it stands in a case file.</summary>
    public override string ToString() => JsonSerializer.Serialize(this, Readable);

    private static string Text(AlertFigure figure) => string.Create(
        CultureInfo.InvariantCulture,
        $"{figure.Text ?? figure.Number?.ToString("0.###", CultureInfo.InvariantCulture)}{(figure.Unit is null ? "" : " " + figure.Unit)}{(figure.Limit is { } limit ? $" (limit {limit:0.###})" : "")}");
}
