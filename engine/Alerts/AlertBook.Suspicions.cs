using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;

namespace LtcActors.Engine.Alerts;

/// <summary>
/// Suspicions: alerts that follow from other alerts, and from what officers decided on these. They are weighed after every change of
/// those, and journaled in one commit with it.
/// </summary>
internal sealed partial class AlertBook
{
    private const string Score = "score";
    private readonly SuspicionIndex suspicions = new();
    private IPolicies weights = policies;

    /// <summary>From the next weighing on, which weighs all of them.</summary>
    public void Adopt(IPolicies other)
    {
        weights = other;
        suspicions.TouchAll();
    }

    /// <summary>All suspicions are to be weighed anew, as after a start: the typologies may be others than they were.</summary>
    public void DoubtAll() => suspicions.TouchAll();

    /// <summary>What becomes of suspicions by what has become of alerts since the last call, in the order of their ids.</summary>
    public IReadOnlyList<AlertRecord> Suspect(DateTimeOffset now)
    {
        var touched = suspicions.TakeTouched();
        if (touched.Count == 0)
        {
            return [];
        }

        var changed = new List<AlertRecord>();
        foreach (var key in touched)
        {
            var before = current.GetValueOrDefault(key.AlertId);
            var raised = Weigh(key, now);
            var change = raised is null ? Withdraw(before, now) : before is null ? raised : Change(before, raised, null);
            if (change is not null)
            {
                change = Quieted(change, now);
                Restore(change);
                changed.Add(change);
            }
        }

        return changed;
    }

    private AlertRecord? Weigh(SuspicionKey key, DateTimeOffset now)
    {
        var standing = suspicions.MembersOf(key).Select(id => current[id]).Where(a => Stands(a, now)).ToList();
        var suspicion = standing.Count == 0 ? null : Suspicion.Of(
            key.Typology, standing.Select(a => new Suspect(a.Id, a.Rule, Enum.Parse<Severity>(a.Severity), a.OccurredAt, a.DistrictCode)), weights);
        return suspicion is null ? null : Raise(key, suspicion, standing.ToDictionary(a => a.Id, StringComparer.Ordinal), now);
    }

    /// <summary>
    /// Whether a finding may be held against anybody: not withdrawn, not silenced, and no officer has found it untrue. A breach that
    /// ended by itself was one all the same.
    /// </summary>
    private bool Stands(AlertRecord alert, DateTimeOffset now) => alert.Status switch
    {
        AlertStatus.Open or AlertStatus.Acknowledged => true,
        AlertStatus.Silenced or AlertStatus.Withdrawn or AlertStatus.Dismissed => false,
        AlertStatus.Resolved => alert.Outcome is { } outcome
            ? outcome is Outcomes.Confirmed or Outcomes.Undecidable
            : Silences.Of(alert, now) is null,
        var status => throw new InvalidOperationException($"No such status: {status}."),
    };

    private static AlertRecord Raise(SuspicionKey key, Suspicion suspicion, Dictionary<string, AlertRecord> standing, DateTimeOffset now)
    {
        List<AlertRecord> of =
        [
            .. suspicion.Contributions.SelectMany(c => c.Findings).Select(id => standing[id])
                .OrderBy(a => a.OccurredAt).ThenBy(a => a.Id, StringComparer.Ordinal),
        ];
        string? Subject(SuspicionSubject kind, Func<AlertRecord, string?> common) =>
            key.Typology.Subject == kind ? key.Subject : of.Select(common).Distinct().Count() == 1 ? common(of[0]) : null;
        var rule = key.Typology.Rule;
        return new(
            key.AlertId, 0, rule.Id, rule.Version, suspicion.Severity.ToString(), new(rule.Zh, rule.En), AlertStatus.Open,
            suspicion.OccurredAt, now, now, null, of.Exists(a => a.DecidedLate), Subject(SuspicionSubject.Person, a => a.PersonId),
            Subject(SuspicionSubject.Caregiver, a => a.CaregiverId), Subject(SuspicionSubject.Institution, a => a.InstitutionId), null,
            of.Select(a => a.DistrictCode).FirstOrDefault(d => d is not null),
            [.. of.SelectMany(a => a.VisitIds).Distinct(StringComparer.Ordinal).Take(Finding.MaxEvidence)],
            [.. of.SelectMany(a => a.Citations).DistinctBy(c => (c.Source, c.Article, c.Status))],
            [.. of.SelectMany(a => a.Evidence).DistinctBy(e => e.Seq).Take(Finding.MaxEvidence)],
            FiguresOf(suspicion.Figures()), "raised", System, null, null, null)
        {
            Contributions = [.. suspicion.Contributions.Select(AlertContribution.Of)],
        };
    }

    private static double ScoreOf(AlertRecord alert) =>
        alert.Contributions is null ? 0 : alert.Figures.TryGetValue(Score, out var score) ? score.Number ?? 0 : 0;

    private static bool SameContributions(IReadOnlyList<AlertContribution>? a, IReadOnlyList<AlertContribution>? b) =>
        ReferenceEquals(a, b) || (a is not null && b is not null && a.Count == b.Count && a.Zip(b).All(p => p.First.Same(p.Second)));

    /// <summary>A silence bears on closed alerts too, which it does not change.</summary>
    private void TouchCovered(Silence silence)
    {
        if (!Typologies.With(silence.Rule).IsEmpty)
        {
            foreach (var covered in current.Values.Where(silence.Covers))
            {
                suspicions.Touch(covered);
            }
        }
    }
}
