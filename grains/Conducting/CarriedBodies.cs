using System.Collections.Concurrent;
using LtcActors.Engine.Ports;

namespace LtcActors.Grains.Conducting;

/// <summary>
/// The writer's journal, and beside it the bytes of the events that are not judged yet: they travel to the partitions, and are not to
/// be read from the database for that.
/// </summary>
internal sealed class CarriedBodies(IJournal journal) : IJournal
{
    // Never peeked at: a queue that has been keeps what is taken out of it, and, once a part of it is old, all that comes after, until the
    // whole heap is collected.
    private readonly ConcurrentQueue<(long First, IReadOnlyList<ReadOnlyMemory<byte>> Bodies)> batches = new();
    private (long First, IReadOnlyList<ReadOnlyMemory<byte>> Bodies) judging = (0, []);

    public long LastSeq => journal.LastSeq;

    public DateTimeOffset? LastRecordedAt => journal.LastRecordedAt;

    /// <summary>By place; places only ever grow. The conductor's thread.</summary>
    /// <exception cref="InvalidOperationException">It was not among what was appended or read.</exception>
    public ReadOnlyMemory<byte> Of(long seq)
    {
        while (seq >= judging.First + judging.Bodies.Count)
        {
            if (!batches.TryDequeue(out var next))
            {
                throw Missing(seq);
            }

            judging = next;
        }

        return seq >= judging.First ? judging.Bodies[(int)(seq - judging.First)] : throw Missing(seq);
    }

    public long Find(ulong key, string source, string id) => journal.Find(key, source, id);

    public void MayHold(ReadOnlySpan<ulong> keys, Span<bool> may) => journal.MayHold(keys, may);

    public void Append(DateTimeOffset recordedAt, ReadOnlySpan<NewEvent> events, ReadOnlySpan<NewDecision> decisions)
    {
        var first = journal.LastSeq + 1;
        journal.Append(recordedAt, events, decisions);
        if (events.IsEmpty)
        {
            return;
        }

        // Not copied: what comes to a conductor comes in a message of its own, which nobody uses again.
        var bodies = new ReadOnlyMemory<byte>[events.Length];
        for (var i = 0; i < bodies.Length; i++)
        {
            bodies[i] = events[i].Json;
        }

        batches.Enqueue((first, bodies));
    }

    public StoredEvent? ReadEvent(long seq) => journal.ReadEvent(seq);

    public IEnumerable<StoredBatch> ReadBatches(long after)
    {
        foreach (var batch in journal.ReadBatches(after))
        {
            if (batch.Events.Count > 0)
            {
                batches.Enqueue((batch.FirstSeq, batch.Events));
            }

            yield return batch;
        }
    }

    public IReadOnlyList<StoredDecision> ReadDecisions(long after, int limit) => journal.ReadDecisions(after, limit);

    public IReadOnlyList<StoredDecision> ReadRecords(DecisionKind kind, long after, int limit) => journal.ReadRecords(kind, after, limit);

    public IReadOnlyList<StoredDecision> ReadRecordsBack(DecisionKind kind, long before, int limit) => journal.ReadRecordsBack(kind, before, limit);

    // Its owner does that.
    public void Dispose()
    {
    }

    private static InvalidOperationException Missing(long seq) => new($"The bytes of the event at {seq} are gone before it was judged.");
}
