using LtcActors.Engine.Ports;
using LtcActors.Journal.Segments;
using LtcActors.Journal.Segments.Batches;

namespace LtcActors.Journal.Postgres;

/// <summary>The journal for a process that is not its writer: it shows what is committed at the instant it is asked. Any thread.</summary>
public sealed class PostgresJournalReader : IJournal
{
    private readonly PostgresSegments segments;

    private PostgresJournalReader(PostgresDatabase database) => segments = new(database, lease: null);

    public long LastSeq => segments.CommitHolding(long.MaxValue)?.LastSeq ?? 0;

    public DateTimeOffset? LastRecordedAt => segments.CommitHolding(long.MaxValue)?.RecordedAt;

    /// <exception cref="JournalUnavailableException">The database is not migrated to this program's version, or cannot be read.</exception>
    public static PostgresJournalReader Open(PostgresDatabase database)
    {
        try
        {
            Migrator.Check(database);
            return new(database);
        }
        catch (Exception e) when (PostgresDatabase.IsFailure(e) || e is InvalidDataException)
        {
            throw new JournalUnavailableException($"The journal in {database.Where} cannot be opened: {e.Message}", e);
        }
    }

    /// <exception cref="NotSupportedException">Always: only the writer tells duplicates apart.</exception>
    public long Find(ulong key, string source, string id) => throw new NotSupportedException("A reader looks nothing up by name.");

    /// <exception cref="NotSupportedException">Always.</exception>
    public void Append(DateTimeOffset recordedAt, ReadOnlySpan<NewEvent> events, ReadOnlySpan<NewDecision> decisions) =>
        throw new NotSupportedException("A reader writes nothing.");

    public StoredEvent? ReadEvent(long seq)
    {
        if (segments.Expand(seq, out var rented) is not { } commit)
        {
            return null;
        }

        var framed = rented.AsSpan(0, commit.Size);
        var json = framed[BatchCodec.Locate(framed, (int)(seq - commit.FirstSeq))].ToArray();
        System.Buffers.ArrayPool<byte>.Shared.Return(rented);
        return new(seq, commit.RecordedAt, json);
    }

    public IEnumerable<StoredBatch> ReadBatches(long after) => SegmentJournal.ReadBatches(segments, after);

    public IReadOnlyList<StoredDecision> ReadDecisions(long after, int limit) => segments.Decisions(after, Math.Max(0, limit));

    public IReadOnlyList<StoredDecision> ReadRecords(DecisionKind kind, long after, int limit) =>
        segments.Records(RecordKinds.Check(kind), after, Math.Max(0, limit));

    public IReadOnlyList<StoredDecision> ReadRecordsBack(DecisionKind kind, long before, int limit) =>
        segments.RecordsBack(RecordKinds.Check(kind), before, Math.Max(0, limit));

    public void Dispose() => segments.Dispose();
}
