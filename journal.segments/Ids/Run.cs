using System.Numerics;

namespace LtcActors.Journal.Segments.Ids;

/// <summary>
/// The keys of a stretch of the journal with their places, sorted and cut into 2^<paramref name="Bits"/> blocks by the key's
/// highest bits: keys are hashes, so the blocks come out even, and a key's block is known without an index.
/// </summary>
/// <param name="Level">How often its entries have been merged.</param>
/// <param name="After">The place before the first it covers.</param>
/// <param name="Upto">The last place it covers.</param>
/// <param name="Mark">Tells the commit that ends at <paramref name="Upto"/> from one of another journal.</param>
internal sealed record Run(long Id, int Level, int Bits, long Events, long After, long Upto, string Mark)
{
    /// <summary>Small enough to be walked in a microsecond or two, large enough that a row's own bytes do not count.</summary>
    private const int EventsPerBlock = 256;

    private const int MaxBits = 30;

    public long Blocks => 1L << Bits;

    public static int BitsFor(long events) => Math.Clamp(BitOperations.Log2((ulong)Math.Max(1, events / EventsPerBlock)), 0, MaxBits);

    public long BlockOf(ulong key) => Bits == 0 ? 0 : (long)(key >> (64 - Bits));

    /// <summary>The least key that belongs to a block.</summary>
    public ulong LeastKey(long block) => Bits == 0 ? 0 : (ulong)block << (64 - Bits);

    /// <summary>Where a block stands in the table.</summary>
    public long RowOf(long block) => (Id << 32) | block;
}
