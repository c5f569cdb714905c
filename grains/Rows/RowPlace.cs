using System.Globalization;

namespace LtcActors.Grains.Rows;

/// <summary>Rows of a partition that one checkpoint wrote, and that go together.</summary>
/// <param name="Number">Which of the checkpoint's, from 0.</param>
internal readonly record struct SegmentId(long Checkpoint, int Number) : IComparable<SegmentId>
{
    public int CompareTo(SegmentId other) => (Checkpoint, Number).CompareTo((other.Checkpoint, other.Number));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Checkpoint}-{Number}");

    /// <summary>Undoes <see cref="ToString"/>.</summary>
    public static SegmentId Read(ReadOnlySpan<char> text)
    {
        var hyphen = text.IndexOf('-');
        return new(long.Parse(text[..hyphen], CultureInfo.InvariantCulture), int.Parse(text[(hyphen + 1)..], CultureInfo.InvariantCulture));
    }
}

/// <summary>Where an actor's row lies.</summary>
/// <param name="Chunk">Which of the segment's, from 0.</param>
/// <param name="Offset">Bytes from the chunk's beginning.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct RowPlace(SegmentId Segment, int Chunk, int Offset, int Length);

/// <summary>Where a page lies that an actor has closed: in a pack of pages, which is never changed, and never moved.</summary>
/// <param name="Id">Of the page: its number, or the first place in it.</param>
/// <param name="Checkpoint">That wrote it.</param>
/// <param name="Pack">Which of the checkpoint's, from 0.</param>
/// <param name="Offset">Bytes from the pack's beginning.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct PagePlace(long Id, long Checkpoint, int Pack, int Offset, int Length);
