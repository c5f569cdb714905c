using System.Collections.Concurrent;
using LtcActors.Domain;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Rules;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.PolicyVersions;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Wire;

namespace LtcActors.Engine.Running;

/// <summary>
/// Start: the last checkpoint, then the journal's tail through the same epochs as live. What is decided in it is taken from it, and
/// what is missing is journaled (<see cref="TailDecisions"/>).
/// </summary>
internal sealed partial class Conductor
{
    public const string VersionKey = "version";
    public const string WithdrawalsKey = "withdrawals";
    public const string SilencesKey = "silences";
    public const string PoliciesKey = "policies";

    /// <summary>The policies that came with the program and the rules by which the checkpoint's findings were judged.</summary>
    public const string JudgedByKey = "judged-by";

    /// <summary>Place of the last decision that the checkpoint's findings have led to.</summary>
    public const string DecidedKey = "decided";

    private readonly ConcurrentQueue<CommittedBatch> readAhead = new();
    private IWorker? reader;
    private volatile bool allRead;
    private long readTo;
    private volatile bool recovering;
    private TailDecisions? tail;
    private long decidedBefore;

    /// <summary>The checkpoint was judged by others: after the tail everything is judged anew.</summary>
    private bool judgedByOthers;

    /// <summary>The epoch under way does so.</summary>
    private bool judgesFromNothing;

    /// <summary>What editors publish is not in it: of that the journal says from where on it counts.</summary>
    private string JudgedBy => $"{options.Policies.Version} {Catalogue.Version}";

    /// <summary>Still judging what was in the journal when it started.</summary>
    public bool Recovering => recovering;

    private void Open()
    {
        var store = options.Store;
        var rows = store.ReadRows("engine").ToDictionary(r => r.Key, r => r.Body);
        if (store.Position > 0 && (!rows.TryGetValue(VersionKey, out var version) || new StateReader(version).Int() != ActorState.Version)
            || store.Position > options.Journal.LastSeq)
        {
            store.Clear();
            rows = [];
        }

        if (rows.TryGetValue(WithdrawalsKey, out var kept))
        {
            withdrawals.Read(new StateReader(kept));
        }

        foreach (var step in rows.TryGetValue(PoliciesKey, out var policies) ? PolicyRegister.Read(policies) : [])
        {
            feed.Policies.Show(step);
            Reach(step, isOfEarlierRun: true);
        }

        AdoptAtStart();
        foreach (var silence in rows.TryGetValue(SilencesKey, out var silences) ? SilenceRegister.Read(silences) : [])
        {
            feed.Silences.Show(silence);
            book.Silences.Restore(silence);
        }

        foreach (var row in store.ReadRows("alert"))
        {
            book.Restore(feed.Restore(row.Body));
        }

        feed.Restored();
        foreach (var (id, deadline) in store.ReadDeadlines())
        {
            Of(id).Queue(id, deadline);
        }

        position = store.Position;
        if (position > 0 && options.Journal.LastSeq - position >= limits.PreloadTail)
        {
            foreach (var row in store.ReadActors().Take(limits.ActiveActors))
            {
                LocalOf(row.Id).Preload(row);
            }
        }

        tail = new(book, isWhole: position == 0);
        decidedBefore = rows.TryGetValue(DecidedKey, out var decided) ? new StateReader(decided).Long() : position;
        judgedByOthers = position > 0 && !(rows.TryGetValue(JudgedByKey, out var by) && new StateReader(by).Text() == JudgedBy);
        if (judgedByOthers || (position > 0 && decided.IsEmpty))
        {
            tail.Differ();
        }

        recovering = true;
        checkpointAt = options.Clock.GetUtcNow();
    }

    /// <summary>Reads and parses ahead, while the conductor judges what was read before.</summary>
    private Func<bool> ReaderStep()
    {
        var parse = options.Parsers();
        var stored = Parsed(parse, position).GetEnumerator();
        return () =>
        {
            if (allRead && options.Rehearsal is { Follows: true } && options.Journal.LastSeq > readTo)
            {
                stored = Parsed(parse, readTo).GetEnumerator();
                allRead = false;
            }

            if (allRead || readAhead.Count >= limits.ReadAhead)
            {
                return false;
            }

            if (stored.MoveNext())
            {
                readAhead.Enqueue(stored.Current);
                readTo = stored.Current.LastSeq;
            }
            else
            {
                stored.Dispose();
                allRead = true;
            }

            worker?.Signal();
            return !allRead;
        };
    }

    private IEnumerable<CommittedBatch> Parsed(Func<ReadOnlyMemory<byte>, ParsedEvent> parse, long after)
    {
        var batches = options.Journal.ReadBatches(after).Select(b => Parse(b, parse, after));
        return options.Rehearsal is null ? batches : Together(batches);
    }

    /// <param name="start">Entries up to it have been taken before.</param>
    private CommittedBatch Parse(StoredBatch from, Func<ReadOnlyMemory<byte>, ParsedEvent> parse, long start)
    {
        var events = new List<CommittedEvent>(from.Events.Count);
        for (var i = 0; i < from.Events.Count; i++)
        {
            var seq = from.FirstSeq + i;
            if (seq > start && parse(from.Events[i]) is { Fact: { } fact } e)
            {
                // The writer has not begun: the journal may be asked from here.
                var target = fact is Fact.EventWithdrawn w ? PlaceOf(w, parse) : 0;
                options.Rehearsal?.Know(seq, e.Key);
                events.Add(new(new(seq, from.RecordedAt, e.Time, e.Key, fact), e.Source!, e.Id!, target < seq ? target : 0));
            }
        }

        var last = from.FirstSeq + from.Events.Count + from.Decisions.Count - 1;
        return new(from.RecordedAt, last, [.. events])
        {
            Decisions = from.Decisions,
            Policies =
            [
                .. from.Decisions.Where(d => d.Kind == DecisionKind.Policy && d.Seq > start)
                    .Select(d => new StoredPolicyStep(d.Seq, PolicyStepJson.Read(d.Json.Span))),
            ],
        };
    }

    private bool NextStored()
    {
        if (!readAhead.TryDequeue(out var next))
        {
            if (!allRead || !readAhead.IsEmpty)
            {
                return false;
            }

            if (options.Rehearsal is not null)
            {
                return NextRehearsed();
            }

            if (judgedByOthers)
            {
                JudgeFromNothing();
                return false;
            }

            // On as when idle: where nothing comes in, the next deadline must still wake it.
            EndRecovery();
            return NextBatch();
        }

        reader?.Signal();
        batch = next;
        Interlocked.Add(ref unjudged, batch.Events.Length);
        if (options.Rehearsal is null)
        {
            Take(next.Decisions);
        }

        return true;
    }

    /// <summary>Alerts, silences and steps of policy versions are taken from the journal as they were decided.</summary>
    private void Take(IReadOnlyList<StoredDecision> decisions)
    {
        // Of policies the checkpoint has only the steps that had been reached, though later ones may have been shown.
        var decided = decisions.Where(d => d.Seq > decidedBefore || d.Kind == DecisionKind.Policy).ToList();
        var records = feed.PublishStored(decided).ToDictionary(r => r.Seq);
        foreach (var decision in decided.Where(d => d.Kind is DecisionKind.Alert or DecisionKind.Triage or DecisionKind.Silence))
        {
            tail!.Decided(decision, records.GetValueOrDefault(decision.Seq));
        }
    }

    private long PlaceOf(Fact.EventWithdrawn w, Func<ReadOnlyMemory<byte>, ParsedEvent> parse) =>
        options.Rehearsal is { } rehearsal
            ? rehearsal.Find(options.Journal, parse, w.Source, w.Id)
            : options.Journal.Find(EventKey.Of(w.Source, w.Id), w.Source, w.Id);

    private void EndRecovery()
    {
        intake!.Start(options.Scheduler);
        recovering = false;
        Announce(tail!.End(options.Clock.GetUtcNow()));
        tail = null;
        Ready.TrySetResult();
    }

    /// <summary>Completes when everything that was in the journal at the start has been judged.</summary>
    public TaskCompletionSource Ready { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
