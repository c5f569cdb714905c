using System.Security.Cryptography;
using System.Text;
using LtcActors.Engine.Ports;

namespace LtcActors.Journal.Segments.Transfer;

/// <param name="LastSeq">Place of the last entry.</param>
public readonly record struct TransferCounts(long Commits, long Events, long Decisions, long LastSeq);

/// <summary>
/// A journal as a file, the same whichever store it came from. <c>LTCJ1\n</c>; then, deflated as one zlib stream, each commit: its
/// first place, milliseconds of recordedAt, number of events, number of decisions, each event as length and bytes, each decision as
/// kind, length and bytes; then a place of 0, the four counts, and the SHA-256 of all uncompressed bytes before it. Numbers are
/// little-endian: 64 bits for places, milliseconds and counts, 32 for the rest, a byte for the kind.
/// </summary>
public static class TransferFile
{
    private const int LongestEvent = 256 << 20;
    private static readonly byte[] Magic = "LTCJ1\n"u8.ToArray();

    /// <param name="progress">Told after every commit.</param>
    public static TransferCounts Write(IEnumerable<StoredBatch> journal, Stream to, Action<TransferCounts> progress)
    {
        to.Write(Magic);
        using var zlib = new System.IO.Compression.ZLibStream(to, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory, Encoding.UTF8);
        var counts = default(TransferCounts);
        foreach (var batch in journal)
        {
            Write(writer, batch);
            Flush();
            counts = After(counts, batch);
            progress(counts);
        }

        writer.Write(0L);
        writer.Write(counts.Commits);
        writer.Write(counts.Events);
        writer.Write(counts.Decisions);
        writer.Write(counts.LastSeq);
        Flush();
        zlib.Write(hash.GetHashAndReset());
        return counts;

        void Flush()
        {
            writer.Flush();
            var bytes = memory.GetBuffer().AsSpan(0, (int)memory.Length);
            hash.AppendData(bytes);
            zlib.Write(bytes);
            memory.SetLength(0);
        }
    }

    /// <summary>Reads commit by commit, and compares counts and hash at the end.</summary>
    /// <exception cref="InvalidDataException">It is no such file, or is cut short or damaged: found at the latest at its end.</exception>
    public static IEnumerable<StoredBatch> Read(Stream from)
    {
        var magic = new byte[Magic.Length];
        if (from.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) != magic.Length || !magic.AsSpan().SequenceEqual(Magic))
        {
            throw new InvalidDataException("This is no journal that silo export wrote.");
        }

        using var zlib = new System.IO.Compression.ZLibStream(from, System.IO.Compression.CompressionMode.Decompress, leaveOpen: true);
        using var input = new HashedInput(zlib);
        var counts = default(TransferCounts);
        while (input.Long() is var first && first != 0)
        {
            if (first != counts.LastSeq + 1)
            {
                throw new InvalidDataException($"The file goes from place {counts.LastSeq} to {first}.");
            }

            var batch = ReadBatch(input, first);
            counts = After(counts, batch);
            yield return batch;
        }

        var told = new TransferCounts(input.Long(), input.Long(), input.Long(), input.Long());
        if (told != counts || !input.HashHolds())
        {
            throw new InvalidDataException("The file is damaged: its counts or its hash do not hold.");
        }
    }

    /// <summary>Adds what the target lacks; what it has already must be the same. So it can be broken off and begun again.</summary>
    /// <exception cref="InvalidDataException">The target holds another journal, or the file is damaged.</exception>
    public static TransferCounts Import(IEnumerable<StoredBatch> from, SegmentJournal target, Action<TransferCounts> progress)
    {
        var counts = default(TransferCounts);
        using var present = target.ReadBatches(0).GetEnumerator();
        foreach (var batch in from)
        {
            if (batch.FirstSeq > target.LastSeq)
            {
                target.Import(batch);
            }
            else if (!present.MoveNext() || !Same(present.Current, batch))
            {
                throw new InvalidDataException(
                    $"The target holds another journal: its commit at place {batch.FirstSeq} is not the one to be imported. Import into an empty one.");
            }

            counts = After(counts, batch);
            progress(counts);
        }

        if (target.LastSeq > counts.LastSeq)
        {
            throw new InvalidDataException($"The target goes on after place {counts.LastSeq}, where the file ends: nothing was imported.");
        }

        return counts;
    }

    private static TransferCounts After(TransferCounts counts, StoredBatch batch) => new(
        counts.Commits + 1, counts.Events + batch.Events.Count, counts.Decisions + batch.Decisions.Count,
        batch.FirstSeq + batch.Events.Count + batch.Decisions.Count - 1);

    private static void Write(BinaryWriter writer, StoredBatch batch)
    {
        writer.Write(batch.FirstSeq);
        writer.Write(batch.RecordedAt.ToUnixTimeMilliseconds());
        writer.Write(batch.Events.Count);
        writer.Write(batch.Decisions.Count);
        foreach (var e in batch.Events)
        {
            writer.Write(e.Length);
            writer.Write(e.Span);
        }

        foreach (var decision in batch.Decisions)
        {
            writer.Write((byte)decision.Kind);
            writer.Write(decision.Json.Length);
            writer.Write(decision.Json.Span);
        }
    }

    private static StoredBatch ReadBatch(HashedInput input, long first)
    {
        var recordedAt = DateTimeOffset.FromUnixTimeMilliseconds(input.Long());
        var (events, decisions) = (input.Int(), input.Int());
        var all = new List<ReadOnlyMemory<byte>>();
        for (var i = 0; i < events; i++)
        {
            all.Add(input.Bytes(LongestEvent));
        }

        var decided = new List<StoredDecision>();
        for (var i = 0; i < decisions; i++)
        {
            var kind = (DecisionKind)input.Byte();
            decided.Add(new StoredDecision(first + events + i, kind, recordedAt, input.Bytes(LongestEvent)));
        }

        return new StoredBatch(first, recordedAt, all, decided);
    }

    private static bool Same(StoredBatch a, StoredBatch b) =>
        a.FirstSeq == b.FirstSeq && a.RecordedAt == b.RecordedAt
        && a.Events.Count == b.Events.Count && a.Decisions.Count == b.Decisions.Count
        && a.Events.Zip(b.Events).All(e => e.First.Span.SequenceEqual(e.Second.Span))
        && a.Decisions.Zip(b.Decisions).All(d => d.First.Kind == d.Second.Kind && d.First.Json.Span.SequenceEqual(d.Second.Json.Span));
}
