namespace LtcActors.Engine.Running;

/// <summary>
/// Many small byte strings in few large arrays that are used again: a checkpoint of a hundred thousand actors must not be a hundred
/// thousand objects for the collector to follow.
/// </summary>
internal sealed class Slabs
{
    private const int Size = 1 << 20;

    /// <summary>Arrays kept between checkpoints, 1 MiB each.</summary>
    private const int Kept = 32;

    private readonly List<byte[]> slabs = [];
    private int slab = -1;
    private int used = Size;

    /// <returns>A copy that stands until <see cref="Reset"/>.</returns>
    public ReadOnlyMemory<byte> Keep(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Size)
        {
            return bytes.ToArray();
        }

        if (used + bytes.Length > Size)
        {
            if (++slab == slabs.Count)
            {
                slabs.Add(GC.AllocateUninitializedArray<byte>(Size));
            }

            used = 0;
        }

        var kept = slabs[slab].AsMemory(used, bytes.Length);
        bytes.CopyTo(kept.Span);
        used += bytes.Length;
        return kept;
    }

    /// <summary>Gives all room free again, and lets go of what a usual checkpoint does not need.</summary>
    public void Reset()
    {
        if (slabs.Count > Kept)
        {
            slabs.RemoveRange(Kept, slabs.Count - Kept);
        }

        slab = -1;
        used = Size;
    }
}
