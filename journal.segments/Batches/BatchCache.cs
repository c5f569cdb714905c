namespace LtcActors.Journal.Segments.Batches;

/// <summary>
/// The batches last written or asked for, uncompressed, so that an event near the end or near the last one asked for costs no
/// inflating. They are copied into large blocks one after the other, and the oldest block is written anew when there is no room left: so
/// nothing is allocated a batch, and a collector has nothing to move. Nothing of a block may leave: readers work or copy within.
/// </summary>
/// <param name="maxBytes">Of the blocks together.</param>
internal sealed class BatchCache(long maxBytes)
{
    /// <summary>The start of each such event is kept, so that finding one is not a walk through the whole batch.</summary>
    private const int Stride = 32;

    /// <summary>Among the large objects, which are not moved. A batch that is larger has a block of its own.</summary>
    private const int BlockBytes = 2 << 20;

    private readonly Lock gate = new();
    private readonly Dictionary<long, Entry> byFirstSeq = [];
    private readonly SortedSet<long> firstSeqs = [];
    private readonly Queue<Block> oldestFirst = [];
    private Block? filling;
    private long bytes;

    /// <summary>Copies a batch, where it may ever fit.</summary>
    /// <param name="framed">The commit's events, as framed.</param>
    public void Put(Commit commit, ReadOnlySpan<byte> framed)
    {
        var starts = StartsOf(framed, commit.Events);
        lock (gate)
        {
            if (commit.Events == 0 || framed.Length > maxBytes || byFirstSeq.ContainsKey(commit.FirstSeq))
            {
                return;
            }

            var block = WithRoomFor(framed.Length);
            framed.CopyTo(block.Bytes.AsSpan(block.Used));
            byFirstSeq.Add(commit.FirstSeq, new(commit, block.Bytes.AsMemory(block.Used, framed.Length), starts));
            firstSeqs.Add(commit.FirstSeq);
            block.Used += framed.Length;
            block.FirstSeqs.Add(commit.FirstSeq);
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
            if (Holding(seq) is not { } entry)
            {
                return false;
            }

            commit = entry.Commit;
            var index = (int)(seq - commit.FirstSeq);
            var near = entry.Framed.Span[entry.Starts[index / Stride]..];
            result = read(argument, near[BatchCodec.Locate(near, index % Stride)]);
            return true;
        }
    }

    private Entry? Holding(long seq)
    {
        // A span of places that would begin before the least is no span to SortedSet.
        if (firstSeqs.Count == 0 || seq < firstSeqs.Min)
        {
            return null;
        }

        var entry = byFirstSeq[firstSeqs.GetViewBetween(firstSeqs.Min, seq).Max];
        return seq - entry.Commit.FirstSeq < entry.Commit.Events ? entry : null;
    }

    private Block WithRoomFor(int size)
    {
        if (filling is not null && filling.Bytes.Length - filling.Used >= size)
        {
            return filling;
        }

        var wanted = (int)Math.Min(maxBytes, Math.Max(size, BlockBytes));
        byte[]? again = null;
        while (bytes + wanted > maxBytes)
        {
            var oldest = oldestFirst.Dequeue();
            oldest.FirstSeqs.ForEach(Forget);
            bytes -= oldest.Bytes.Length;
            again = oldest.Bytes.Length == wanted ? oldest.Bytes : null;
        }

        filling = new(again ?? GC.AllocateUninitializedArray<byte>(wanted));
        oldestFirst.Enqueue(filling);
        bytes += wanted;
        return filling;
    }

    private void Forget(long firstSeq)
    {
        byFirstSeq.Remove(firstSeq);
        firstSeqs.Remove(firstSeq);
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

    private sealed record Entry(Commit Commit, ReadOnlyMemory<byte> Framed, int[] Starts);

    private sealed class Block(byte[] bytes)
    {
        public byte[] Bytes => bytes;

        public int Used { get; set; }

        public List<long> FirstSeqs { get; } = [];
    }
}
