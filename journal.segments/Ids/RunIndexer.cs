using System.Collections.Immutable;

namespace LtcActors.Journal.Segments.Ids;

/// <summary>
/// Writes and merges runs on a thread of its own. The journal's writer never waits for it: what is not yet written stays in memory.
/// </summary>
internal sealed class RunIndexer : IDisposable
{
    private const int FanIn = 8;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly IRunStore store;
    private readonly Lock gate = new();
    private readonly AutoResetEvent work = new(false);
    private readonly ManualResetEventSlim idle = new(true);
    private Thread? thread;
    private RunMerge? merge;
    private RecentKeys? spare;
    private volatile Sources current;
    private volatile bool stopping;

    public RunIndexer(IRunStore store, IReadOnlyList<Run> runs)
    {
        this.store = store;
        current = new Sources([], [.. runs]);
    }

    /// <summary>All keys but the latest: each in exactly one of these.</summary>
    public Sources Current => current;

    /// <summary>Why the last piece of work failed; it is tried again. Null when it did not.</summary>
    public Exception? Problem { get; private set; }

    /// <summary>Takes over what has gathered, for a run; the writer's thread.</summary>
    /// <returns>An empty one to go on with, if one is left from an earlier run.</returns>
    public RecentKeys? Exchange(RecentKeys full)
    {
        lock (gate)
        {
            idle.Reset();
            current = new Sources(current.Waiting.Add(full), current.Runs);
        }

        work.Set();
        var next = Interlocked.Exchange(ref spare, null);
        next?.Clear();
        return next;
    }

    /// <summary>Does on the caller's thread what waits; before <see cref="Start"/>.</summary>
    public void WorkOff()
    {
        while (Step())
        {
        }

        idle.Set();
    }

    public void Start()
    {
        thread = new Thread(Loop) { IsBackground = true, Name = "journal ids" };
        thread.Start();
    }

    /// <summary>Waits until everything handed over is in runs and merged.</summary>
    public bool WaitUntilIdle(TimeSpan atMost) => idle.Wait(atMost);

    public void Dispose()
    {
        stopping = true;
        work.Set();
        thread?.Join();
        work.Dispose();
        idle.Dispose();
    }

    private void Loop()
    {
        while (!stopping)
        {
            try
            {
                if (Step())
                {
                    continue;
                }

                Problem = null;
                lock (gate)
                {
                    if (current.Waiting.IsEmpty)
                    {
                        idle.Set();
                    }
                }

                work.WaitOne();
            }
            catch (Exception e)
            {
                // A full disk, as a rule. The keys stay in memory and the journal is whole without the index.
                Problem = e;
                if (merge is not null)
                {
                    store.Discard(merge.Output.Id);
                    merge = null;
                }

                work.WaitOne(RetryAfter);
            }
        }
    }

    /// <summary>One short piece of work; fresh runs before merges before clearing up.</summary>
    /// <returns>False when there is none.</returns>
    private bool Step()
    {
        if (!current.Waiting.IsEmpty)
        {
            Write(current.Waiting[0]);
            return true;
        }

        if (merge is null && Due(current.Runs) is { } due)
        {
            merge = new RunMerge(store, due);
        }

        if (merge is null)
        {
            return store.DeleteSome();
        }

        if (merge.Step())
        {
            Finish(merge);
            merge = null;
        }

        return true;
    }

    private void Write(RecentKeys full)
    {
        var (keys, seqs) = full.Sorted();
        var run = new Run(store.NewId(), 0, Run.BitsFor(keys.Length), keys.Length, full.After, full.Upto, full.Mark);
        store.Transact(() =>
        {
            store.InsertBlocks(run, 0, run.Blocks, keys, seqs);
            store.Publish(run, []);
        });
        lock (gate)
        {
            current = new Sources(current.Waiting.Remove(full), current.Runs.Add(run));
        }

        Interlocked.Exchange(ref spare, full);
    }

    private void Finish(RunMerge merged)
    {
        lock (gate)
        {
            var first = current.Runs.IndexOf(merged.Inputs[0]);
            current = new Sources(
                current.Waiting, current.Runs.RemoveRange(first, merged.Inputs.Count).Insert(first, merged.Output));
        }

        foreach (var input in merged.Inputs)
        {
            store.Discard(input.Id);
        }
    }

    /// <summary>The oldest eight runs of a level. Runs of one level are neighbours, the higher levels before the lower.</summary>
    private static List<Run>? Due(ImmutableArray<Run> runs) => runs
        .GroupBy(r => r.Level).Where(level => level.Count() >= FanIn).MinBy(level => level.Key)?.Take(FanIn).ToList();

    /// <param name="waiting">Complete, and not yet a run; oldest first.</param>
    /// <param name="runs">Oldest first.</param>
    internal sealed class Sources(ImmutableArray<RecentKeys> waiting, ImmutableArray<Run> runs)
    {
        public ImmutableArray<RecentKeys> Waiting => waiting;

        public ImmutableArray<Run> Runs => runs;
    }
}
