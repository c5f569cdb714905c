using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;

namespace LtcActors.Engine.Running;

/// <summary>
/// Checkpoints: between two epochs all that changed is turned into bytes, and written by a worker of its own while judging goes on.
/// </summary>
internal sealed partial class Conductor
{
    private readonly StateWriter stateWriter = new();
    private readonly Slabs slabs = new();
    private IWorker? keeper;
    private long sinceCheckpoint;
    private DateTimeOffset checkpointAt;
    private Checkpoint? toSave;
    private volatile bool saving;
    private volatile bool saved;
    private volatile Exception? saveFailure;
    private bool checkpointAsked;

    public Exception? SaveFailure => saveFailure;

    /// <summary>Asks for a checkpoint as soon as may be; completes when it is written.</summary>
    public Task CheckpointAsync()
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        commands.Enqueue(() =>
        {
            checkpointAsked = true;
            checkpointWaiters.Add(written);
        });
        worker?.Signal();
        return written.Task;
    }

    private readonly List<TaskCompletionSource> checkpointWaiters = [];

    private bool CheckpointDue()
    {
        if (saved)
        {
            saved = false;
            AfterSave();
        }

        if (saving || recovering)
        {
            return false;
        }

        return checkpointAsked || sinceCheckpoint >= limits.CheckpointEvents
            || (sinceCheckpoint > 0 && options.Clock.GetUtcNow() - checkpointAt >= limits.CheckpointInterval);
    }

    private void TakeCheckpoint()
    {
        var actors = new List<ActorRow>();
        var pages = new List<HistoryPage>();
        var statePages = new List<ActorPage>();
        foreach (var slot in local.SelectMany(p => p.TakeDirty()))
        {
            stateWriter.Clear();
            ActorState.Write(slot.Actor, stateWriter);
            var state = slabs.Keep(stateWriter.Written);
            stateWriter.Clear();
            slot.WriteTail(stateWriter);
            actors.Add(new(slot.Id, state, slabs.Keep(stateWriter.Written), slot.Queued));
            if (slot.Pages is { } full)
            {
                pages.AddRange(full);
            }

            foreach (var page in slot.Actor.UnkeptPages)
            {
                statePages.Add(new(slot.Id, page));
            }
        }

        var rows = new List<KeyedRow>(feed.TakeUnsaved())
        {
            new("engine", VersionKey, Written(w => w.Int(ActorState.Version))),
            new("engine", WithdrawalsKey, Written(withdrawals.Write)),
            new("engine", ShadowKey, Written(w => w.Text(ShadowRules))),
            new("engine", SilencesKey, feed.Silences.Write()),
            new("engine", PoliciesKey, feed.Policies.Write(upTo: Position)),
            // Nothing is outstanding, so it has shown all that came of what was judged.
            new("engine", DecidedKey, Written(w => w.Long(feed.LastSeq))),
        };
        toSave = new(Position, actors, pages, rows) { StatePages = statePages };
        sinceCheckpoint = 0;
        checkpointAt = options.Clock.GetUtcNow();
        checkpointAsked = false;
        saving = true;
        Volatile.Write(ref stagePending, remote.Length);
        foreach (var partition in remote)
        {
            // No epoch begins before all hold what they have: the checkpoint is of one instant.
            partition.Capture(stageDone);
        }

        keeper!.Signal();
    }

    private static byte[] Written(Action<StateWriter> write)
    {
        var to = new StateWriter();
        write(to);
        return to.Written.ToArray();
    }

    private bool KeeperStep()
    {
        if (!saving || saved)
        {
            return false;
        }

        try
        {
            options.Store.Save(toSave!);
            saveFailure = null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            saveFailure = e;
        }

        saved = true;
        worker?.Signal();
        return false;
    }

    private void AfterSave()
    {
        saving = false;
        if (saveFailure is { } failure)
        {
            // The journal has it all. The rows that were not written are written with the next checkpoint of their actors;
            // until one succeeds a restart only takes longer. But the next must hold all of this one too.
            foreach (var row in toSave!.Actors)
            {
                LocalOf(row.Id).MarkDirty(row.Id);
            }

            feed.MarkUnsaved(toSave.Rows.Where(r => r.Table == "alert").Select(r => r.Key));
            foreach (var waiter in checkpointWaiters)
            {
                waiter.TrySetException(failure);
            }
        }
        else
        {
            foreach (var page in toSave!.Pages)
            {
                LocalOf(page.Id).Get(page.Id).ForgetPage(page);
            }

            foreach (var (id, page) in toSave.StatePages)
            {
                LocalOf(id).Get(id).Actor.Kept(page);
            }

            var now = options.Clock.GetUtcNow();
            foreach (var partition in local)
            {
                partition.Passivate(now - limits.RestAfter, now - limits.IdleAfter, limits.ActiveActors / local.Length);
            }

            foreach (var waiter in checkpointWaiters)
            {
                waiter.TrySetResult();
            }
        }

        checkpointWaiters.Clear();
        toSave = null;
        slabs.Reset();
    }
}
