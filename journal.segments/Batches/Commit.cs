
namespace LtcActors.Journal.Segments.Batches;

/// <summary>A row of <c>batch</c> but for its body.</summary>
/// <param name="Size">Bytes of the body, uncompressed.</param>
internal readonly record struct Commit(long FirstSeq, int Events, int Decisions, long Milliseconds, Codec Codec, int Size)
{
    public const string Columns = "first_seq, events, decisions, recorded_at, codec, size";

    /// <summary>Where the body stands when it is selected after <see cref="Columns"/>.</summary>
    public const int BodyColumn = 6;

    public long LastSeq => FirstSeq + Events + Decisions - 1;

    public DateTimeOffset RecordedAt => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds);

    /// <summary>What tells this commit from another at its place in another journal, or in this one after it was restored.</summary>
    public string Mark => FormattableString.Invariant($"{FirstSeq}:{Milliseconds}:{Size}");
}
