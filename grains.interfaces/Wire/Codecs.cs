using System.Diagnostics.CodeAnalysis;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Rules;
using LtcActors.Engine.Running;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.WireProtocol;

namespace LtcActors.Grains.Interfaces.Wire;

/// <summary>
/// A message between grains that nobody changes once it is made: within a silo it is handed over as it is, and turned into bytes
/// only when it leaves it. Both sides must be of one version; a rolling restart goes through a new generation anyway.
/// </summary>
public abstract class MessageCodec<T> : IFieldCodec<T> where T : class
{
    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type? expectedType, [AllowNull] T value)
        where TBufferWriter : System.Buffers.IBufferWriter<byte>
    {
        if (ReferenceCodec.TryWriteReferenceField(ref writer, fieldIdDelta, expectedType!, value!))
        {
            return;
        }

        // A message of thousands of events is megabytes: the room for it is used again.
        var to = StateWriters.Take();
        Write(to, value!);
        writer.WriteFieldHeader(fieldIdDelta, expectedType!, typeof(T), WireType.LengthPrefixed);
        writer.WriteVarUInt32((uint)to.Written.Length);
        writer.Write(to.Written);
        StateWriters.Return(to);
    }

    [return: MaybeNull]
    public T ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        if (field.WireType == WireType.Reference)
        {
            return ReferenceCodec.ReadReference<T, TInput>(ref reader, field);
        }

        field.EnsureWireType(WireType.LengthPrefixed);
        var value = Read(new StateReader(reader.ReadBytes(reader.ReadVarUInt32())));
        ReferenceCodec.RecordObject(reader.Session, value);
        return value;
    }

    protected abstract void Write(StateWriter to, T value);

    protected abstract T Read(StateReader from);
}

/// <summary>One a thread; a message within a message has one of its own.</summary>
internal static class StateWriters
{
    [ThreadStatic]
    private static StateWriter? free;

    public static StateWriter Take()
    {
        var to = free ?? new();
        free = null;
        to.Clear();
        return to;
    }

    public static void Return(StateWriter to) => free = to;
}

/// <summary>What the messages have in common, as bytes.</summary>
internal static class Parts
{
    public static void Write(StateWriter to, ActorId id)
    {
        to.Byte((byte)id.Kind);
        to.Text(id.Id);
    }

    public static ActorId ReadActor(StateReader from) => new((ActorKind)from.Byte(), from.Text());

    public static void Write(StateWriter to, NetChange change)
    {
        to.Text(change.Id);
        to.Bool(change.After is not null);
        if (change.After is { } after)
        {
            ActorState.Write(to, after);
            WriteOffset(to, after.OccurredAt);
            WriteOffset(to, after.EndedAt ?? default);
        }
    }

    public static NetChange ReadChange(StateReader from) => new(from.Text(), from.Bool() ? ReadFinding(from) : null);

    /// <summary>A state keeps instants; what is journaled of a finding keeps the clock it was told by, too.</summary>
    public static void WriteOffset(StateWriter to, DateTimeOffset instant) => to.Int(instant.TotalOffsetMinutes);

    public static DateTimeOffset ReadOffset(StateReader from, DateTimeOffset instant) => instant.ToOffset(TimeSpan.FromMinutes(from.Int()));

    private static Finding ReadFinding(StateReader from)
    {
        var read = ActorState.Read(from);
        var occurredAt = ReadOffset(from, read.OccurredAt);
        var endedAt = ReadOffset(from, read.EndedAt ?? default);
        return read with { OccurredAt = occurredAt, EndedAt = read.EndedAt is null ? null : endedAt };
    }

    public static void Write(StateWriter to, Message message)
    {
        Write(to, message.To);
        Write(to, message.From);
        BriefWire.Write(to, message.Brief);
    }

    public static Message ReadMessage(StateReader from) => new(ReadActor(from), ReadActor(from), BriefWire.Read(from));
}

/// <summary>A brief on its way.</summary>
public readonly record struct Message(ActorId To, ActorId From, Brief Brief);

/// <summary>What an epoch has done to a finding so far.</summary>
/// <param name="After">Null: it is no longer found.</param>
public readonly record struct NetChange(string Id, Finding? After);

/// <summary>An actor's name in messages that are rare.</summary>
[GenerateSerializer, Immutable, Alias("ltc.actor")]
public readonly record struct ActorName([property: Id(0)] byte Kind, [property: Id(1)] string Id)
{
    public static ActorName Of(ActorId id) => new((byte)id.Kind, id.Id);

    public ActorId Actor => new((ActorKind)Kind, Id);
}
