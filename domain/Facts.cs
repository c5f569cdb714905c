namespace LtcActors.Domain;

/// <summary>
/// What somebody told us: one event of the wire contract, checked for form and typed. Facts are never refused for their meaning.
/// A closed family: each entity's folder holds its own part.
/// </summary>
public abstract partial record Fact
{
    private Fact()
    {
    }

    /// <summary>The event withdrawn is taken as never having been known, from now on.</summary>
    /// <param name="Source">The <c>source</c> of the event withdrawn.</param>
    /// <param name="Id">The <c>id</c> of the event withdrawn.</param>
    public sealed record EventWithdrawn(string Source, string Id, string Reason) : Fact;
}

/// <summary>A fact with its place in the journal and both its clocks.</summary>
/// <param name="Seq">Place in the journal, from 1.</param>
/// <param name="RecordedAt">Our clock: when it became durable.</param>
/// <param name="Time">The world's clock: when it happened, by the sender's word.</param>
/// <param name="Key">A hash of source and id. Where two facts have one time, the smaller key goes first, in whatever order they came.</param>
public sealed record Entry(long Seq, DateTimeOffset RecordedAt, DateTimeOffset Time, ulong Key, Fact Fact)
{
    /// <summary>Whether this fact stands before the other in the world's order: by time, then by key.</summary>
    public bool Precedes(Entry other) => Time < other.Time || (Time == other.Time && Key < other.Key);
}

/// <summary>What an actor keeps of a fact it may have to show as evidence.</summary>
/// <param name="Seq">Place in the journal.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Key">Hash of source and id.</param>
public readonly record struct FactRef(long Seq, DateTimeOffset Time, ulong Key) : IComparable<FactRef>
{
    public static FactRef Of(Entry entry) => new(entry.Seq, entry.Time.ToUniversalTime(), entry.Key);

    /// <summary>The world's order: by time, then by key; never by place in the journal, which depends on arrival.</summary>
    public int CompareTo(FactRef other)
    {
        var byTime = Time.CompareTo(other.Time);
        return byTime != 0 ? byTime : Key.CompareTo(other.Key);
    }
}
