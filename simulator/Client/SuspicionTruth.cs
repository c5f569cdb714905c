namespace LtcActors.Simulator;

/// <summary>
/// Which suspicions must stand, worked out from the alerts as they are published: their rules, severities and subjects. The alerts
/// themselves are held against the planted truth, so that this is true of the city too. Knows no more than docs/rules.md.
/// </summary>
internal static class SuspicionTruth
{
    private const string Person = "person";
    private const string Caregiver = "caregiver";
    private const string Institution = "institution";
    private const double Open = 0.5;
    private const double Urgent = 0.8;

    private static readonly Set[] Sets =
    [
        new("T1", Person, "ELG-01", "ELG-01", "IDN-02", "IDN-03"),
        new("T2", Caregiver, "COL-01", "GEO-03", "GEO-04", "GEO-05", "IDN-06", "COL-01"),
        new("T3", Caregiver, null, "VIS-05", "VIS-06", "VIS-08"),
        new("T4", Caregiver, null, "GEO-06", "DEV-01", "VIS-12", "VIS-15"),
        new("T5", Institution, "STF-05", "STF-03", "STF-05", "STF-07", "STF-08"),
        new("T7", Person, "ELG-02", "ELG-02", "ELG-03"),
        new("T8", Caregiver, null, "COL-02", "COL-03", "FAM-04"),
    ];

    public static bool IsSuspicion(string rule) => Array.Exists(Sets, s => s.Rule == rule);

    /// <param name="alerts">Those that stand.</param>
    public static IReadOnlyList<ExpectedAlert> Of(IReadOnlyCollection<Alert> alerts) =>
    [
        .. from set in Sets
           from subject in alerts.Where(a => set.Members.Contains(a.Rule))
               .SelectMany(a => SubjectsOf(set.Subject, a), (alert, id) => (alert, id)).GroupBy(s => s.id, s => s.alert)
           orderby set.Rule, subject.Key
           let expected = Weigh(set, subject.Key, subject)
           where expected is not null
           select expected,
    ];

    private static ExpectedAlert? Weigh(Set set, string id, IEnumerable<Alert> alerts)
    {
        var byRule = alerts.GroupBy(a => a.Rule).ToDictionary(g => g.Key, g => g.Max(a => WeightOf(a.Severity)));
        var score = 1 - byRule.Values.Aggregate(1.0, (none, weight) => none * (1 - weight));
        var direct = set.Direct is not null && byRule.ContainsKey(set.Direct);
        return !direct && score < Open ? null : new(
            set.Rule, direct || score >= Urgent ? "P1" : "P2", string.Join(' ', byRule.Keys.Order(StringComparer.Ordinal)),
            set.Subject == Person ? id : null, set.Subject == Caregiver ? id : null, set.Subject == Institution ? id : null);
    }

    private static double WeightOf(string severity) => severity switch { "P1" => 0.6, "P2" => 0.35, "P3" => 0.15, _ => 0 };

    private static IEnumerable<string> SubjectsOf(string kind, Alert alert) => kind switch
    {
        Person => One(alert.PersonId),
        Institution => One(alert.InstitutionId),
        _ => alert.CaregiverId is null && alert.Rule is "DEV-01" or "GEO-06" ? alert.Caregivers : One(alert.CaregiverId),
    };

    private static string[] One(string? id) => id is null ? [] : [id];

    private sealed record Set(string Rule, string Subject, string? Direct, params string[] Members);
}
