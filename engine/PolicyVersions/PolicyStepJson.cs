using System.Text.Json;
using System.Text.Json.Serialization;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;

namespace LtcActors.Engine.PolicyVersions;

/// <summary>A step as the journal has it. Its names are stored names: they are written here, and never change.</summary>
internal sealed record PolicyStepJson(
    string Id, string Step, string By, DateTimeOffset At, string? Title, IReadOnlyList<PolicyValueJson>? Values, DateOnly? From, string? Note)
{
    public static byte[] Write(PolicyStep step) => JsonSerializer.SerializeToUtf8Bytes(Of(step), PolicyJsonContext.Readable.PolicyStepJson);

    /// <exception cref="InvalidDataException">A step that this program does not know: a later one wrote it.</exception>
    public static PolicyStep Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, PolicyJsonContext.Readable.PolicyStepJson)!.ToStep();

    public static PolicyStepJson Of(PolicyStep step)
    {
        PolicyStepJson Said(string word, string? title = null, IReadOnlyList<PolicyValue>? values = null, DateOnly? from = null, string? note = null) =>
            new(step.Id, word, step.By, step.At, title, values?.Select(PolicyValueJson.Of).ToArray(), from, note);
        return step.Fact switch
        {
            PolicyFact.Drafted f => Said("drafted", f.Title, f.Values),
            PolicyFact.Revised f => Said("revised", f.Title, f.Values),
            PolicyFact.Approved f => Said("approved", note: f.Note),
            PolicyFact.Rejected f => Said("rejected", note: f.Note),
            PolicyFact.Published f => Said("published", from: f.From),
            PolicyFact.Withdrawn f => Said("withdrawn", note: f.Note),
            PolicyFact.Shadowed f => Said("shadowed", from: f.From),
            PolicyFact.Unshadowed => Said("unshadowed"),
            _ => throw new ArgumentOutOfRangeException(nameof(step), step.Fact, "A step without a name."),
        };
    }

    private PolicyStep ToStep() => new(Id, Step switch
    {
        "drafted" => new PolicyFact.Drafted(Title!, ReadValues()),
        "revised" => new PolicyFact.Revised(Title!, ReadValues()),
        "approved" => new PolicyFact.Approved(Note),
        "rejected" => new PolicyFact.Rejected(Note!),
        "published" => new PolicyFact.Published(From!.Value),
        "withdrawn" => new PolicyFact.Withdrawn(Note!),
        "shadowed" => new PolicyFact.Shadowed(From!.Value),
        "unshadowed" => new PolicyFact.Unshadowed(),
        _ => throw new InvalidDataException($"The journal has a policy step \"{Step}\", which this program does not know."),
    }, By, At);

    private PolicyValue[] ReadValues() => [.. Values!.Select(v => v.ToValue())];
}

internal sealed record PolicyCitationJson(string Source, string Article);

internal sealed record PolicyValueJson(string Region, string Key, double Value, string Unit, PolicyCitationJson? Citation, string? Proposed)
{
    public static PolicyValueJson Of(PolicyValue v) =>
        new(v.Region, v.Key, v.Value, v.Unit, v.Citation is { } c ? new(c.Source, c.Article) : null, v.Proposed);

    public PolicyValue ToValue() => new(Region, Key, Value, Unit, Citation is { } c ? new Citation(c.Source, c.Article) : null, Proposed);
}

/// <summary>A step and its place, in a checkpoint.</summary>
internal sealed record PlacedStepJson(long Seq, PolicyStepJson Step);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PolicyStepJson))]
[JsonSerializable(typeof(List<PlacedStepJson>))]
internal sealed partial class PolicyJsonContext : JsonSerializerContext
{
    /// <summary>The context to use: it leaves Chinese readable.</summary>
    public static PolicyJsonContext Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
