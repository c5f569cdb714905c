using System.Collections.Immutable;
using LtcActors.Silo.Desk;

namespace LtcActors.Silo.PolicyVersions;

/// <summary>Entry <c>shadow.judged</c>: an editor found something of what only a shadow finds.</summary>
/// <param name="Finding">Its id, which is the alert's if the rule or value ever counts.</param>
/// <param name="Outcome">One of <see cref="Engine.Alerts.Outcomes.Known"/>.</param>
internal sealed record ShadowJudged(string Finding, string Outcome, string Note);

/// <summary>An outcome with who gave it, and when.</summary>
internal sealed record ShadowVerdict(string Outcome, string Note, string By, DateTimeOffset At);

/// <summary>
/// The outcomes that editors gave to what only a shadow finds, as a fold of the desk's entries: the last of a finding counts, and all of
/// them stay. What a shadow finds is kept nowhere, so they hold for the finding's id, whether it is found just now or not. Any thread.
/// </summary>
internal sealed class ShadowOutcomes(SiloLimits limits) : IDeskPart
{
    public const string Judged = "shadow.judged";

    private readonly Lock gate = new();
    private readonly Dictionary<string, List<ShadowVerdict>> verdicts = new(StringComparer.Ordinal);
    private ImmutableDictionary<string, string> counting = ImmutableDictionary.Create<string, string>(StringComparer.Ordinal);

    public IReadOnlyList<string> Kinds { get; } = [Judged];

    public bool Apply(DeskEntry entry)
    {
        var judged = entry.Read<ShadowJudged>();
        lock (gate)
        {
            if (!HasRoom(judged.Finding))
            {
                return false;
            }

            if (!verdicts.TryGetValue(judged.Finding, out var all))
            {
                verdicts[judged.Finding] = all = [];
            }

            all.Add(new(judged.Outcome, judged.Note, entry.By, entry.At));
            counting = counting.SetItem(judged.Finding, judged.Outcome);
            return true;
        }
    }

    /// <summary>Whether one more outcome of a finding would count.</summary>
    public bool MayJudge(string finding)
    {
        lock (gate)
        {
            return HasRoom(finding);
        }
    }

    /// <summary>All outcomes of a finding, the last one first; empty: none.</summary>
    public IReadOnlyList<ShadowVerdict> Of(string finding)
    {
        lock (gate)
        {
            return verdicts.TryGetValue(finding, out var all) ? [.. Enumerable.Reverse(all)] : [];
        }
    }

    private bool HasRoom(string finding) =>
        verdicts.TryGetValue(finding, out var all) ? all.Count < limits.ShadowJudgedAgain : verdicts.Count < limits.ShadowJudged;

    /// <summary>What counts of each finding that has any. The same object until another counts.</summary>
    public IReadOnlyDictionary<string, string> Counting()
    {
        lock (gate)
        {
            return counting;
        }
    }
}
