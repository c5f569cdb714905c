using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LtcActors.Domain.Calendars;

namespace LtcActors.Engine.Wire.Shapes;

internal enum SlotState : byte
{
    Absent,
    Present,

    /// <summary>A moment of which only the day was given.</summary>
    PresentDay,

    /// <summary>It was there and has been reported.</summary>
    Refused,
}

/// <summary>Where one field's value lies between reading and the making of the fact; reused from event to event.</summary>
internal struct Slot
{
    /// <summary>Text, or an array made for the fact.</summary>
    public object? Reference;

    /// <summary>UTC ticks, day number, fen, enum value, integer, or the bits of a double.</summary>
    public long Bits;

    public SlotState State;

    public readonly bool IsPresent => State is SlotState.Present or SlotState.PresentDay;

    public void Set(long bits) => (Bits, State) = (bits, SlotState.Present);

    public void Set(object reference) => (Reference, State) = (reference, SlotState.Present);
}

/// <summary>
/// Hands a factory the values of one shape, in the order of its table: each call takes the next field. (Arguments are
/// evaluated from left to right, so a factory reads like its table.)
/// </summary>
public ref struct Slots
{
    private readonly ReadOnlySpan<Slot> slots;
    private int next;

    internal Slots(ReadOnlySpan<Slot> slots, string subject)
    {
        this.slots = slots;
        Subject = subject;
    }

    /// <summary>The event's subject; empty in the items of an array.</summary>
    public string Subject { get; }

    public string Text() => (string)slots[next++].Reference!;

    public string? TextOrNull() => (string?)slots[next++].Reference;

    public DateOnly Date() => DateOnly.FromDayNumber((int)slots[next++].Bits);

    public DateOnly? DateOrNull() => slots[next].IsPresent ? Date() : Skip<DateOnly?>();

    public DateTimeOffset Instant() => new(slots[next++].Bits, TimeSpan.Zero);

    public DateTimeOffset? InstantOrNull() => slots[next].IsPresent ? Instant() : Skip<DateTimeOffset?>();

    public Moment Moment() => slots[next].State == SlotState.PresentDay
        ? Domain.Calendars.Moment.On(Date())
        : Domain.Calendars.Moment.At(Instant());

    public double Number() => BitConverter.Int64BitsToDouble(slots[next++].Bits);

    public double? NumberOrNull() => slots[next].IsPresent ? Number() : Skip<double?>();

    public int Int() => (int)slots[next++].Bits;

    public int? IntOrNull() => slots[next].IsPresent ? Int() : Skip<int?>();

    /// <summary>False when absent.</summary>
    public bool Flag() => slots[next++].Bits != 0;

    public T Enum<T>()
        where T : struct, Enum => Unsafe.BitCast<int, T>((int)slots[next++].Bits);

    public T? EnumOrNull<T>()
        where T : struct, Enum => slots[next].IsPresent ? Enum<T>() : Skip<T?>();

    /// <summary>The words of a set, as the bits <c>1 &lt;&lt; place in the table</c>.</summary>
    public long Set() => slots[next++].Bits;

    /// <summary>Yuan; an amount lies in its slot as fen.</summary>
    public decimal Amount() => slots[next++].Bits / 100m;

    /// <summary>Empty when absent.</summary>
    public ImmutableArray<T> List<T>() => slots[next++].Reference is T[] items ? ImmutableCollectionsMarshal.AsImmutableArray(items) : [];

    /// <summary>Whether the nested object is there. Its fields follow, and must be taken either way.</summary>
    public bool Nested() => slots[next++].IsPresent;

    private T? Skip<T>()
    {
        next++;
        return default;
    }
}

/// <summary>Makes the typed value from the slots of its shape.</summary>
public delegate T Make<out T>(ref Slots slots);
