using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Replaying;
using LtcActors.Engine.Running;

namespace LtcActors.Engine.Shadowing;

/// <summary>
/// What is found beside, held against the alerts there are. Whatever officers decided on an alert holds of its shadow too, for it is the
/// same finding; of what only the shadow finds, what an editor decided. Suspicions follow from both.
/// </summary>
internal sealed class ShadowComparison
{
    private readonly Func<long, (string Source, string Id)> identityOf;
    private readonly IReadOnlyDictionary<string, string> judged;
    private readonly Dictionary<string, AlertRecord> live;
    private readonly Dictionary<string, AlertRecord> shadow;

    public ShadowComparison(
        IReadOnlyList<AlertRecord> alerts, IReadOnlyDictionary<string, string> judged, IEnumerable<Finding> found, IPolicies tried, EngineOptions options, Func<long, (string Source, string Id)> identityOf)
    {
        this.identityOf = identityOf;
        this.judged = judged;
        live = alerts.Where(a => a.Status != AlertStatus.Withdrawn).ToDictionary(a => a.Id, StringComparer.Ordinal);
        var now = options.Clock.GetUtcNow();
        // Evidence is named only for what is shown: most alerts are the same in both.
        var book = new AlertBook(static _ => ("", ""), options.Cite, tried);
        shadow = found.Select(f => Judged(book.Next(f.Id, f, now, [])!)).ToDictionary(a => a.Id, StringComparer.Ordinal);
        foreach (var alert in shadow.Values)
        {
            book.Restore(alert);
        }

        foreach (var suspicion in book.Suspect(now))
        {
            shadow[suspicion.Id] = Judged(suspicion);
        }
    }

    public ShadowReport Fill(ShadowReport report) => report with
    {
        Alerts = new(Different().Select(id => new ReplayedAlert(id, AlertBook.RuleOf(id), live.GetValueOrDefault(id), shadow.GetValueOrDefault(id))), Naming(identityOf)),
        Outcomes =
        [
            .. live.Values.Concat(shadow.Values).Select(a => a.Rule).Distinct().Order(StringComparer.Ordinal).Select(Compare),
        ],
    };

    private ShadowOutcome Compare(string rule)
    {
        AlertRecord[] before = [.. live.Values.Where(a => a.Rule == rule)];
        AlertRecord[] after = [.. shadow.Values.Where(a => a.Rule == rule)];
        return new(
            rule, ShadowCount.Of(rule, before), ShadowCount.Of(rule, after), after.Count(a => IsOnlyTried(a.Id)),
            before.Count(a => !shadow.ContainsKey(a.Id)), after.Count(a => live.TryGetValue(a.Id, out var was) && !Same(was, a)),
            after.Count(a => IsOnlyTried(a.Id) && judged.ContainsKey(a.Id)));
    }

    private IEnumerable<string> Different() => live.Keys.Union(shadow.Keys)
        .Where(id => !live.TryGetValue(id, out var was) || !shadow.TryGetValue(id, out var would) || !Same(was, would));

    private bool IsOnlyTried(string id) => !live.ContainsKey(id);

    private AlertRecord Judged(AlertRecord raised) =>
        live.TryGetValue(raised.Id, out var known)
            ? raised with { Status = known.Status, Outcome = known.Outcome, Assignee = known.Assignee, RaisedAt = known.RaisedAt, SilencedUntil = known.SilencedUntil, SilenceId = known.SilenceId }
        // As an officer would have closed it: what is untrue weighs in no suspicion.
        : judged.TryGetValue(raised.Id, out var outcome) ? raised with { Status = AlertStatus.Resolved, Outcome = outcome }
        : raised;

    // The same facts, told of the same subject: only the evidence's names are not looked up.
    private static bool Same(AlertRecord a, AlertRecord b) => AlertBook.SameContent(Nameless(a), Nameless(b));

    private static AlertRecord Nameless(AlertRecord alert) => alert with { Evidence = [.. alert.Evidence.Select(e => e with { Source = "", Id = "" })] };

    // Of nothing else, so that the report does not keep what was compared.
    private static Func<ReplayedAlert, ReplayedAlert> Naming(Func<long, (string Source, string Id)> identityOf) => alert => alert.After is not { } after ? alert : alert with
    {
        After = after with { Evidence = [.. after.Evidence.Select(e => identityOf(e.Seq) is var (source, name) ? e with { Source = source, Id = name } : e)] },
    };
}
