using System.Buffers;

namespace LtcActors.Journal.Sqlite.Batches;

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
    private readonly LinkedList<Entry> latestFirst = [];
    private long bytes;

    /// <summary>Takes over the array.</summary>
    /// <param name="size">How much of it holds events.</param>
    public void Put(long firstSeq, byte[] rented, int size, int events)
    {
        var starts = StartsOf(rented.AsSpan(0, size), events);
        lock (gate)
        {
            if (rented.Length > maxBytes || byFirstSeq.ContainsKey(firstSeq))
            {
                ArrayPool<byte>.Shared.Return(rented);
                return;
            }

            byFirstSeq.Add(firstSeq, latestFirst.AddFirst(new Entry(firstSeq, rented, size, starts)));
            bytes += rented.Length;
            while (bytes > maxBytes)
            {
                Drop(latestFirst.Last!);
            }
        }
    }

    /// <summary>Reads one event in place.</summary>
    /// <param name="index">Of the event in its batch, from 0.</param>
    /// <param name="read">Keeps nothing of the bytes, and is short: all readers wait for it.</param>
    /// <returns>False when the batch is not here.</returns>
    public bool TryRead<TArgument, TResult>(
        long firstSeq, int index, TArgument argument, Func<TArgument, ReadOnlySpan<byte>, TResult> read, out TResult? result)
    {
        lock (gate)
        {
            if (!byFirstSeq.TryGetValue(firstSeq, out var node))
            {
                result = default;
                return false;
            }

            latestFirst.Remove(node);
            latestFirst.AddFirst(node);
            var framed = node.Value.Bytes.AsSpan(0, node.Value.Size);
            var near = framed[node.Value.Starts[index / Stride]..];
            result = read(argument, near[BatchCodec.Locate(near, index % Stride)]);
            return true;
        }
    }

    private void Drop(LinkedListNode<Entry> node)
    {
        latestFirst.Remove(node);
        byFirstSeq.Remove(node.Value.FirstSeq);
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

    private readonly record struct Entry(long FirstSeq, byte[] Bytes, int Size, int[] Starts);
}
