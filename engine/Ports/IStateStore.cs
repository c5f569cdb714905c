using LtcActors.Domain.Actors;

namespace LtcActors.Engine.Ports;

/// <param name="State">As the actor and the engine wrote it.</param>
/// <param name="HistoryTail">The last places of its journal entries, not yet a page.</param>
/// <param name="Deadline">When it wants to be woken.</param>
public readonly record struct ActorRow(ActorId Id, ReadOnlyMemory<byte> State, ReadOnlyMemory<byte> HistoryTail, DateTimeOffset? Deadline);

/// <summary>A full page of places of an actor's journal entries; never changed once written.</summary>
public readonly record struct HistoryPage(ActorId Id, long FirstSeq, ReadOnlyMemory<byte> Seqs);

/// <summary>A closed piece of an actor's state; one with the same number replaces it.</summary>
public readonly record struct ActorPage(ActorId Id, StatePage Page);

/// <summary>A row of something else the engine keeps: <c>alert</c> by id, <c>engine</c> by name.</summary>
public readonly record struct KeyedRow(string Table, string Key, ReadOnlyMemory<byte> Body);

/// <summary>What is written together: the state of everything after the journal's entries up to <paramref name="Position"/>.</summary>
public sealed record Checkpoint(
    long Position, IReadOnlyList<ActorRow> Actors, IReadOnlyList<HistoryPage> Pages, IReadOnlyList<KeyedRow> Rows)
{
    public IReadOnlyList<ActorPage> StatePages { get; init; } = [];

    /// <summary>How long it is since the one before, and so about how long until the next; zero when somebody waits for this one.</summary>
    public TimeSpan Since { get; init; }
}

/// <summary>Snapshots of what the journal folds to. All of it can be thrown away and built again from the journal.</summary>
public interface IStateStore : IStatePages, IDisposable
{
    /// <summary>Position of the last checkpoint; 0 when there is none.</summary>
    long Position { get; }

    /// <summary>Replaces the rows named, adds the pages, and moves the position: all or nothing.</summary>
    void Save(Checkpoint checkpoint);

    ActorRow? ReadActor(ActorId id);

    /// <summary>All actors, in the order that is quickest: far less an actor than asking for each.</summary>
    IEnumerable<ActorRow> ReadActors();

    /// <summary>Pages of one actor, oldest first.</summary>
    IReadOnlyList<HistoryPage> ReadPages(ActorId id);

    /// <summary>All actors that want to be woken.</summary>
    IEnumerable<(ActorId Id, DateTimeOffset Deadline)> ReadDeadlines();

    IEnumerable<KeyedRow> ReadRows(string table);

    /// <summary>Throws everything away, as when the state was written by another version.</summary>
    void Clear();
}
