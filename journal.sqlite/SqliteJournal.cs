using System.Buffers;
using LtcActors.Engine.Ports;
using LtcActors.Journal.Sqlite.Batches;
using LtcActors.Journal.Sqlite.Ids;
using LtcActors.Journal.Sqlite.Sql;

namespace LtcActors.Journal.Sqlite;

/// <summary>
/// The journal in <c>journal.sqlite</c> of a folder, one row a commit. <c>ids.sqlite</c> beside it finds duplicates and may be
/// deleted whenever no process has the folder open.
/// </summary>
public sealed class SqliteJournal : IJournal
{
    private readonly FileStream folderLock;
    private readonly JournalFile file;
    private readonly ReaderPool<BatchReader> readers;
    private readonly BatchCache cache;
    private readonly BatchCodec codec = new();
    private readonly EventIds ids;
    private readonly List<long> candidates = [];
    private long lastSeq;
    private long lastMilliseconds = long.MinValue;
    private bool disposed;

    private SqliteJournal(string folder, FileStream folderLock, SqliteJournalOptions options)
    {
        this.folderLock = folderLock;
        var path = Path.Combine(folder, "journal.sqlite");
        file = new JournalFile(path);
        readers = new ReaderPool<BatchReader>(() => new BatchReader(path));
        cache = new BatchCache(options.CacheBytes);
        try
        {
            using var lease = readers.Rent();
            var reader = lease.Reader;
            if (reader.CommitHolding(long.MaxValue) is { } last)
            {
                lastSeq = last.LastSeq;
                lastMilliseconds = last.Milliseconds;
            }

            ids = EventIds.Open(
                Path.Combine(folder, "ids.sqlite"),
                file.Id,
                seq => reader.CommitHolding(seq) is { } c && c.LastSeq == seq ? c.Mark : null,
                options.RunEvents);
            ids.CatchUp(reader);
        }
        catch
        {
            ids?.Dispose();
            readers.Dispose();
            file.Dispose();
            throw;
        }
    }

    public long LastSeq => Volatile.Read(ref lastSeq);

    public DateTimeOffset? LastRecordedAt =>
        Volatile.Read(ref lastMilliseconds) is var ms and not long.MinValue ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    internal JournalFile File => file;

    internal EventIds Ids => ids;

    /// <param name="folder">Made if it is missing. One process at a time; give it a disk of its own machine, not a network share.</param>
    /// <exception cref="JournalUnavailableException">Another process has it, it is of a later version, or it cannot be read.</exception>
    public static SqliteJournal Open(string folder) => Open(folder, new SqliteJournalOptions());

    internal static SqliteJournal Open(string folder, SqliteJournalOptions options)
    {
        FileStream folderLock;
        try
        {
            Directory.CreateDirectory(folder);
            // A file of its own: SQLite's own exclusive mode would shut our readers out too.
            folderLock = new FileStream(Path.Combine(folder, "journal.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalUnavailableException(
                $"The journal in {folder} is in use by another process, or cannot be written: {e.Message}", e);
        }

        try
        {
            return new SqliteJournal(folder, folderLock, options);
        }
        catch (Exception e)
        {
            folderLock.Dispose();
            if (e is SqliteStoreException or IOException or InvalidDataException or UnauthorizedAccessException)
            {
                throw new JournalUnavailableException($"The journal in {folder} cannot be opened: {e.Message}", e);
            }

            throw;
        }
    }

    public long Find(ulong key, string source, string id)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
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
        catch (Exception e) when (e is SqliteStoreException or InvalidDataException)
        {
            throw new JournalUnavailableException($"The journal cannot tell whether an event is new: {e.Message}", e);
        }
    }

    public void Append(DateTimeOffset recordedAt, ReadOnlySpan<NewEvent> events, ReadOnlySpan<NewDecision> decisions)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
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
            var body = codec.Compress(framed.AsSpan(0, size), out var how);
            commit = commit with { Codec = how };
            file.Write(commit, body, decisions);
        }
        catch (Exception e)
        {
            ArrayPool<byte>.Shared.Return(framed);
            if (e is SqliteStoreException)
            {
                throw new JournalUnavailableException($"The journal could not be written: {e.Message}", e);
            }

            throw;
        }

        // Only what is committed is remembered, so a failure has nothing to undo.
        cache.Put(commit.FirstSeq, framed, size, events.Length);
        for (var i = 0; i < events.Length; i++)
        {
            ids.Add(events[i].Key, commit.FirstSeq + i);
        }

        ids.EndCommit(commit);
        Volatile.Write(ref lastMilliseconds, milliseconds);
        Volatile.Write(ref lastSeq, commit.LastSeq);
    }

    public StoredEvent? ReadEvent(long seq)
    {
        using var lease = readers.Rent();
        var commit = lease.Reader.Read(seq, cache, 0, static (_, json) => json.ToArray(), out var json);
        return commit is { } c ? new StoredEvent(seq, c.RecordedAt, json) : null;
    }

    public IEnumerable<StoredBatch> ReadBatches(long after)
    {
        var next = after + 1;
        using (var lease = readers.Rent())
        {
            if (lease.Reader.CommitHolding(next) is { } holding && holding.LastSeq >= next)
            {
                next = holding.FirstSeq;
            }
        }

        while (true)
        {
            List<StoredBatch> some;
            using (var lease = readers.Rent())
            {
                some = lease.Reader.Some(next);
            }

            if (some.Count == 0)
            {
                yield break;
            }

            foreach (var batch in some)
            {
                yield return batch;
            }

            var last = some[^1];
            next = last.FirstSeq + last.Events.Count + last.Decisions.Count;
        }
    }

    public IReadOnlyList<StoredDecision> ReadDecisions(long after, int limit)
    {
        using var lease = readers.Rent();
        return lease.Reader.Decisions(after, Math.Max(0, limit));
    }

    public void Dispose()
    {
        if (!disposed)
        {
            disposed = true;
            ids.Dispose();
            readers.Dispose();
            // Last of the connections, so that SQLite copies the log back and removes it.
            file.Dispose();
            folderLock.Dispose();
        }
    }

    private long FirstOf(List<long> places, string source, string id)
    {
        if (places.Count == 0)
        {
            return 0;
        }

        using var lease = readers.Rent();
        foreach (var seq in places)
        {
            var found = lease.Reader.Read(
                seq, cache, (source, id), static (name, json) => EventName.Is(json, name.source, name.id), out var same);
            if (found is not null && same)
            {
                return seq;
            }
        }

        return 0;
    }
}
