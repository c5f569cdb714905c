using System.Text.Json;
using LtcActors.Engine.Shadowing;

namespace LtcActors.Grains.Interfaces.Wire;

/// <summary>A question to the shadow.</summary>
/// <param name="Judged">Outcomes by finding as JSON, in the order of the findings: equal where nothing was given since.</param>
/// <param name="Rules">Empty: of all rules.</param>
/// <param name="Change">Null: whatever would become of them.</param>
[GenerateSerializer, Immutable, Alias("ltc.shadow-call")]
public sealed record ShadowCall(
    [property: Id(0)] byte[] Judged, [property: Id(1)] string[] Rules, [property: Id(2)] ShadowChange? Change, [property: Id(3)] string? Id,
    [property: Id(4)] string After, [property: Id(5)] int Limit, [property: Id(6)] bool GoesOn, [property: Id(7)] bool Names)
{
    public static ShadowCall Of(ShadowQuestion question) => new(
        JsonSerializer.SerializeToUtf8Bytes(new SortedDictionary<string, string>(question.Judged.ToDictionary(), StringComparer.Ordinal)),
        [.. question.Filter.Rules], question.Filter.Change, question.Filter.Id, question.After, question.Limit, question.GoesOn, question.Names);

    /// <param name="judged">What <see cref="Judged"/> says.</param>
    public ShadowQuestion Question(IReadOnlyDictionary<string, string> judged) => new(judged, new(Rules, Change, Id), After, Limit, GoesOn, Names);
}
