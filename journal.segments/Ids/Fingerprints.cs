namespace LtcActors.Journal.Segments.Ids;

/// <summary>
/// Forty-four bits of every event's key, in five to eight bytes of memory an event: enough that a new event is known to be new
/// without a look at the disk (one mistake in 60,000 at a thousand million events, which costs a look-up and nothing else).
/// </summary>
/// <remarks>
/// The shard is the key's highest 12 bits and the slot is in order of the next 32, so that a sorted run is loaded from front to
/// back. Shards grow one at a time, which keeps the longest stall at that of copying one of them.
/// </remarks>
internal sealed class Fingerprints
{
    private const int ShardBits = 12;
    private const int FirstCapacity = 16;

    private readonly uint[][] shards = new uint[1 << ShardBits][];
    private readonly int[] counts = new int[1 << ShardBits];

    public Fingerprints()
    {
        for (var i = 0; i < shards.Length; i++)
        {
            shards[i] = new uint[FirstCapacity];
        }
    }

    public bool Contains(ulong key)
    {
        var table = shards[key >> (64 - ShardBits)];
        var fingerprint = Of(key);
        return table[SlotOf(table, fingerprint)] == fingerprint;
    }

    public void Add(ulong key)
    {
        var shard = (int)(key >> (64 - ShardBits));
        var table = shards[shard];
        var fingerprint = Of(key);
        var slot = SlotOf(table, fingerprint);
        if (table[slot] == fingerprint)
        {
            return;
        }

        table[slot] = fingerprint;
        if (++counts[shard] * 5L > table.Length * 4L)
        {
            shards[shard] = Grown(table);
        }
    }

    /// <summary>Zero marks a free slot, so the one key in 2^32 that has it shares the next.</summary>
    private static uint Of(ulong key) => Math.Max((uint)(key >> (32 - ShardBits)), 1);

    /// <summary>Where the fingerprint stands, or the free slot where it would.</summary>
    private static int SlotOf(uint[] table, uint fingerprint)
    {
        var slot = (int)(((ulong)fingerprint * (uint)table.Length) >> 32);
        while (table[slot] != 0 && table[slot] != fingerprint)
        {
            slot = slot + 1 == table.Length ? 0 : slot + 1;
        }

        return slot;
    }

    private static uint[] Grown(uint[] table)
    {
        var grown = new uint[table.Length + (table.Length / 2)];
        foreach (var fingerprint in table)
        {
            if (fingerprint != 0)
            {
                grown[SlotOf(grown, fingerprint)] = fingerprint;
            }
        }

        return grown;
    }
}
