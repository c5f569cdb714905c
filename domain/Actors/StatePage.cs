namespace LtcActors.Domain.Actors;

/// <summary>
/// A closed piece of an actor's state, kept under a number of its own: a checkpoint writes it once, not with every change of the
/// rest, and it need not be in memory. Named again with other bytes, it is replaced.
/// </summary>
public readonly record struct StatePage(int Number, ReadOnlyMemory<byte> Bytes);

/// <summary>Where pages that were kept are read again.</summary>
public interface IStatePages
{
    /// <exception cref="InvalidDataException">There is no such page.</exception>
    ReadOnlyMemory<byte> Read(ActorId id, int number);
}
