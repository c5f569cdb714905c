using System.Buffers;
using LtcActors.Engine.Ports;
using LtcActors.Journal.Segments.Batches;
using LtcActors.Journal.Segments.Ids;

namespace LtcActors.Journal.Segments;

/// <summary>
/// A journal with one row a commit, wherever the rows lie: framing, the cache of batches, and telling duplicates apart.
/// </summary>
public abstract class SegmentJournal : SegmentReads, IJournal
{
    private readonly BatchCache cache;
    private readonly BatchCodec codec = new();
    private readonly EventIds ids;
    private readonly List<long> candidates = [];
    private long lastSeq;
    private long lastMilliseconds = long.MinValue;

    /// <summary>Takes over the store, also when it throws.</summary>
    /// <param name="openRuns">Opens the runs of the journal with this id.</param>
    /// <param name="discardRuns">Throws the runs away, when they are damaged or another journal's.</param>
    private protected SegmentJournal(
        ISegmentStore store, Func<IRunStore> openRuns, Action discardRuns, int runEvents, long cacheBytes)
        : base(store)
    {
        cache = new BatchCache(cacheBytes);
        try
        {
            if (store.CommitHolding(long.MaxValue) is { } last)
            {
                lastSeq = last.LastSeq;
                lastMilliseconds = last.Milliseconds;
            }

            ids = EventIds.Open(
                openRuns, discardRuns, seq => store.CommitHolding(seq) is { } c && c.LastSeq == seq ? c.Mark : null, runEvents);
            ids.CatchUp(store);
        }
        catch
        {
            ids?.Dispose();
            store.Dispose();
            throw;
        }
    }

    public long LastSeq => Volatile.Read(ref lastSeq);

    public DateTimeOffset? LastRecordedAt =>
        Volatile.Read(ref lastMilliseconds) is var ms and not long.MinValue ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    internal EventIds Ids => ids;

    private protected bool IsDisposed { get; private set; }

    public long Find(ulong key, string source, string id)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (!ids.MayContain(key))
        {
            return 0;
        }

        try
        {
            // The latest first: what is sent twice is mostly sent again soon.
            candidates.Clear();
            ids.CollectRecent(key, candidates);
            if (FirstOf(candidates, source, id) is var recent and not 0)
            {
                return recent;
            }

            ids.CollectOlder(key, candidates);
            return FirstOf(candidates, source, id);
        }
        catch (Exception e) when (e is InvalidDataException || Store.IsFailure(e))
        {
            throw new JournalUnavailableException($"The journal cannot tell whether an event is new: {e.Message}", e);
        }
    }

    public void MayHold(ReadOnlySpan<ulong> keys, Span<bool> may)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        ids.MayContain(keys, may);
    }

    public void Append(DateTimeOffset recordedAt, ReadOnlySpan<NewEvent> events, ReadOnlySpan<NewDecision> decisions)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        ArgumentOutOfRangeException.ThrowIfNotEqual(recordedAt.UtcTicks % TimeSpan.TicksPerMillisecond, 0, nameof(recordedAt));
        var milliseconds = recordedAt.ToUnixTimeMilliseconds();
        ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds, lastMilliseconds, nameof(recordedAt));
        if (events.IsEmpty && decisions.IsEmpty)
        {
            return;
        }

        var framed = BatchCodec.Frame(events, out var size);
        var commit = new Commit(lastSeq + 1, events.Length, decisions.Length, milliseconds, Codec.Plain, size);
        try
        {
            var body = codec.Compress(framed.AsMemory(0, size), out var how);
            commit = commit with { Codec = how };
            Store.Write(commit, body, decisions);

            // Only what is committed is remembered, so a failure has nothing to undo.
            cache.Put(commit, framed.AsSpan(0, size));
        }
        catch (Exception e) when (Store.IsFailure(e))
        {
            throw new JournalUnavailableException($"The journal could not be written: {e.Message}", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(framed);
        }

        for (var i = 0; i < events.Length; i++)
        {
            ids.Add(events[i].Key, commit.FirstSeq + i);
        }

        ids.EndCommit(commit);
        Volatile.Write(ref lastMilliseconds, milliseconds);
        Volatile.Write(ref lastSeq, commit.LastSeq);
    }

    /// <summary>Appends a commit of another journal as it was there. Writer's thread only.</summary>
    /// <param name="batch">Its first place is the one after <see cref="LastSeq"/>.</param>
    /// <exception cref="InvalidDataException">It does not follow on what is here.</exception>
    public void Import(StoredBatch batch)
    {
        if (batch.FirstSeq != LastSeq + 1 || batch.RecordedAt < LastRecordedAt)
        {
            throw new InvalidDataException($"A commit at place {batch.FirstSeq} does not follow on place {LastSeq}.");
        }

        // An event without a source or id can never come a second time: any key will do.
        var events = new NewEvent[batch.Events.Count];
        for (var i = 0; i < events.Length; i++)
        {
            events[i] = new NewEvent(EventName.KeyOf(batch.Events[i].Span) ?? 0, "", "", batch.Events[i]);
        }

        Append(batch.RecordedAt, events, [.. batch.Decisions.Select(d => new NewDecision(d.Kind, d.Json))]);
    }

    public StoredEvent? ReadEvent(long seq)
    {
        var commit = Read(seq, 0, static (_, json) => json.ToArray(), out var json);
        return commit is { } c ? new StoredEvent(seq, c.RecordedAt, json) : null;
    }

    protected override void Dispose(bool disposing)
    {
        if (!IsDisposed)
        {
            IsDisposed = true;
            ids.Dispose();
            base.Dispose(disposing);
        }
    }

    /// <summary>Reads the event at a place in place, through the cache.</summary>
    /// <returns>The commit it came with; null when there is no event there.</returns>
    private Commit? Read<TArgument, TResult>(
        long seq, TArgument argument, Func<TArgument, ReadOnlySpan<byte>, TResult> read, out TResult? result)
    {
        if (cache.TryRead(seq, argument, read, out var cached, out result))
        {
            return cached;
        }

        if (Store.Expand(seq, out var rented) is not { } commit)
        {
            return null;
        }

        try
        {
            var framed = rented.AsSpan(0, commit.Size);
            result = read(argument, framed[BatchCodec.Locate(framed, (int)(seq - commit.FirstSeq))]);
            cache.Put(commit, framed);
            return commit;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private long FirstOf(List<long> places, string source, string id)
    {
        foreach (var seq in places)
        {
            var found = Read(seq, (source, id), static (name, json) => EventName.Is(json, name.source, name.id), out var same);
            if (found is not null && same)
            {
                return seq;
            }
        }

        return 0;
    }
}
