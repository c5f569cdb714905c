using System.Buffers;

namespace LtcActors.Journal.Segments.Batches;

/// <summary>
/// The batches last written or asked for, uncompressed, so that an event near the end or near the last one asked for costs no
/// inflating. Its arrays come from the shared pool and go back to it, so nothing of them may leave: readers work or copy within.
/// </summary>
/// <param name="maxBytes">Of the arrays as rented, which is up to twice of what they hold.</param>
internal sealed class BatchCache(long maxBytes)
{
    /// <summary>The start of each such event is kept, so that finding one is not a walk through the whole batch.</summary>
    private const int Stride = 32;

    private readonly Lock gate = new();
    private readonly Dictionary<long, LinkedListNode<Entry>> byFirstSeq = [];
    private readonly SortedSet<long> firstSeqs = [];
    private readonly LinkedList<Entry> latestFirst = [];
    private long bytes;

    /// <summary>Takes over the array.</summary>
    public void Put(Commit commit, byte[] rented)
    {
        var firstSeq = commit.FirstSeq;
        var starts = StartsOf(rented.AsSpan(0, commit.Size), commit.Events);
        lock (gate)
        {
            if (rented.Length > maxBytes || commit.Events == 0 || byFirstSeq.ContainsKey(firstSeq))
            {
                ArrayPool<byte>.Shared.Return(rented);
                return;
            }

            byFirstSeq.Add(firstSeq, latestFirst.AddFirst(new Entry(commit, rented, starts)));
            firstSeqs.Add(firstSeq);
            bytes += rented.Length;
            while (bytes > maxBytes)
            {
                Drop(latestFirst.Last!);
            }
        }
    }

    /// <summary>Reads one event in place.</summary>
    /// <param name="seq">Place of the event.</param>
    /// <param name="read">Keeps nothing of the bytes, and is short: all readers wait for it.</param>
    /// <returns>False when the batch is not here, or no event stands at the place.</returns>
    public bool TryRead<TArgument, TResult>(
        long seq, TArgument argument, Func<TArgument, ReadOnlySpan<byte>, TResult> read, out Commit commit, out TResult? result)
    {
        lock (gate)
        {
            commit = default;
            result = default;
            if (Holding(seq) is not { } node)
            {
                return false;
            }

            latestFirst.Remove(node);
            latestFirst.AddFirst(node);
            commit = node.Value.Commit;
            var index = (int)(seq - commit.FirstSeq);
            var framed = node.Value.Bytes.AsSpan(0, commit.Size);
            var near = framed[node.Value.Starts[index / Stride]..];
            result = read(argument, near[BatchCodec.Locate(near, index % Stride)]);
            return true;
        }
    }

    private LinkedListNode<Entry>? Holding(long seq)
    {
        // A span of places that would begin before the least is no span to SortedSet.
        if (firstSeqs.Count == 0 || seq < firstSeqs.Min)
        {
            return null;
        }

        var node = byFirstSeq[firstSeqs.GetViewBetween(firstSeqs.Min, seq).Max];
        return seq - node.Value.Commit.FirstSeq < node.Value.Commit.Events ? node : null;
    }

    private void Drop(LinkedListNode<Entry> node)
    {
        latestFirst.Remove(node);
        byFirstSeq.Remove(node.Value.Commit.FirstSeq);
        firstSeqs.Remove(node.Value.Commit.FirstSeq);
        bytes -= node.Value.Bytes.Length;
        ArrayPool<byte>.Shared.Return(node.Value.Bytes);
    }

    private static int[] StartsOf(ReadOnlySpan<byte> framed, int events)
    {
        var starts = new int[(events + Stride - 1) / Stride];
        var position = 0;
        for (var i = 0; i < events; i++)
        {
            if (i % Stride == 0)
            {
                starts[i / Stride] = position;
            }

            BatchCodec.Next(framed, ref position);
        }

        return starts;
    }

    private readonly record struct Entry(Commit Commit, byte[] Bytes, int[] Starts);
}
