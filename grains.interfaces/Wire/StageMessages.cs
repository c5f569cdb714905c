using LtcActors.Domain;
using LtcActors.Domain.Actors;
using LtcActors.Engine.Wire;
using Orleans.Serialization.Cloning;

namespace LtcActors.Grains.Interfaces.Wire;

/// <summary>An event in the journal, with its bytes: they travel, and are read anew in another silo.</summary>
public readonly record struct Carried(Entry Entry, ReadOnlyMemory<byte> Json)
{
    [ThreadStatic]
    private static EventParser? parser;

    internal void Write(StateWriter to)
    {
        to.Long(Entry.Seq);
        to.Instant(Entry.RecordedAt);
        to.Bytes(Json.Span);
    }

    /// <exception cref="InvalidDataException">The event does not read here as it did in the silo it came from.</exception>
    internal static Carried Read(StateReader from)
    {
        var (seq, recordedAt, json) = (from.Long(), from.Instant(), from.Bytes());
        var e = (parser ??= new()).ParseStructured(json);
        return new(new(seq, recordedAt, e.Time, e.Key, e.Fact ?? throw new InvalidDataException($"The event at {seq} does not read.")), json);
    }
}

/// <summary>Everything for the actors of one partition in one stage of an epoch.</summary>
/// <param name="Epoch">Counts up with every epoch of the generation: net changes are those since it began.</param>
/// <param name="JudgeAt">The instant of judging.</param>
/// <param name="RecordedAt">recordedAt of the batch; the same, for a deadline.</param>
/// <param name="Events">Those that are delivered, each once; the partitions of one silo share them.</param>
/// <param name="Deliveries">To whom, and which of the events; in the order of the journal.</param>
/// <param name="Notes">Places that concern an actor and that it does not fold.</param>
/// <param name="Rebuilds">Actors to be built anew from their journal entries.</param>
/// <param name="Wakes">Actors whose deadline has come.</param>
/// <param name="Policies">Steps of policy versions, as the engine writes them: all actors are judged by these, and anew. Null: as before.</param>
/// <param name="FromNothing">With these: as if nothing had been found before, so that all that stands is told.</param>
public sealed record StageCall(
    long Generation, long Epoch, DateTimeOffset JudgeAt, DateTimeOffset RecordedAt,
    IReadOnlyList<Carried> Events, IReadOnlyList<(ActorId To, int Event)> Deliveries, IReadOnlyList<(ActorId To, long Seq)> Notes,
    IReadOnlyList<Message> Heard, IReadOnlyList<ActorId> Rebuilds, IReadOnlyList<ActorId> Wakes, byte[]? Policies = null,
    bool FromNothing = false);

[RegisterSerializer]
public sealed class StageCallCodec : MessageCodec<StageCall>
{
    protected override void Write(StateWriter to, StageCall value)
    {
        WriteEvents(to, value.Events);
        WriteRest(to, value);
    }

    protected override StageCall Read(StateReader from) => ReadRest(from, ReadEvents(from));

    internal static void WriteEvents(StateWriter to, IReadOnlyList<Carried> events) => to.List(events, static (w, e) => e.Write(w));

    internal static IReadOnlyList<Carried> ReadEvents(StateReader from) => from.List(Carried.Read);

    internal static void WriteRest(StateWriter to, StageCall value)
    {
        to.Long(value.Generation);
        to.Long(value.Epoch);
        to.Instant(value.JudgeAt);
        to.Instant(value.RecordedAt);
        to.List(value.Deliveries, static (w, d) => { Parts.Write(w, d.To); w.Int(d.Event); });
        to.List(value.Notes, static (w, n) => { Parts.Write(w, n.To); w.Long(n.Seq); });
        to.List(value.Heard, Parts.Write);
        to.List(value.Rebuilds, Parts.Write);
        to.List(value.Wakes, Parts.Write);
        to.Bool(value.Policies is not null);
        to.Bytes(value.Policies ?? []);
        to.Bool(value.FromNothing);
    }

    internal static StageCall ReadRest(StateReader from, IReadOnlyList<Carried> events) => new(
        from.Long(), from.Long(), from.Instant(), from.Instant(), events,
        from.List(static r => (Parts.ReadActor(r), r.Int())), from.List(static r => (Parts.ReadActor(r), r.Long())),
        from.List(Parts.ReadMessage), from.List(Parts.ReadActor), from.List(Parts.ReadActor),
        from.Bool() is var has && from.Bytes() is var policies && has ? policies.ToArray() : null, from.Bool());
}

[RegisterCopier]
public sealed class StageCallCopier : ShallowCopier<StageCall>;

/// <summary>How a stage, or an entity's part of it, ended.</summary>
public enum StageStatus : byte
{
    Done = 1,

    /// <summary>The call was of an older generation than one heard of before.</summary>
    Stale = 2,

    /// <summary>Something is missing here that the generation had already seen: a new one must begin.</summary>
    Gap = 3,

    /// <summary>The actor was in another silo than its partition, and leaves it: to be called again, where it comes to be now.</summary>
    Moved = 4,
}

/// <summary>What came of a stage in one partition.</summary>
/// <param name="Changes">Of each actor that has any, or had in this epoch: all its net changes since the epoch began.</param>
/// <param name="Deadlines">Of each actor whose deadline is another than before.</param>
/// <param name="Faults">Rules that failed in this stage.</param>
/// <param name="Active">Actors in memory.</param>
public sealed record StageAnswer(
    StageStatus Status, string? Reason, IReadOnlyList<Message> Told, IReadOnlyList<(ActorId Of, IReadOnlyList<NetChange> Net)> Changes,
    IReadOnlyList<(ActorId Of, DateTimeOffset? Due)> Deadlines, int Faults, string? Fault, int Active)
{
    public static StageAnswer Failed(StageStatus status, string reason) => new(status, reason, [], [], [], 0, null, 0);
}

[RegisterSerializer]
public sealed class StageAnswerCodec : MessageCodec<StageAnswer>
{
    protected override void Write(StateWriter to, StageAnswer value) => WriteTo(to, value);

    protected override StageAnswer Read(StateReader from) => ReadFrom(from);

    internal static void WriteTo(StateWriter to, StageAnswer value)
    {
        to.Byte((byte)value.Status);
        to.Text(value.Reason);
        to.List(value.Told, Parts.Write);
        to.List(value.Changes, static (w, c) => { Parts.Write(w, c.Of); w.List(c.Net, Parts.Write); });
        to.List(value.Deadlines, static (w, d) => { Parts.Write(w, d.Of); w.Optional(d.Due); });
        to.Int(value.Faults);
        to.Text(value.Fault);
        to.Int(value.Active);
    }

    internal static StageAnswer ReadFrom(StateReader from) => new(
        (StageStatus)from.Byte(), from.OptionalText(), from.List(Parts.ReadMessage),
        from.List(static r => (Parts.ReadActor(r), (IReadOnlyList<NetChange>)r.List(Parts.ReadChange))),
        from.List(static r => (Parts.ReadActor(r), r.OptionalInstant())), from.Int(), from.OptionalText(), from.Int());
}

[RegisterCopier]
public sealed class StageAnswerCopier : ShallowCopier<StageAnswer>;
