using System.Text.Json;

namespace LtcActors.Simulator;

/// <summary>An alert that the rules must raise, or (tolerated) may raise.</summary>
/// <param name="Aliases">Other ids that the alert may name instead of the subject: one real name may have two.</param>
/// <param name="VisitIds">The alert names at least one of them; those it leaves out are reported, but do not count as a miss.</param>
/// <param name="EventIds">Ids of events of which at least one is in the evidence; only where the alert has no field for the subject (a
/// device).</param>
/// <param name="Why">For the reader.</param>
public sealed record ExpectedAlert(
    string Rule, string Severity, string Why,
    string? PersonId = null, string? CaregiverId = null, string? InstitutionId = null, string? DeviceId = null,
    IReadOnlyList<string>? Aliases = null, IReadOnlyList<string>? VisitIds = null, IReadOnlyList<string>? EventIds = null);

/// <summary>What is true of a city. Nothing but <see cref="Expected"/> and <see cref="Tolerated"/> may be raised.</summary>
/// <param name="Run">All ids of the city begin with it and a hyphen.</param>
/// <param name="Scores">Of rules on statistics, every caregiver's month; none: they were not worked out.</param>
/// <param name="Rules">The rules that the truth knows; an alert of any other is shown, and fails only as P1 or P2.</param>
public sealed record GroundTruth(
    string Run, ulong Seed, DateOnly FirstDay, int Days, int Events, IReadOnlyList<string> Rules,
    IReadOnlyList<ExpectedAlert> Expected, IReadOnlyList<ExpectedAlert> Tolerated, IReadOnlyList<Scored>? Scores = null)
{
    /// <summary>
    /// The rules that weigh a month against a threshold: they may miss what is weak and hit what is odd by chance. All others are
    /// decided by facts alone, so both precision and recall must be 1, and so must those of a rule that has a curve but is exact.
    /// </summary>
    public static IReadOnlyDictionary<string, Threshold> Statistical { get; } = new SortedDictionary<string, Threshold>(StringComparer.Ordinal)
    {
        ["VIS-14"] = new(30, "s", true, false, [5, 10, 15, 20, 25, 30, 40, 50, 60, 80]),
        ["VIS-15"] = new(50, "%", false, false, [90, 80, 70, 60, 50, 40, 30, 20]),
        ["STF-07"] = new(50, "%", true, false, [10, 20, 30, 40, 45, 50, 55, 60, 70, 80], IsExact: true),
        ["COL-04"] = new(3.5, "spreads", false, true, [8, 7, 6, 5, 4, 3.5, 3, 2.5, 2, 1.5]),
    };

    /// <summary>Every rule that the simulator plants.</summary>
    public static IReadOnlyList<string> KnownRules { get; } =
    [
        "ELG-01", "ELG-02", "ELG-03", "ELG-04", "ELG-06", "ELG-07", "STF-01", "STF-02", "STF-03", "STF-04", "STF-05",
        "FAM-01", "FAM-02", "INS-02", "VIS-01", "VIS-04", "VIS-05", "VIS-06", "VIS-08", "GEO-01", "GEO-03", "GEO-04",
        "IDN-01", "DEV-01", "ELG-05", "ELG-08", "ELG-09", "STF-06", "STF-08", "VIS-02", "VIS-07", "VIS-09", "VIS-10", "VIS-12", "VIS-13",
        "FAM-03", "FAM-04", "FAM-05", "FAM-06", "FAM-07", "INS-05", "INS-06", "IDN-03", "IDN-05", "IDN-06", "GEO-05",
        "DEV-02", "DEV-03", "DEV-04", "GEO-02", "GEO-06", "IDN-04", "VIS-03", "VIS-11", "IDN-02",
        "COL-01", "COL-02", "COL-03",
        "VIS-14", "VIS-15", "STF-07", "COL-04",
    ];

    private static readonly JsonSerializerOptions Json = new(EventLog.Json) { WriteIndented = true };

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <exception cref="JsonException">Not a ground truth.</exception>
    public static GroundTruth FromJson(string json) =>
        JsonSerializer.Deserialize<GroundTruth>(json, Json) ?? throw new JsonException("The ground truth is null.");
}
