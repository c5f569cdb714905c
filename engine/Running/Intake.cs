using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using LtcActors.Domain;
using LtcActors.Engine.PolicyVersions;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Records;
using LtcActors.Engine.Wire;

namespace LtcActors.Engine.Running;

/// <summary>
/// The one writer of the journal. Commits whatever has gathered while the last commit ran, answers, and hands the batch on.
/// </summary>
internal sealed class Intake(IJournal journal, TimeProvider clock, Limits limits, Action<CommittedBatch> handOn, Func<long> unjudged)
{
    private readonly ConcurrentQueue<Submission> queue = new();
    private readonly ConcurrentQueue<(IReadOnlyList<NewDecision> Decisions, Action<long> Durable)> decisions = new();
    private readonly ConcurrentQueue<Recording> recordings = new();
    private readonly ConcurrentQueue<TaskCompletionSource> markers = new();

    // Of the commit being made; kept to be used again.
    private readonly List<Submission> taken = [];
    private readonly List<NewEvent> events = [];
    private readonly List<ParsedEvent> parsed = [];
    private readonly List<(Submission Of, int Index, int Event)> awaiting = [];
    private readonly Dictionary<ulong, int> gathered = [];
    private readonly List<NewDecision> deciding = [];
    private ulong[] keys = [];
    private bool[] mayBeKnown = [];
    private readonly List<(int Offset, Action<long> Durable)> decided = [];
    private readonly List<(int Offset, Recording Of)> recorded = [];

    private AuditChain? chain;
    private AuditHead chained;

    private IWorker? worker;
    private long waiting;
    private int tickWanted;
    private DateTimeOffset last = journal.LastRecordedAt ?? DateTimeOffset.MinValue;
    private volatile string? failure;
    private DateTimeOffset failedAt;
    private DateTimeOffset committedAt;

    /// <summary>Events taken and not yet written.</summary>
    public int Waiting => (int)Interlocked.Read(ref waiting);

    /// <summary>Why the journal cannot be written; null when it can.</summary>
    public string? Failure => failure;

    public void Start(IScheduler scheduler)
    {
        worker = scheduler.Add("intake", Step);
        worker.Signal();
    }

    public void Stop() => worker?.Stop();

    public void Signal() => worker?.Signal();

    public Task<EventResult[]> SubmitAsync(IReadOnlyList<ParsedEvent> parsedEvents)
    {
        var submission = new Submission(parsedEvents);
        var valid = 0;
        for (var i = 0; i < parsedEvents.Count; i++)
        {
            if (parsedEvents[i].IsValid)
            {
                valid++;
            }
            else
            {
                submission.Results[i] = new(parsedEvents[i].Id, EventStatus.Rejected, 0, parsedEvents[i].Problems);
            }
        }

        if (valid == 0)
        {
            return Task.FromResult(submission.Results);
        }

        if (Interlocked.Add(ref waiting, valid) > limits.WaitingEvents && Interlocked.Read(ref waiting) != valid)
        {
            Interlocked.Add(ref waiting, -valid);
            throw new OverloadedException(limits.RetryAfter);
        }

        queue.Enqueue(submission);
        worker?.Signal();
        return submission.Done.Task;
    }

    /// <summary>Writes decisions with the next commit; <paramref name="durable"/> hears the place of the first.</summary>
    public void Decide(IReadOnlyList<NewDecision> newDecisions, Action<long> durable)
    {
        decisions.Enqueue((newDecisions, durable));
        worker?.Signal();
    }

    /// <summary>Writes records with the next commit; completes with the place of the first.</summary>
    public Task<long> RecordAsync(IReadOnlyList<NewDecision> entries)
    {
        ArgumentOutOfRangeException.ThrowIfZero(entries.Count, nameof(entries));
        foreach (var entry in entries)
        {
            if (RecordKinds.Check(entry.Kind) == DecisionKind.Audit)
            {
                AuditChain.Check(entry.Json.Span);
            }
        }

        var recording = new Recording(entries);
        recordings.Enqueue(recording);
        worker?.Signal();
        return recording.Done.Task;
    }

    /// <summary>Hands on the time, after everything committed before it.</summary>
    public void Tick()
    {
        Interlocked.Exchange(ref tickWanted, 1);
        worker?.Signal();
    }

    public void Mark(TaskCompletionSource marker)
    {
        markers.Enqueue(marker);
        worker?.Signal();
    }

    /// <summary>One commit. Returns whether there may be more to do.</summary>
    public bool Step()
    {
        if (IsTooSoon())
        {
            return false;
        }

        var marked = TakeMarkers();
        try
        {
            Take();
        }
        catch (JournalUnavailableException e)
        {
            // It cannot tell whether an event is new: as when it cannot be written.
            var count = Taken();
            Fail(e, marked);
            Clear(count);
            return false;
        }

        if (events.Count == 0 && deciding.Count == 0 && awaiting.Count == 0 && taken.Count == 0)
        {
            ForgetFailure();
            var tick = Interlocked.Exchange(ref tickWanted, 0) == 1;
            if (!tick && marked.Count == 0)
            {
                return false;
            }

            last = Later(last, Now());
            handOn(new(last, journal.LastSeq, []) { Markers = marked });
            return true;
        }

        return Commit(marked);
    }

    /// <summary>There has been a commit just now: what comes meanwhile goes together in the next.</summary>
    private bool IsTooSoon()
    {
        if (limits.CommitEvery == TimeSpan.Zero || Waiting >= limits.CommitEvents / 4)
        {
            return false;
        }

        // A clock that was set back must keep nobody waiting.
        var (now, next) = (clock.GetUtcNow(), committedAt + limits.CommitEvery);
        if (now >= next || now < committedAt)
        {
            return false;
        }

        worker?.WakeAt(next);
        return true;
    }

    // With nothing to write there is no telling whether the journal has recovered: the next request is let in to try.
    private void ForgetFailure()
    {
        if (failure is not null && clock.GetUtcNow() >= failedAt + limits.JournalRetry)
        {
            failure = null;
        }
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private DateTimeOffset Now()
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.UtcTicks % TimeSpan.TicksPerMillisecond));
    }

    private List<TaskCompletionSource> TakeMarkers()
    {
        List<TaskCompletionSource> marked = [];
        // Only when nothing is queued before them: then all they wait for has been handed on.
        if (!markers.IsEmpty && queue.IsEmpty)
        {
            while (markers.TryDequeue(out var marker))
            {
                marked.Add(marker);
            }
        }

        return marked;
    }

    private void Take()
    {
        while (decisions.TryDequeue(out var d))
        {
            decided.Add((deciding.Count, d.Durable));
            deciding.AddRange(d.Decisions);
        }

        TakeRecordings();
        while (events.Count < limits.CommitEvents && unjudged() < limits.UnjudgedEvents && queue.TryDequeue(out var submission))
        {
            taken.Add(submission);
            AskForKnown(submission.Events);
            for (var i = 0; i < submission.Events.Count; i++)
            {
                if (submission.Events[i].IsValid)
                {
                    Gather(submission, i);
                }
            }
        }
    }

    private void AskForKnown(IReadOnlyList<ParsedEvent> of)
    {
        if (keys.Length < of.Count)
        {
            (keys, mayBeKnown) = (new ulong[of.Count], new bool[of.Count]);
        }

        for (var i = 0; i < of.Count; i++)
        {
            keys[i] = of[i].Key;
        }

        journal.MayHold(keys.AsSpan(0, of.Count), mayBeKnown.AsSpan(0, of.Count));
    }

    // After the engine's own decisions, which stay when a commit fails.
    private void TakeRecordings()
    {
        for (var count = 0; count < limits.CommitEvents && recordings.TryDequeue(out var recording); count += recording.Entries.Count)
        {
            try
            {
                NewDecision[] entries = [.. recording.Entries.Select(e => e.Kind == DecisionKind.Audit ? e with { Json = Chain().Seal(e.Json.Span) } : e)];
                recorded.Add((deciding.Count, recording));
                deciding.AddRange(entries);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // Nobody's events wait for it: only what must be noted cannot be.
                recording.Done.TrySetException(new JournalUnavailableException($"The audit cannot be carried on: {e.Message}", e));
            }
        }
    }

    /// <summary>Opened with the first audit entry, and so by the writer alone: whoever takes over goes on from the head that is in the journal.</summary>
    private AuditChain Chain()
    {
        if (chain is null)
        {
            chained = journal.ReadRecordsBack(DecisionKind.Audit, long.MaxValue, 1) is [var last] ? AuditChain.HeadOf(last) : AuditHead.Empty;
            chain = new(chained);
        }

        return chain;
    }

    private void Gather(Submission submission, int index)
    {
        var e = submission.Events[index];
        if (gathered.TryGetValue(e.Key, out var twin) && TwinOf(e, ref twin))
        {
            if (EventContent.Same(events[twin].Json.Span, e.Json.Span))
            {
                awaiting.Add((submission, index, ~twin));
            }
            else
            {
                submission.Results[index] = Reused(e.Id);
            }

            return;
        }

        if (mayBeKnown[index] && journal.Find(e.Key, e.Source!, e.Id!) is var seq and > 0)
        {
            var known = journal.ReadEvent(seq);
            submission.Results[index] = known is { } k && EventContent.Same(k.Json.Span, e.Json.Span)
                ? new(e.Id, EventStatus.Duplicate, seq, [])
                : Reused(e.Id);
            return;
        }

        gathered.TryAdd(e.Key, events.Count);
        awaiting.Add((submission, index, events.Count));
        events.Add(new(e.Key, e.Source!, e.Id!, e.Json));
        parsed.Add(e);
    }

    // Two identities under one key are a one in 2^64 matter: then the commit is searched through.
    private bool TwinOf(ParsedEvent e, ref int twin)
    {
        if (events[twin].Source == e.Source && events[twin].Id == e.Id)
        {
            return true;
        }

        twin = events.FindIndex(other => other.Source == e.Source && other.Id == e.Id);
        return twin >= 0;
    }

    internal static EventResult Reused(string? id) => new(id, EventStatus.Rejected, 0,
        [new("id-reused", "An event with this source and id is known with another content.", "/id")]);

    private bool Commit(List<TaskCompletionSource> marked)
    {
        committedAt = clock.GetUtcNow();
        var count = Taken();
        try
        {
            var recordedAt = Later(last, Now());
            var first = journal.LastSeq + 1;
            if (events.Count > 0 || deciding.Count > 0)
            {
                journal.Append(recordedAt, CollectionsMarshal.AsSpan(events),
                    CollectionsMarshal.AsSpan(deciding));
            }

            failure = null;
            last = recordedAt;
            HandOn(recordedAt, first, marked);
            Answer(first);
            foreach (var (offset, durable) in decided)
            {
                durable(first + events.Count + offset);
            }

            foreach (var (offset, recording) in recorded)
            {
                recording.Done.TrySetResult(first + events.Count + offset);
            }

            chained = chain?.Head ?? chained;
            deciding.Clear();
            decided.Clear();
            recorded.Clear();
            return true;
        }
        catch (JournalUnavailableException e)
        {
            // Requests are told at once; what the engine decided stays queued, for nothing else remembers it.
            Fail(e, marked);
            return false;
        }
        finally
        {
            Clear(count);
        }
    }

    private void Fail(JournalUnavailableException e, List<TaskCompletionSource> marked)
    {
        (failure, failedAt) = (e.Message, clock.GetUtcNow());
        foreach (var submission in taken)
        {
            submission.Done.TrySetException(e);
        }

        foreach (var marker in marked)
        {
            marker.TrySetException(e);
        }

        if (recorded.Count > 0)
        {
            deciding.RemoveRange(recorded[0].Offset, deciding.Count - recorded[0].Offset);
            recorded.ForEach(r => r.Of.Done.TrySetException(e));
            recorded.Clear();
            chain?.Reset(chained);
        }

        worker?.WakeAt(clock.GetUtcNow() + limits.JournalRetry);
    }

    /// <summary>Events taken for this commit. To be asked before anybody is answered: the events are the sender's again then.</summary>
    private int Taken()
    {
        var count = 0;
        foreach (var submission in taken)
        {
            foreach (var e in submission.Events)
            {
                count += e.IsValid ? 1 : 0;
            }
        }

        return count;
    }

    private void Clear(int count)
    {
        Interlocked.Add(ref waiting, -count);
        taken.Clear();
        events.Clear();
        parsed.Clear();
        awaiting.Clear();
        gathered.Clear();
    }

    private void Answer(long first)
    {
        foreach (var (submission, index, place) in awaiting)
        {
            submission.Results[index] = place >= 0
                ? new(submission.Events[index].Id, EventStatus.Accepted, first + place, [])
                : new(submission.Events[index].Id, EventStatus.Duplicate, first + ~place, []);
        }

        foreach (var submission in taken)
        {
            submission.Done.TrySetResult(submission.Results);
        }
    }

    private void HandOn(DateTimeOffset recordedAt, long first, List<TaskCompletionSource> marked)
    {
        var committed = new CommittedEvent[events.Count];
        for (var i = 0; i < committed.Length; i++)
        {
            var e = parsed[i];
            var target = e.Fact is Fact.EventWithdrawn w ? PlaceOf(w) : 0;
            // One that comes later in this very commit is not known yet, as it will not be when the journal is read again.
            committed[i] = new(
                new(first + i, recordedAt, e.Time, e.Key, e.Fact!), e.Source!, e.Id!, target < first + i ? target : 0);
        }

        handOn(new(recordedAt, journal.LastSeq, committed) { Markers = marked, Policies = PolicySteps(first + events.Count) });
    }

    /// <param name="first">Place of the commit's first decision.</param>
    private StoredPolicyStep[] PolicySteps(long first)
    {
        List<StoredPolicyStep>? steps = null;
        for (var i = 0; i < deciding.Count; i++)
        {
            if (deciding[i].Kind == DecisionKind.Policy)
            {
                (steps ??= []).Add(new(first + i, PolicyStepJson.Read(deciding[i].Json.Span)));
            }
        }

        return steps?.ToArray() ?? [];
    }

    private long PlaceOf(Fact.EventWithdrawn w)
    {
        try
        {
            return journal.Find(EventKey.Of(w.Source, w.Id), w.Source, w.Id);
        }
        catch (JournalUnavailableException e)
        {
            // The commit is durable, so nobody may hear that it is not, and nothing may be written twice: this ends the process,
            // and the next one finds it all in the journal.
            throw new InvalidOperationException("The journal was written, and then could not be read.", e);
        }
    }
}
