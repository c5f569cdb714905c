using LtcActors.Domain.Policies;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.PolicyVersions;
using LtcActors.Engine.Ports;

namespace LtcActors.Engine.Running;

/// <summary>What becomes of alerts, by findings and by officers: decided between two epochs, shown when the journal has it.</summary>
internal sealed partial class Conductor
{
    private readonly List<(string AlertId, Func<bool> Answer)> waiting = [];

    // They become durable in the order in which they are made: how many were made, how many are durable, and up to where these stand.
    private long made;
    private long madeDurable;
    private long madeDurableTo;

    /// <summary>Decides a triage between two epochs; completes when the outcome is durable.</summary>
    public Task<TriageResult> Triage(TriageCommand command) => Decided<TriageResult>(answer =>
    {
        var now = options.Clock.GetUtcNow();
        var result = book.Triage(command, feed.Before, now);
        if (result is not { Status: TriageStatus.Done, Alert: { } alert })
        {
            WhenPlaced(command.AlertId, () => answer.TrySetResult(result with { Alert = feed.Get(command.AlertId) }));
            return;
        }

        Decide([alert], DecisionKind.Triage, book.Suspect(now), records => answer.TrySetResult(result with { Alert = records[0] }));
    });

    /// <summary>Begins or ends a silence between two epochs; completes when it is durable, with all that becomes of alerts by it.</summary>
    public Task<SilenceResult> ChangeSilence(SilenceCommand command) => Decided<SilenceResult>(answer =>
    {
        var now = options.Clock.GetUtcNow();
        var (result, alerts) = book.Silence(command, now);
        if (result.Silence is not { } silence)
        {
            answer.TrySetResult(result);
            return;
        }

        Decide(silence, alerts, DecisionKind.Triage, book.Suspect(now), durable => answer.TrySetResult(result with { Silence = durable }));
    });

    /// <summary>Decides a step of a policy version between two epochs; completes when it is durable.</summary>
    public Task<PolicyResult> ChangePolicy(PolicyCommand command) => Decided<PolicyResult>(answer =>
    {
        var (result, step) = desk.Decide(command, options.Clock.GetUtcNow());
        if (step is null)
        {
            answer.TrySetResult(result);
            return;
        }

        Decide([new(DecisionKind.Policy, PolicyStepJson.Write(step))], first =>
        {
            feed.Policies.Show(new(first, step));
            answer.TrySetResult(result);
        });
    });

    private Task<T> Decided<T>(Action<TaskCompletionSource<T>> decide)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        commands.Enqueue(() => decide(answer));
        worker?.Signal();
        return answer.Task;
    }

    /// <summary>Silences whose last day was over at the instant of the epoch.</summary>
    private void ExpireSilences()
    {
        if (recovering || book.Silences.NextEnd is not { } end || end > epochNow)
        {
            return;
        }

        foreach (var (silence, alerts) in book.ExpireSilences(epochNow))
        {
            Decide(silence, alerts, DecisionKind.Alert, book.Suspect(epochNow), null);
        }
    }

    private void Announce(IReadOnlyList<AlertRecord> changes)
    {
        if (changes.Count > 0)
        {
            Decide(changes, DecisionKind.Alert, [], null);
        }
    }

    /// <param name="suspicions">What becomes of suspicions by it: in one commit with it, for nothing else leads to them.</param>
    private void Decide(
        IReadOnlyList<AlertRecord> records, DecisionKind kind, IReadOnlyList<AlertRecord> suspicions, Action<List<AlertRecord>>? shown) =>
        Decide([.. Rows(records, kind), .. Rows(suspicions, DecisionKind.Alert)], first =>
        {
            var durable = Durable([.. records, .. suspicions], first);
            feed.Publish(durable);
            shown?.Invoke(durable);
        });

    /// <summary>The changes with the places they got; the book hears of these before any reader can answer to what it reads.</summary>
    private List<AlertRecord> Durable(IReadOnlyList<AlertRecord> changes, long first)
    {
        List<AlertRecord> durable = [.. changes.Select((c, i) => DeskClock.Read(c with { Seq = first + i }, options.Policies.Clocks))];
        commands.Enqueue(() =>
        {
            for (var i = 0; i < durable.Count; i++)
            {
                book.Placed(changes[i], durable[i]);
            }

            waiting.RemoveAll(wait => !book.IsUnderWay(wait.AlertId) && wait.Answer());
        });
        return durable;
    }

    /// <summary>What an officer is told of an alert is never older than what stood against him.</summary>
    private void WhenPlaced(string alertId, Func<bool> answer)
    {
        if (book.IsUnderWay(alertId))
        {
            waiting.Add((alertId, answer));
        }
        else
        {
            answer();
        }
    }

    /// <summary>A silence and its alerts stand in one commit: there is never one without the other.</summary>
    private void Decide(
        Silence silence, IReadOnlyList<AlertRecord> alerts, DecisionKind kind, IReadOnlyList<AlertRecord> suspicions, Action<Silence>? shown) =>
        Decide([new(DecisionKind.Silence, silence.Json()), .. Rows(alerts, kind), .. Rows(suspicions, DecisionKind.Alert)], first =>
        {
            var durable = silence with { Seq = first };
            feed.Silences.Show(durable);
            feed.Publish(Durable([.. alerts, .. suspicions], first + 1));
            shown?.Invoke(durable);
        });

    private static IEnumerable<NewDecision> Rows(IEnumerable<AlertRecord> records, DecisionKind kind) =>
        records.Select(r => new NewDecision(kind, AlertJson.Journaled(r)));

    private void Decide(NewDecision[] decisions, Action<long> shown)
    {
        made++;
        intake!.Decide(decisions, first =>
        {
            shown(first);
            Volatile.Write(ref madeDurableTo, first + decisions.Length - 1);
            Interlocked.Increment(ref madeDurable);
            worker?.Signal();
        });
    }
}
