using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace LtcActors.Domain.Rules;

/// <summary>All rules in force, by id: those that judge facts, then the typologies, which judge findings.</summary>
public static class Catalogue
{
    public static ImmutableArray<Rule> All { get; } =
    [
        .. EligibilityRules.All, .. BenefitTermRules.All, .. FamilyPersonRules.All, .. WelfareRules.All, .. PlanRules.All, .. ContractRules.All,
        .. DayLoadRules.All, .. RecordRules.All, .. RelativeRules.All, .. OrderRules.All, .. ReuseRules.All, .. AuditRules.All,
        .. StaffingRules.All, .. StaffingInstitutionRules.All, .. BindingRules.All, .. FamilyCaregiverRules.All,
        .. InstitutionRules.All, .. VisitPersonRules.All, .. VisitCaregiverRules.All, .. TravelRules.All, .. PlaceRules.All,
        .. LocationRules.All, .. IdentityRules.All, .. DeviceRules.All,
        .. DeviceUseRules.All, .. ClockRules.All, .. TrackRules.All, .. BeaconRules.All, .. SignatureRules.All, .. NoShowRules.All, .. PersonProofRules.All,
        .. CollusionRules.All, .. RingRules.All, .. AccountRules.All,
        .. Typologies.All.Select(t => t.Rule),
        .. RhythmRules.All, .. PeerRules.All, .. PhantomRules.All,
    ];

    private static readonly FrozenDictionary<string, Rule> ById = All.ToFrozenDictionary(r => r.Id, StringComparer.Ordinal);

    /// <summary>Twelve hex digits over the rules: others where one may judge the same facts otherwise, or rests on other articles.</summary>
    public static string Version { get; } = Hash(string.Concat(All.Select(Line)));

    public static Rule? Find(string id) => ById.GetValueOrDefault(id);

    /// <exception cref="KeyNotFoundException">No rule has this id.</exception>
    public static Rule Get(string id) => ById[id];

    /// <summary>Twelve hex digits over one rule, as <see cref="Version"/> is over all.</summary>
    public static string VersionOf(Rule rule) => Hash(Line(rule));

    private static string Line(Rule rule) => $"{rule.Id} {rule.Version} {rule.Severity} {string.Join(' ', rule.Basis.Select(b => $"{b.Source}:{b.Article}"))}\n";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 6));
}
