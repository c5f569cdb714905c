namespace LtcActors.Journal.Segments.Ids;

/// <summary>Keys and places of the latest events, those that are in no run yet. A key may stand in it more than once.</summary>
/// <param name="events">How many it holds before it grows.</param>
internal sealed class RecentKeys(int events)
{
    private const ulong Spread = 0x9E3779B97F4A7C15;

    // At most half full; a place of 0 marks a free slot.
    private (ulong Key, long Seq)[] slots = new (ulong, long)[Capacity(events)];

    public int Count { get; private set; }

    /// <summary>The last place before those it covers.</summary>
    public long After { get; set; }

    /// <summary>The last place it covers, once it is complete.</summary>
    public long Upto { get; set; }

    /// <summary>See <see cref="Run.Mark"/>.</summary>
    public string Mark { get; set; } = "";

    public void Add(ulong key, long seq)
    {
        if (2 * (Count + 1) > slots.Length)
        {
            Grow();
        }

        Put(key, seq);
        Count++;
    }

    public void Collect(ulong key, List<long> places)
    {
        for (var slot = SlotOf(key); slots[slot].Seq != 0; slot = (slot + 1) & (slots.Length - 1))
        {
            if (slots[slot].Key == key)
            {
                places.Add(slots[slot].Seq);
            }
        }
    }

    /// <summary>Copies in the order of keys.</summary>
    public (ulong[] Keys, long[] Seqs) Sorted()
    {
        var sortedKeys = new ulong[Count];
        var sortedSeqs = new long[Count];
        var n = 0;
        foreach (var (key, seq) in slots)
        {
            if (seq != 0)
            {
                sortedKeys[n] = key;
                sortedSeqs[n++] = seq;
            }
        }

        Array.Sort(sortedKeys, sortedSeqs);
        return (sortedKeys, sortedSeqs);
    }

    public void Clear()
    {
        Array.Clear(slots);
        Count = 0;
    }

    private static int Capacity(int events) => (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(8, 2 * events));

    private int SlotOf(ulong key) => (int)((key * Spread) >> 32) & (slots.Length - 1);

    private void Put(ulong key, long seq)
    {
        var slot = SlotOf(key);
        while (slots[slot].Seq != 0)
        {
            slot = (slot + 1) & (slots.Length - 1);
        }

        slots[slot] = (key, seq);
    }

    private void Grow()
    {
        var old = slots;
        slots = new (ulong, long)[2 * old.Length];
        foreach (var (key, seq) in old)
        {
            if (seq != 0)
            {
                Put(key, seq);
            }
        }
    }
}
