using System.Collections.Frozen;
using System.Collections.Immutable;

namespace LtcActors.Domain.Rules;

/// <summary>Whom a suspicion is about, by what an alert calls him.</summary>
public enum SuspicionSubject { Person, Caregiver, Institution }

/// <summary>
/// A weighted set of rules: their findings on one subject make one suspicion (docs/rules.md, Typologies). A member that no rule bears
/// yet counts from the day on which one does.
/// </summary>
/// <param name="Rule">Under which its suspicions are alerts.</param>
/// <param name="Direct">Members of which one finding is enough, whatever the score.</param>
public sealed record Typology(Rule Rule, SuspicionSubject Subject, ImmutableArray<string> Members, ImmutableArray<string> Direct);

/// <summary>The typologies in force. T6 rests on the assessment's rules alone and comes with them.</summary>
public static class Typologies
{
    private static readonly ImmutableArray<string> Keys =
        ["typ.weightP1", "typ.weightP2", "typ.weightP3", "typ.weightP4", "typ.open", "typ.urgent"];

    public static Typology T1 { get; } = Of(
        "T1", "疑似隐瞒死亡", "Suspected concealed death", SuspicionSubject.Person, ["ELG-01", "IDN-02", "IDN-03", "SUP-03", "SUP-04"], ["ELG-01"]);

    public static Typology T2 { get; } = Of(
        "T2", "疑似挂空单", "Suspected orders without visits", SuspicionSubject.Caregiver, ["GEO-03", "GEO-04", "GEO-05", "IDN-06", "COL-01"], ["COL-01"]);

    public static Typology T3 { get; } = Of(
        "T3", "疑似分身", "Suspected of being in two places", SuspicionSubject.Caregiver, ["VIS-05", "VIS-06", "VIS-08"], []);

    public static Typology T4 { get; } = Of(
        "T4", "疑似代打卡", "Suspected check-ins by somebody else", SuspicionSubject.Caregiver, ["GEO-06", "DEV-01", "VIS-12", "VIS-15"], []);

    public static Typology T5 { get; } = Of(
        "T5", "疑似虚列人员", "Suspected phantom staff", SuspicionSubject.Institution, ["STF-03", "STF-05", "STF-07", "STF-08"], ["STF-05"],
        version: 2);

    public static Typology T7 { get; } = Of(
        "T7", "疑似住院空刷", "Suspected benefits drawn in hospital", SuspicionSubject.Person, ["ELG-02", "ELG-03", "BIL-05"], ["ELG-02"]);

    public static Typology T8 { get; } = Of(
        "T8", "疑似家属串通", "Suspected collusion with relatives", SuspicionSubject.Caregiver, ["COL-02", "COL-03", "FAM-04"], []);

    public static ImmutableArray<Typology> All { get; } = [T1, T2, T3, T4, T5, T7, T8];

    private static readonly FrozenDictionary<string, ImmutableArray<Typology>> ByMember = All
        .SelectMany(t => t.Members, (t, member) => (t, member)).GroupBy(m => m.member)
        .ToFrozenDictionary(g => g.Key, g => g.Select(m => m.t).ToImmutableArray(), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Typology> ById = All.ToFrozenDictionary(t => t.Rule.Id, StringComparer.Ordinal);

    /// <summary>The typologies that a rule is a member of.</summary>
    public static ImmutableArray<Typology> With(string rule) => ByMember.TryGetValue(rule, out var of) ? of : [];

    /// <summary>The typology whose suspicions are alerts of a rule; null: it is an ordinary rule.</summary>
    public static Typology? Get(string rule) => ById.GetValueOrDefault(rule);

    // The gravest that it can be, as with any rule whose findings differ in severity.
    private static Typology Of(
        string id, string zh, string en, SuspicionSubject subject, ImmutableArray<string> members, ImmutableArray<string> direct, int version = 1) =>
        new(new(id, version, zh, en, Severity.P1, [], Keys), subject, members, direct);
}
