namespace LtcActors.Journal.Segments.State;

/// <summary>Where an actor's row lies in a chunk: the state first, then the tail of its history.</summary>
/// <param name="Chunk">Its number; never given to another one.</param>
/// <param name="Offset">Bytes from the chunk's beginning.</param>
/// <param name="State">Bytes.</param>
/// <param name="Tail">Bytes.</param>
/// <param name="Deadline">UTC ticks; <see cref="NoDeadline"/> for none.</param>
internal readonly record struct Place(long Chunk, int Offset, int State, int Tail, long Deadline)
{
    public const long NoDeadline = 0;

    /// <summary>About what its line in the chunk's directory takes.</summary>
    private const int Line = 24;

    /// <summary>Bytes it takes in the store.</summary>
    public int Weight => State + Tail + Line;

    public DateTimeOffset? DeadlineAt => Deadline == NoDeadline ? null : new(Deadline, TimeSpan.Zero);
}
