using LtcActors.Engine.Ports;
using LtcActors.Journal.Segments;
using LtcActors.Journal.Segments.Batches;
using LtcActors.Journal.Sqlite.Batches;
using LtcActors.Journal.Sqlite.Sql;

namespace LtcActors.Journal.Sqlite;

/// <summary>The segments of <c>journal.sqlite</c>: one connection that writes, any number that read.</summary>
internal sealed class SqliteSegments : ISegmentStore
{
    private readonly JournalFile? file;
    private readonly ReaderPool<BatchReader> readers;

    public SqliteSegments(string path)
        : this(path, new JournalFile(path))
    {
    }

    private SqliteSegments(string path, JournalFile? file)
    {
        this.file = file;
        readers = new ReaderPool<BatchReader>(() => new BatchReader(path));
    }

    public string Id => File.Id;

    internal JournalFile File => file ?? throw new InvalidOperationException("Opened for reading.");

    /// <summary>For reading alone, whoever writes it.</summary>
    /// <exception cref="JournalUnavailableException">It is of another version.</exception>
    public static SqliteSegments OpenReader(string path)
    {
        using (var db = Db.OpenReader(path))
        {
            JournalFile.Check(db, path);
        }

        return new(path, null);
    }

    public void Write(Commit row, ReadOnlyMemory<byte> body, ReadOnlySpan<NewDecision> decisions) => File.Write(row, body.Span, decisions);

    public Commit? CommitHolding(long seq)
    {
        using var lease = readers.Rent();
        return lease.Reader.CommitHolding(seq);
    }

    public Commit? Expand(long seq, out byte[] rented)
    {
        using var lease = readers.Rent();
        return lease.Reader.Expand(seq, out rented);
    }

    public List<StoredBatch> Some(long firstSeq)
    {
        using var lease = readers.Rent();
        return lease.Reader.Some(firstSeq);
    }

    public void Visit(long firstSeq, CommitVisitor visitor)
    {
        using var lease = readers.Rent();
        lease.Reader.Visit(firstSeq, visitor);
    }

    public List<StoredDecision> Decisions(long after, int limit)
    {
        using var lease = readers.Rent();
        return lease.Reader.Decisions(after, limit);
    }

    public List<StoredDecision> Records(DecisionKind kind, long after, int limit)
    {
        using var lease = readers.Rent();
        return lease.Reader.Records(kind, after, limit);
    }

    public List<StoredDecision> RecordsBack(DecisionKind kind, long before, int limit)
    {
        using var lease = readers.Rent();
        return lease.Reader.RecordsBack(kind, before, limit);
    }

    public bool IsFailure(Exception e) => e is SqliteStoreException;

    public void Dispose()
    {
        readers.Dispose();
        // Last of the connections, so that SQLite copies the log back and removes it.
        file?.Dispose();
    }
}
