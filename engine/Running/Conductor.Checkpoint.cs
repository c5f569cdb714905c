using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;

namespace LtcActors.Engine.Running;

/// <summary>
/// Checkpoints: between two epochs all that changed is turned into bytes by two workers, and written by a third while judging goes on.
/// </summary>
internal sealed partial class Conductor
{
    private readonly Capturer[] capturers = [new(), new()];
    private IWorker[] capturerWorkers = [];
    private IWorker? keeper;
    private long sinceCheckpoint;
    private DateTimeOffset checkpointAt;
    private Checkpoint? toSave;
    private volatile CheckpointStage checkpointStage;
    private volatile Exception? saveFailure;
    private bool checkpointAsked;

    /// <summary>One word for both threads: with one for each step, the keeper could read half of them before and half after the conductor's turn.</summary>
    private enum CheckpointStage
    {
        None,

        /// <summary>Actors are turned into bytes, and no epoch begins.</summary>
        Capturing,

        /// <summary>The keeper's turn.</summary>
        Saving,

        /// <summary>The conductor's turn.</summary>
        Saved,
    }

    /// <summary>Why the last checkpoint was not written; null when it was. The journal has it all: a restart only takes longer.</summary>
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

    /// <summary>Those who wait for the one under way: who asks while it is wants another.</summary>
    private readonly List<TaskCompletionSource> savedFor = [];

    private bool CheckpointDue()
    {
        if (checkpointStage == CheckpointStage.Saved)
        {
            AfterSave();
        }

        if (checkpointStage != CheckpointStage.None || recovering)
        {
            return false;
        }

        return checkpointAsked || sinceCheckpoint >= limits.CheckpointEvents
            || (sinceCheckpoint > 0 && options.Clock.GetUtcNow() - checkpointAt >= limits.CheckpointInterval);
    }

    private void TakeCheckpoint()
    {
        var rows = new List<KeyedRow>(feed.TakeUnsaved())
        {
            new("engine", VersionKey, Written(w => w.Int(ActorState.Version))),
            new("engine", WithdrawalsKey, Written(withdrawals.Write)),
            new("engine", JudgedByKey, Written(w => w.Text(JudgedBy))),
            new("engine", SilencesKey, feed.Silences.Write()),
            new("engine", PoliciesKey, feed.Policies.Write(upTo: Position)),
            // Nothing is outstanding, so it has shown all that came of what was judged.
            new("engine", DecidedKey, Written(w => w.Long(feed.LastSeq))),
        };
        Slot[] dirty = [.. local.SelectMany(p => p.TakeDirty())];
        var actors = new ActorRow[dirty.Length];
        var now = options.Clock.GetUtcNow();
        toSave = new(Position, actors, [], rows) { Since = checkpointAsked ? TimeSpan.Zero : now - checkpointAt };
        (sinceCheckpoint, checkpointAt) = (0, now);
        savedFor.AddRange(checkpointWaiters);
        checkpointWaiters.Clear();
        checkpointAsked = false;
        checkpointStage = CheckpointStage.Capturing;
        // No epoch begins before all hold what they have: the checkpoint is of one instant.
        Volatile.Write(ref stagePending, remote.Length + capturers.Length);
        foreach (var partition in remote)
        {
            partition.Capture(stageDone);
        }

        var share = (dirty.Length + capturers.Length - 1) / capturers.Length;
        for (var i = 0; i < capturers.Length; i++)
        {
            var some = Math.Min(dirty.Length, i * share)..Math.Min(dirty.Length, (i + 1) * share);
            capturers[i].Give(dirty.AsMemory(some), actors.AsMemory(some));
            capturerWorkers[i].Signal();
        }
    }

    private Func<bool> CapturerStep(Capturer capturer) => () =>
    {
        if (capturer.Step())
        {
            StageDone();
        }

        return false;
    };

    private void Captured()
    {
        toSave = toSave! with
        {
            Pages = [.. capturers.SelectMany(c => c.Pages)],
            StatePages = [.. capturers.SelectMany(c => c.StatePages)],
        };
        checkpointStage = CheckpointStage.Saving;
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
        if (checkpointStage != CheckpointStage.Saving)
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

        checkpointStage = CheckpointStage.Saved;
        worker?.Signal();
        return false;
    }

    private void AfterSave()
    {
        if (saveFailure is { } failure)
        {
            // The journal has it all. The rows that were not written are written with the next checkpoint of their actors;
            // until one succeeds a restart only takes longer. But the next must hold all of this one too.
            foreach (var row in toSave!.Actors)
            {
                LocalOf(row.Id).MarkDirty(row.Id);
            }

            feed.MarkUnsaved(toSave.Rows.Where(r => r.Table == "alert").Select(r => r.Key));
            foreach (var waiter in savedFor)
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

            foreach (var waiter in savedFor)
            {
                waiter.TrySetResult();
            }
        }

        savedFor.Clear();
        toSave = null;
        Array.ForEach(capturers, static c => c.Release());
        checkpointStage = CheckpointStage.None;
    }
}
