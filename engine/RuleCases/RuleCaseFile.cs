using System.Text.Json;
using System.Text.Json.Serialization;
using LtcActors.Domain.Policies;

namespace LtcActors.Engine.RuleCases;

/// <summary>What a case is there to show. Every rule has one of each but the last.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CaseKind>))]
public enum CaseKind
{
    /// <summary>The offence as it is.</summary>
    [JsonStringEnumMemberName("plain")] Plain,

    /// <summary>Exactly on the limit.</summary>
    [JsonStringEnumMemberName("boundary")] Boundary,

    /// <summary>One step from the limit, where it is judged otherwise.</summary>
    [JsonStringEnumMemberName("step")] Step,

    /// <summary>Honest, and much like the offence: silence.</summary>
    [JsonStringEnumMemberName("look-alike")] LookAlike,

    [JsonStringEnumMemberName("more")] More,
}

/// <summary>The case table of one rule, <c>cases/&lt;rule&gt;.json</c>.</summary>
/// <param name="Rule">Its id.</param>
/// <param name="About">Whom its findings name: <c>person</c>, <c>caregiver</c>, <c>institution</c>, <c>device</c>; each finding one of them at least.</param>
/// <param name="Inputs">Event types that it reads. Each is in a case or its background, and none in a case is missing.</param>
/// <param name="FalsePositives">When it is deceived, for whoever has to call.</param>
/// <param name="Tests">Files of tests that hold it besides, from tests/ on and without <c>.cs</c>; each names the rule.</param>
/// <param name="Background">Of all its cases that name none.</param>
/// <param name="Now">The instant of judging, of all its cases that name none.</param>
public sealed record RuleCaseFile(
    string Rule, IReadOnlyList<string> About, IReadOnlyList<string> Inputs, EnglishText FalsePositives, IReadOnlyList<string> Tests,
    IReadOnlyList<string> Background, string Now, IReadOnlyList<RuleCase> Cases)
{
    /// <summary>Strict: a member misspelt is refused, not passed over.</summary>
    internal static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true,
        PropertyNameCaseInsensitive = false, NumberHandling = JsonNumberHandling.Strict, ReadCommentHandling = JsonCommentHandling.Disallow,
    };

    /// <exception cref="FormatException">It is no case table.</exception>
    public static RuleCaseFile Read(string json)
    {
        try
        {
            var file = JsonSerializer.Deserialize<RuleCaseFile>(json, Options)!;
            foreach (var of in file.Cases)
            {
                _ = (of.Lines.Count, of.Findings, file.NowOf(of));
            }

            return file;
        }
        catch (JsonException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    public DateTimeOffset NowOf(RuleCase of) => CaseTime.Instant(of.Now ?? Now);

    public IReadOnlyList<string> BackgroundOf(RuleCase of) => of.Background ?? Background;
}

public sealed record EnglishText(string En);

/// <param name="Given">The facts that matter, one line each.</param>
/// <param name="Expected"><c>"silence"</c>: no finding of the rule; <c>"silence, and nothing grave"</c>: no P1 or P2 of any either; or the findings.</param>
/// <param name="Without">Facts of the background that do not hold here.</param>
/// <param name="Catalogue">Catalogues of services of the default region, as its <c>catalogue.json</c> would have them: made up for the case.</param>
public sealed record RuleCase(
    Bilingual Title, CaseKind Kind, JsonElement Given, JsonElement Expected, string? Now = null, IReadOnlyList<string>? Background = null,
    IReadOnlyList<string>? Without = null, JsonElement? Catalogue = null)
{
    public const string Silence = "silence";
    public const string NothingGrave = "silence, and nothing grave";

    [JsonIgnore]
    public IReadOnlyList<CaseLine> Lines => [.. Given.EnumerateArray().Select(CaseLine.Read)];

    /// <summary>Whether findings of other rules must be no graver than P3.</summary>
    [JsonIgnore]
    public bool IsNothingGrave => Expected.ValueKind == JsonValueKind.String && Expected.GetString() == NothingGrave;

    /// <summary>What the rule must find, and no more. Empty: silence.</summary>
    [JsonIgnore]
    public IReadOnlyList<CaseFinding> Findings => Expected switch
    {
        { ValueKind: JsonValueKind.String } => Expected.GetString() is Silence or NothingGrave
            ? [] : throw new FormatException($"\"{Expected}\" is nothing to expect."),
        _ when Expected.GetArrayLength() > 0 => Expected.Deserialize<CaseFinding[]>(RuleCaseFile.Options)!,
        _ => throw new FormatException("No finding is written as \"silence\"."),
    };
}
