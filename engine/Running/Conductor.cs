using System.Collections.Concurrent;
using LtcActors.Domain;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.PolicyVersions;
using LtcActors.Engine.Ports;

namespace LtcActors.Engine.Running;

/// <summary>
/// Turns committed batches into findings, one epoch a batch: partitions fold and judge it, exchange briefs in rounds until nobody
/// has more to say, and only then the net changes become alerts. What comes out depends on the batches alone, not on threads.
/// Deadlines that fall before a batch's recordedAt have an epoch of their own before it.
/// </summary>
internal sealed partial class Conductor
{
    private readonly EngineOptions options;
    private readonly Limits limits;
    private readonly ConductedPartition[] partitions;
    private readonly Partition[] local;
    private readonly RemotePartition[] remote;
    private readonly Action stageDone;
    private readonly Rebuilder rebuilder;
    private readonly Withdrawals withdrawals = new();
    private readonly AlertBook book;
    private readonly PolicyDesk desk;
    private readonly AlertFeed feed;
    private readonly ConcurrentQueue<CommittedBatch> batches = new();
    private readonly ConcurrentQueue<Action> commands = new();
    private readonly List<Marker> markers = [];
    private readonly List<(string Id, Finding? After)> net = [];
    private readonly List<Told> telling = [];

    private IWorker? worker;
    private IWorker[] partitionWorkers = [];
    private Intake? intake;
    private CommittedBatch? batch;
    private bool epochRunning;
    private DateTimeOffset epochNow;
    private DateTimeOffset epochRecorded;
    private int rounds;
    private int stagePending;
    private int stageNumber;
    private long unjudged;
    private long position;
    private long epochTo;
    private volatile Exception? broken;

    public Conductor(EngineOptions options, AlertFeed feed, AlertBook book)
    {
        this.options = options;
        this.feed = feed;
        this.book = book;
        limits = options.Limits;
        desk = new(options.Policies);
        rebuilder = new(options.Journal, options.Parsers, withdrawals.IsWithdrawn);
        remote = [.. options.Elsewhere];
        local = remote.Length > 0 ? []
            : [.. Enumerable.Range(0, options.Partitions).Select(_ => new Partition(options.Store, options.Policies, limits, rebuilder) { FoldsOnly = options.Rehearsal is not null })];
        partitions = remote.Length > 0 ? remote : local;
        stageDone = StageDone;
    }

    public long Unjudged => Interlocked.Read(ref unjudged);

    /// <summary>Place of the last entry whose epoch has ended.</summary>
    public long Position => Interlocked.Read(ref position);

    /// <summary>What stopped it; null while it works.</summary>
    public Exception? Broken => broken;

    public Exception? LastFault => partitions.Select(p => p.LastFault).FirstOrDefault(f => f is not null);

    public int Faults => partitions.Sum(p => p.Faults);

    public long Active => partitions.Sum(p => (long)p.Active);

    /// <param name="into">Null: nothing is decided, as it is only a replay.</param>
    public void Start(IScheduler scheduler, Intake? into)
    {
        intake = into;
        try
        {
            Open();
        }
        catch (PolicyException e)
        {
            // Only people can mend it, and a process that ends is started again for ever: it stays, and says why it does not judge.
            Break(e);
        }

        if (local.Length > 1)
        {
            partitionWorkers = [.. local.Select((p, i) => scheduler.Add($"partition-{i}", PartitionStep(p)))];
        }

        capturerWorkers = [.. capturers.Select((c, i) => scheduler.Add($"capturer-{i}", Guarded(CapturerStep(c))))];
        keeper = scheduler.Add("keeper", KeeperStep);
        worker = scheduler.Add("conductor", Guarded(Advance));
        reader = scheduler.Add("reader", Guarded(ReaderStep()));
        reader.Signal();
    }

    public void Stop()
    {
        reader?.Stop();
        worker?.Stop();
        foreach (var w in (IWorker[])[.. partitionWorkers, .. capturerWorkers])
        {
            w.Stop();
        }

        keeper?.Stop();
    }

    public void Take(CommittedBatch committed)
    {
        Interlocked.Add(ref unjudged, committed.Events.Length);
        batches.Enqueue(committed);
        worker?.Signal();
        Followed?.Invoke();
    }

    /// <summary>Called whenever the journal has more; null: nobody follows it.</summary>
    public Action? Followed { get; set; }

    /// <summary>Runs something between two epochs, when no actor is at work.</summary>
    public Task<T> Ask<T>(Func<T> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        commands.Enqueue(() =>
        {
            try
            {
                answer.TrySetResult(question());
            }
            catch (Exception e)
            {
                answer.TrySetException(e);
            }
        });
        worker?.Signal();
        return answer.Task;
    }

    public Slot? Peek(ActorId id) => LocalOf(id).Peek(id);

    /// <summary>In order: a withdrawal that came before its event is noted only with that.</summary>
    public (Rebuilder Rebuilder, long[] Places) Places(ActorId id) =>
        (rebuilder, Peek(id) is { } slot ? [.. rebuilder.Places(options.Store, slot).Order()] : []);

    /// <summary>A step that fails stops the judging, and nothing else.</summary>
    private Func<bool> Guarded(Func<bool> step) => () =>
    {
        if (broken is not null)
        {
            return false;
        }

        try
        {
            return step();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Break(e);
            return false;
        }
    };

    /// <summary>Nothing is lost: all of it is in the journal. But what would be judged from here on might be wrong, so nothing is.</summary>
    private void Break(Exception e)
    {
        broken = e;
        options.Rehearsal?.Done.TrySetException(e);
        Ready.TrySetException(new InvalidOperationException("The journal could not be judged at the start.", e));
    }

    private bool Advance()
    {
        if (Volatile.Read(ref stagePending) > 0)
        {
            return false;
        }

        if (checkpointStage == CheckpointStage.Capturing)
        {
            Captured();
        }

        if (epochRunning)
        {
            NextRound();
            return true;
        }

        if (reachedPolicies.Count > 0 && ReachPolicies())
        {
            return true;
        }

        while (commands.TryDequeue(out var command))
        {
            command();
        }

        AnswerMarkers();
        if (CheckpointDue())
        {
            // Everything decided must be durable first: a checkpoint must not know more than the journal.
            if (Volatile.Read(ref madeDurable) < made)
            {
                return false;
            }

            TakeCheckpoint();
            return false;
        }

        if (batch is null && !NextBatch())
        {
            return false;
        }

        StartEpoch();
        return true;
    }

    private bool NextBatch()
    {
        if (recovering)
        {
            return NextStored();
        }

        if (batches.TryDequeue(out batch))
        {
            return true;
        }

        // Idle: deadlines that have come want the time as the writer sees it, after all it has committed.
        var deadline = NextDeadline();
        if (deadline <= options.Clock.GetUtcNow())
        {
            intake!.Tick();
        }
        else
        {
            var checkpoint = sinceCheckpoint > 0 ? checkpointAt + limits.CheckpointInterval : (DateTimeOffset?)null;
            worker?.WakeAt(checkpoint is null || deadline < checkpoint ? deadline : checkpoint);
        }

        return false;
    }

    private void StartEpoch()
    {
        rounds = 0;
        epochRunning = true;
        epochRecorded = batch!.RecordedAt;
        if (NextDeadline() is { } deadline && deadline <= batch.RecordedAt)
        {
            epochNow = deadline;
            foreach (var partition in partitions)
            {
                partition.WakeDue(deadline);
            }
        }
        else
        {
            epochNow = batch.RecordedAt;
            foreach (var committed in batch.Events)
            {
                Dispatch(committed);
            }

            epochTo = batch.LastSeq;
            Interlocked.Add(ref unjudged, -batch.Events.Length);
            sinceCheckpoint += batch.Events.Length;
            markers.AddRange(batch.Markers.Select(static m => new Marker(m)));
            reachedPolicies = batch.Policies;
            batch = null;
            intake?.Signal();
        }

        StartStage();
    }

    private void Dispatch(in CommittedEvent committed)
    {
        var entry = committed.Entry;
        if (entry.Fact is Fact.EventWithdrawn w)
        {
            var (concerned, changes) = withdrawals.Add(committed.Source, committed.Id, entry.Seq, w.Source, w.Id, committed.Target);
            if (concerned > 0)
            {
                Withdraw(concerned, changes, [entry.Seq, .. withdrawals.Of(committed.Source, committed.Id)]);
            }

            return;
        }

        withdrawals.Arrived(committed.Source, committed.Id, entry.Seq);
        var withdrawn = withdrawals.IsWithdrawn(committed.Source, committed.Id);
        var already = withdrawals.Of(committed.Source, committed.Id);
        Span<ActorId> to = recipients;
        foreach (var id in to[..Routes.Of(entry.Fact, to)])
        {
            if (withdrawn || !Routes.Folds(id.Kind, entry.Fact))
            {
                Of(id).Notes.Add((id, entry.Seq));
            }
            else
            {
                Of(id).Deliveries.Add((id, entry));
            }

            foreach (var withdrawal in already)
            {
                Of(id).Notes.Add((id, withdrawal));
            }
        }
    }

    private readonly ActorId[] recipients = new ActorId[Routes.Max];

    // The actors of an event withdrawn have the withdrawals in their history, and are built anew where these change what counts.
    private void Withdraw(long concerned, bool changes, ReadOnlySpan<long> by)
    {
        if (rebuilder.Read(concerned) is not { } known)
        {
            return;
        }

        Span<ActorId> to = recipients;
        foreach (var id in to[..Routes.Of(known.Entry.Fact, to)])
        {
            foreach (var withdrawal in by)
            {
                Of(id).Notes.Add((id, withdrawal));
            }

            if (changes)
            {
                Of(id).Rebuilds.Add(id);
            }
        }
    }

    private void NextRound()
    {
        telling.Clear();
        foreach (var partition in partitions)
        {
            telling.AddRange(partition.Telling);
            partition.Telling.Clear();
        }

        if (telling.Count == 0)
        {
            FinishEpoch();
            return;
        }

        if (++rounds > limits.BriefRounds)
        {
            throw new InvalidOperationException($"Actors went on telling each other for {rounds} rounds, {telling[0].From} to {telling[0].To}.");
        }

        // A stable order, so that what is heard does not depend on how many partitions there are.
        foreach (var told in telling.OrderBy(t => t.To).ThenBy(t => t.From))
        {
            Of(told.To).Heard.Add(told);
        }

        StartStage();
    }

    private void StartStage()
    {
        if (local.Length == 1)
        {
            local[0].Run(epochNow, epochRecorded);
            return;
        }

        Volatile.Write(ref stagePending, partitions.Length);
        foreach (var partition in remote)
        {
            partition.Start(epochNow, epochRecorded, rounds == 0, stageDone);
        }

        Interlocked.Increment(ref stageNumber);
        foreach (var w in partitionWorkers)
        {
            w.Signal();
        }
    }

    private Func<bool> PartitionStep(Partition partition)
    {
        var ran = 0;
        return () =>
        {
            var stage = Volatile.Read(ref stageNumber);
            if (ran == stage)
            {
                return false;
            }

            ran = stage;
            partition.Run(epochNow, epochRecorded);
            StageDone();
            return false;
        };
    }

    private void StageDone()
    {
        if (Interlocked.Decrement(ref stagePending) == 0)
        {
            worker?.Signal();
        }
    }

    private void FinishEpoch()
    {
        epochRunning = false;
        net.Clear();
        foreach (var partition in partitions)
        {
            if (partition.HasChanges)
            {
                partition.Drain(net);
            }
        }

        if (options.Policies.ShadowRules.Count > 0 && options.Rehearsal is not { Follows: true })
        {
            net.RemoveAll(change => options.Policies.ShadowRules.Contains(AlertBook.RuleOf(change.Id)));
        }

        if (net.Count > 0 || adopted)
        {
            SettleFindings();
        }

        ExpireSilences();
        Judged();
    }

    /// <summary>Last of an epoch: whoever reads the place may take what came of the entries up to it for found.</summary>
    private void Judged()
    {
        // An entry of a policy is judged when every actor is judged by it, in the epoch after that of its commit.
        if (reachedPolicies.Count == 0)
        {
            Interlocked.Exchange(ref position, Math.Max(Position, epochTo));
        }
    }

    private void SettleFindings()
    {
        net.Sort(static (a, b) => string.CompareOrdinal(a.Id, b.Id));
        adopted = false;
        if (recovering)
        {
            if (options.Rehearsal is { } rehearsal)
            {
                Settle(rehearsal);
                return;
            }

            if (judgesFromNothing)
            {
                judgesFromNothing = false;
                tail!.FoundAll(net, epochNow);
                return;
            }

            tail!.Found(net, epochNow);
            return;
        }

        List<AlertRecord> changes = [.. net.Select(change => book.Apply(change.Id, change.After, epochNow)).OfType<AlertRecord>()];
        Announce([.. changes, .. book.Suspect(epochNow)]);
    }

    /// <summary>
    /// Whoever marked a place hears when all that was decided by then is durable, and its commits are passed as well: a checkpoint that
    /// he asks for then leaves no tail. What is decided later he does not wait for.
    /// </summary>
    private void AnswerMarkers()
    {
        for (var i = 0; i < markers.Count;)
        {
            var marker = markers[i] = markers[i] with { Decided = markers[i].Decided ?? made };
            if (marker.Place is null && Volatile.Read(ref madeDurable) >= marker.Decided)
            {
                marker = markers[i] = marker with { Place = Volatile.Read(ref madeDurableTo) };
            }

            if (marker.Place <= Position)
            {
                marker.Done.TrySetResult();
                markers.RemoveAt(i);
            }
            else
            {
                i++;
            }
        }
    }

    private DateTimeOffset? NextDeadline()
    {
        DateTimeOffset? next = null;
        foreach (var partition in partitions)
        {
            next = partition.NextDeadline is { } at && (next is null || at < next) ? at : next;
        }

        // While the journal is read again, it is the journal that says which silences have expired.
        return !recovering && book.Silences.NextEnd is { } end && (next is null || end < next) ? end : next;
    }

    private ConductedPartition Of(ActorId id) => partitions[IndexOf(id)];

    private Partition LocalOf(ActorId id) => local[IndexOf(id)];

    private int IndexOf(ActorId id) => partitions.Length == 1 ? 0 : options.PartitionOf(id, partitions.Length);

    /// <summary>Somebody waits for all before its place in the queue.</summary>
    /// <param name="Decided">How many decisions there were when it was judged; null: it is not.</param>
    /// <param name="Place">Up to where these stand in the journal; null: not all do.</param>
    private readonly record struct Marker(TaskCompletionSource Done, long? Decided = null, long? Place = null);
}
