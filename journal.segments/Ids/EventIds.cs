using LtcActors.Journal.Segments.Batches;

namespace LtcActors.Journal.Segments.Ids;

/// <summary>
/// Where events of a key stand: fingerprints of all, the latest in memory, the others in sorted runs. An index that is updated
/// with every event costs more than the journal itself; this writes each entry once an eightfold of growth.
/// </summary>
internal sealed class EventIds : IDisposable
{
    /// <summary>Of a run, when all of it is read: some 2 MB of it in memory at a time.</summary>
    private const int BlocksAtOnce = 256;

    private readonly int runEvents;
    private readonly IRunStore store;
    private readonly IRunReader reader;
    private readonly RunIndexer indexer;
    private readonly Fingerprints fingerprints = new();
    private RecentKeys recent;

    private EventIds(IRunStore store, Func<long, string?> markAt, int runEvents)
    {
        this.runEvents = runEvents;
        this.store = store;
        try
        {
            Load(markAt);
            reader = store.OpenReader();
        }
        catch
        {
            store.Dispose();
            throw;
        }

        indexer = new RunIndexer(store, store.Runs);
        recent = new RecentKeys(runEvents) { After = store.Runs.Count == 0 ? 0 : store.Runs[^1].Upto };
    }

    public RunIndexer Indexer => indexer;

    /// <param name="open">Opens the runs.</param>
    /// <param name="discard">Throws them away, when they are of no use for this journal.</param>
    /// <param name="markAt">Mark of the commit that ends at a place; null when none does.</param>
    public static EventIds Open(Func<IRunStore> open, Action discard, Func<long, string?> markAt, int runEvents)
    {
        try
        {
            return new EventIds(open(), markAt, runEvents);
        }
        catch (InvalidDataException)
        {
            discard();
            return new EventIds(open(), markAt, runEvents);
        }
    }

    /// <summary>False: there is certainly none.</summary>
    public bool MayContain(ulong key) => fingerprints.Contains(key);

    public void MayContain(ReadOnlySpan<ulong> keys, Span<bool> may)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            may[i] = fingerprints.Contains(keys[i]);
        }
    }

    /// <summary>Places of the events of a key among the latest.</summary>
    public void CollectRecent(ulong key, List<long> places) => recent.Collect(key, places);

    /// <summary>Places of the events of a key among all others.</summary>
    public void CollectOlder(ulong key, List<long> places)
    {
        RunIndexer.Sources sources;
        do
        {
            // A run may be merged and deleted while we look; then we look again.
            sources = indexer.Current;
            places.Clear();
            foreach (var waiting in sources.Waiting)
            {
                waiting.Collect(key, places);
            }

            foreach (var run in sources.Runs)
            {
                reader.Collect(run, key, places);
            }
        }
        while (!ReferenceEquals(sources, indexer.Current));
    }

    public void Add(ulong key, long seq)
    {
        fingerprints.Add(key);
        recent.Add(key, seq);
    }

    /// <summary>To be called after all events of a commit are added: a run ends where a commit ends.</summary>
    public void EndCommit(Commit commit)
    {
        if (recent.Count >= runEvents)
        {
            recent.Upto = commit.LastSeq;
            recent.Mark = commit.Mark;
            recent = indexer.Exchange(recent) ?? new RecentKeys(runEvents);
            recent.After = commit.LastSeq;
        }
    }

    /// <summary>Adds what the journal holds after the runs, which is all of it when there are none; then starts indexing.</summary>
    public void CatchUp(ISegmentStore journal)
    {
        var position = store.Runs.Count == 0 ? 0 : store.Runs[^1].Upto;
        journal.Visit(position + 1, (commit, framed) =>
        {
            var at = 0;
            for (var i = 0; i < commit.Events; i++)
            {
                if (EventName.KeyOf(framed[BatchCodec.Next(framed, ref at)]) is { } key)
                {
                    Add(key, commit.FirstSeq + i);
                }
            }

            EndCommit(commit);
            if (!indexer.Current.Waiting.IsEmpty)
            {
                indexer.WorkOff();
            }
        });
        indexer.Start();
    }

    public void Dispose()
    {
        indexer.Dispose();
        reader.Dispose();
        store.Dispose();
    }

    /// <summary>Takes the fingerprints from the runs, and looks at every byte of them on the way.</summary>
    private void Load(Func<long, string?> markAt)
    {
        var (keys, seqs) = (new List<ulong>(), new List<long>());
        var upto = 0L;
        foreach (var run in store.Runs)
        {
            Check(run.After == upto && markAt(run.Upto) == run.Mark, run);
            upto = run.Upto;
            var events = 0L;
            for (var block = 0L; block < run.Blocks; block += BlocksAtOnce, events += keys.Count)
            {
                keys.Clear();
                seqs.Clear();
                store.ReadBlocks(run, block, Math.Min(BlocksAtOnce, run.Blocks - block), keys, seqs);
                foreach (var key in keys)
                {
                    fingerprints.Add(key);
                }
            }

            Check(events == run.Events, run);
        }
    }

    private static void Check(bool holds, Run run)
    {
        if (!holds)
        {
            throw new InvalidDataException($"Run {run.Id} of the index of ids does not fit the journal.");
        }
    }
}
