namespace LtcActors.Journal.Segments.Ids;

/// <summary>Keys and places of the latest events, those that are in no run yet. A key may stand in it more than once.</summary>
/// <param name="events">How many it holds before it grows.</param>
internal sealed class RecentKeys(int events)
{
    private const ulong Spread = 0x9E3779B97F4A7C15;

    // At most half full; a place of 0 marks a free slot.
    private ulong[] keys = new ulong[Capacity(events)];
    private long[] seqs = new long[Capacity(events)];

    public int Count { get; private set; }

    /// <summary>The last place before those it covers.</summary>
    public long After { get; set; }

    /// <summary>The last place it covers, once it is complete.</summary>
    public long Upto { get; set; }

    /// <summary>See <see cref="Run.Mark"/>.</summary>
    public string Mark { get; set; } = "";

    public void Add(ulong key, long seq)
    {
        if (2 * (Count + 1) > keys.Length)
        {
            Grow();
        }

        Put(key, seq);
        Count++;
    }

    public void Collect(ulong key, List<long> places)
    {
        for (var slot = SlotOf(key); seqs[slot] != 0; slot = (slot + 1) & (keys.Length - 1))
        {
            if (keys[slot] == key)
            {
                places.Add(seqs[slot]);
            }
        }
    }

    /// <summary>Copies in the order of keys.</summary>
    public (ulong[] Keys, long[] Seqs) Sorted()
    {
        var sortedKeys = new ulong[Count];
        var sortedSeqs = new long[Count];
        for (int slot = 0, n = 0; slot < keys.Length; slot++)
        {
            if (seqs[slot] != 0)
            {
                sortedKeys[n] = keys[slot];
                sortedSeqs[n++] = seqs[slot];
            }
        }

        Array.Sort(sortedKeys, sortedSeqs);
        return (sortedKeys, sortedSeqs);
    }

    public void Clear()
    {
        Array.Clear(seqs);
        Count = 0;
    }

    private static int Capacity(int events) => (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(8, 2 * events));

    private int SlotOf(ulong key) => (int)((key * Spread) >> 32) & (keys.Length - 1);

    private void Put(ulong key, long seq)
    {
        var slot = SlotOf(key);
        while (seqs[slot] != 0)
        {
            slot = (slot + 1) & (keys.Length - 1);
        }

        keys[slot] = key;
        seqs[slot] = seq;
    }

    private void Grow()
    {
        var (oldKeys, oldSeqs) = (keys, seqs);
        keys = new ulong[2 * oldKeys.Length];
        seqs = new long[keys.Length];
        for (var slot = 0; slot < oldKeys.Length; slot++)
        {
            if (oldSeqs[slot] != 0)
            {
                Put(oldKeys[slot], oldSeqs[slot]);
            }
        }
    }
}
