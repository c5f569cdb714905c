using LtcActors.Domain.Actors;
using Orleans.Runtime;
using Orleans.Serialization.Cloning;

namespace LtcActors.Grains.Interfaces.Wire;

/// <summary>What a partition asks of one of its actors in a stage.</summary>
/// <param name="Calls">How many calls of this generation the actor has had before: one that remembers fewer has lost some.</param>
/// <param name="Wake">Its deadline has come.</param>
/// <param name="Anew">Other policies count: all of it is judged by them.</param>
/// <param name="FromNothing">As if nothing had been found before.</param>
/// <param name="HasRow">It is in the last checkpoint: whoever has nothing in memory reads its row.</param>
public sealed record EntityCall(
    long Generation, long Epoch, int Calls, DateTimeOffset JudgeAt, DateTimeOffset RecordedAt,
    IReadOnlyList<Carried> Deliveries, IReadOnlyList<long> Notes, IReadOnlyList<Message> Heard, bool Rebuild, bool Wake,
    bool Anew = false, bool FromNothing = false, bool HasRow = false);

/// <summary>Who asks an actor for what it knows, and what it must know itself to answer.</summary>
/// <param name="HasRow">It is in the last checkpoint: whoever has nothing in memory reads its row.</param>
/// <param name="Notes">Places that concern it, and that its partition still keeps for it.</param>
[GenerateSerializer, Immutable, Alias("ltc.question")]
public sealed record EntityQuestion(
    [property: Id(0)] long Generation, [property: Id(1)] int Calls, [property: Id(2)] bool HasRow, [property: Id(3)] long[] Notes);

[RegisterSerializer]
public sealed class EntityCallCodec : MessageCodec<EntityCall>
{
    protected override void Write(StateWriter to, EntityCall value)
    {
        to.Long(value.Generation);
        to.Long(value.Epoch);
        to.Int(value.Calls);
        to.Instant(value.JudgeAt);
        to.Instant(value.RecordedAt);
        to.List(value.Deliveries, static (w, e) => e.Write(w));
        to.List(value.Notes, static (w, n) => w.Long(n));
        to.List(value.Heard, Parts.Write);
        to.Bool(value.Rebuild);
        to.Bool(value.Wake);
        to.Bool(value.Anew);
        to.Bool(value.FromNothing);
        to.Bool(value.HasRow);
    }

    protected override EntityCall Read(StateReader from) => new(
        from.Long(), from.Long(), from.Int(), from.Instant(), from.Instant(), from.List(Carried.Read),
        from.List(static r => r.Long()), from.List(Parts.ReadMessage), from.Bool(), from.Bool(), from.Bool(),
        from.Bool(), from.Bool());
}

[RegisterCopier]
public sealed class EntityCallCopier : ShallowCopier<EntityCall>;

/// <summary>What an actor answers.</summary>
/// <param name="Changes">Null: none, and none before in this epoch.</param>
/// <param name="NewDeadline">Whether the deadline is another than before.</param>
/// <param name="Fault">The last of its rules that failed.</param>
public sealed record EntityAnswer(
    StageStatus Status, IReadOnlyList<Message> Told, IReadOnlyList<NetChange>? Changes, bool NewDeadline, DateTimeOffset? Deadline,
    int Faults, string? Fault)
{
    /// <summary>Nothing to say: what most answer, most of the time.</summary>
    public static EntityAnswer Nothing { get; } = new(StageStatus.Done, [], null, false, null, 0, null);

    public static EntityAnswer Stale { get; } = Nothing with { Status = StageStatus.Stale };

    public static EntityAnswer Moved { get; } = Nothing with { Status = StageStatus.Moved };

    public static EntityAnswer Gap { get; } = Nothing with { Status = StageStatus.Gap };
}

[RegisterSerializer]
public sealed class EntityAnswerCodec : MessageCodec<EntityAnswer>
{
    protected override void Write(StateWriter to, EntityAnswer value)
    {
        to.Byte((byte)value.Status);
        to.List(value.Told, Parts.Write);
        to.Bool(value.Changes is not null);
        if (value.Changes is { } changes)
        {
            to.List(changes, Parts.Write);
        }

        to.Bool(value.NewDeadline);
        to.Optional(value.Deadline);
        to.Int(value.Faults);
        to.Text(value.Fault);
    }

    protected override EntityAnswer Read(StateReader from) => new(
        (StageStatus)from.Byte(), from.List(Parts.ReadMessage), from.Bool() ? from.List(Parts.ReadChange) : null, from.Bool(),
        from.OptionalInstant(), from.Int(), from.OptionalText());
}

[RegisterCopier]
public sealed class EntityAnswerCopier : ShallowCopier<EntityAnswer>;
