using LtcActors.Domain.Actors;
using LtcActors.Domain.Policies;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Replaying;
using LtcActors.Engine.Wire;

namespace LtcActors.Engine.Running;

/// <summary>All an embedded engine is made of. Clock, scheduler and disk are given, so that a simulation can give others.</summary>
public sealed record EngineOptions
{
    public required IJournal Journal { get; init; }

    public required IStateStore Store { get; init; }

    public required PolicyBook Policies { get; init; }

    public required TimeProvider Clock { get; init; }

    public required IScheduler Scheduler { get; init; }

    /// <summary>Makes a parser of stored events; each is used by one thread at a time.</summary>
    public required Func<Func<ReadOnlyMemory<byte>, ParsedEvent>> Parsers { get; init; }

    /// <summary>What alerts rest on, and what it says.</summary>
    public required Citing Cite { get; init; }

    public Limits Limits { get; init; } = new();

    /// <summary>Partitions of the actors. One is best where HTTP, journal and actors share two cores.</summary>
    public int Partitions { get; init; } = Math.Clamp(Environment.ProcessorCount / 2, 1, 16);

    /// <summary>Partitions whose actors live in other places, in place of <see cref="Partitions"/> here. Empty: none.</summary>
    internal IReadOnlyList<RemotePartition> Elsewhere { get; init; } = [];

    /// <summary>Set: the journal is only replayed, and nothing is written.</summary>
    internal Rehearsal? Rehearsal { get; init; }

    /// <summary>Which of so many partitions an actor belongs to. Within one process any hash does; across several, one that is the same in all.</summary>
    internal Func<ActorId, int, int> PartitionOf { get; init; } = static (id, of) => (int)((uint)id.GetHashCode() % (uint)of);
}
