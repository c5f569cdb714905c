using LtcActors.Grains.Interfaces.Wire;

namespace LtcActors.Grains.Entities;

/// <summary>A snapshot as grain storage keeps it, in one of an actor's two rows.</summary>
[GenerateSerializer, Alias("ltc.entity-record")]
public sealed class EntityRecord
{
    [Id(0)]
    public EntityVersion? Newer { get; set; }

    /// <summary>What counted before: of rows that an earlier release wrote, which kept both versions in one.</summary>
    [Id(1)]
    public EntityVersion? Older { get; set; }

    /// <summary>The newest that counts.</summary>
    public EntityVersion? Of(Checkpoints checkpoints) =>
        Newer is { } newer && checkpoints.Counts(newer.Checkpoint) ? newer
        : Older is { } older && checkpoints.Counts(older.Checkpoint) ? older
        : null;
}

/// <summary>An actor at the instant of a checkpoint.</summary>
/// <param name="Checkpoint">Its number.</param>
/// <param name="Generation">In which it was taken.</param>
/// <param name="Calls">How many calls of that generation are in it.</param>
/// <param name="State">As the engine writes an actor with its findings.</param>
/// <param name="HistoryTail">The last places of its journal entries, not yet a page.</param>
/// <param name="Deadline">When it wants to be woken, as UTC ticks; 0: never.</param>
/// <param name="Pages">First place of each full page of its history, oldest first.</param>
/// <param name="StatePages">The closed pages of its state, each with the checkpoint that wrote it.</param>
[GenerateSerializer, Immutable, Alias("ltc.entity-version")]
public sealed record EntityVersion(
    [property: Id(0)] long Checkpoint, [property: Id(1)] long Generation, [property: Id(2)] int Calls, [property: Id(3)] byte[] State,
    [property: Id(4)] byte[] HistoryTail, [property: Id(5)] long Deadline, [property: Id(6)] long[] Pages,
    [property: Id(7)] PageRef[] StatePages);

[GenerateSerializer, Immutable, Alias("ltc.page-ref")]
public readonly record struct PageRef([property: Id(0)] int Number, [property: Id(1)] long Checkpoint);

/// <summary>A page in a row of its own: places of an actor's journal entries, or a closed piece of its state.</summary>
[GenerateSerializer, Alias("ltc.page")]
public sealed class PageRecord
{
    [Id(0)]
    public byte[] Bytes { get; set; } = [];
}
