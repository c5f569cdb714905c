using System.Buffers;

namespace LtcActors.Grains.Entities;

/// <summary>
/// What a partition's actors were at the instant of a checkpoint, until it is written: a few large arrays that are used again, for of
/// tens of thousands of small ones the collector would copy each. Not for several threads at once.
/// </summary>
internal sealed class CaptureBuffer
{
    /// <summary>Large enough to lie among the large objects, which are not moved.</summary>
    private const int ChunkBytes = 1 << 20;

    private readonly List<byte[]> chunks = [];
    private int used;

    /// <summary>A copy that stays until <see cref="Release"/>.</summary>
    public ReadOnlyMemory<byte> Keep(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return default;
        }

        if (chunks.Count == 0 || chunks[^1].Length - used < bytes.Length)
        {
            chunks.Add(ArrayPool<byte>.Shared.Rent(Math.Max(ChunkBytes, bytes.Length)));
            used = 0;
        }

        var kept = chunks[^1].AsMemory(used, bytes.Length);
        bytes.CopyTo(kept.Span);
        used += bytes.Length;
        return kept;
    }

    /// <summary>Nobody looks at anything kept here any more.</summary>
    public void Release()
    {
        chunks.ForEach(c => ArrayPool<byte>.Shared.Return(c));
        chunks.Clear();
        used = 0;
    }
}
