using System.Buffers.Binary;
using System.Text;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Geo;

namespace LtcActors.Domain.Actors;

/// <summary>Writes an actor's state: varints, length-prefixed UTF-8, little-endian. No field names: the state's version comes first.</summary>
public sealed class StateWriter
{
    /// <summary>A varint of 64 bits.</summary>
    private const int LongestVarint = 10;

    private byte[] bytes = new byte[512];
    private int count;

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, count);

    public void Clear() => count = 0;

    public void Byte(byte value)
    {
        Room(1)[0] = value;
        count++;
    }

    public void Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>Small numbers take one byte; negative ones are folded in (zigzag).</summary>
    public void Long(long value)
    {
        var v = (ulong)((value << 1) ^ (value >> 63));
        var span = Room(LongestVarint);
        var n = 0;
        while (v >= 0x80)
        {
            span[n++] = (byte)(v | 0x80);
            v >>= 7;
        }

        span[n++] = (byte)v;
        count += n;
    }

    public void Int(int value) => Long(value);

    public void ULong(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(Room(sizeof(ulong)), value);
        count += sizeof(ulong);
    }

    public void Double(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(Room(sizeof(double)), value);
        count += sizeof(double);
    }

    public void Optional(double? value)
    {
        Bool(value is not null);
        if (value is { } v)
        {
            Double(v);
        }
    }

    public void Text(string? value)
    {
        if (value is null)
        {
            Long(-1);
            return;
        }

        var length = Encoding.UTF8.GetByteCount(value);
        Long(length);
        count += Encoding.UTF8.GetBytes(value, Room(length));
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Long(value.Length);
        value.CopyTo(Room(value.Length));
        count += value.Length;
    }

    public void Instant(DateTimeOffset value) => Long(value.UtcTicks);

    public void Optional(DateTimeOffset? value)
    {
        Bool(value is not null);
        if (value is { } v)
        {
            Instant(v);
        }
    }

    public void Day(DateOnly value) => Long(value.DayNumber);

    public void Optional(DateOnly? value) => Long(value is { } v ? v.DayNumber : -1);

    public void Span(DaySpan value)
    {
        Day(value.From);
        Optional(value.To);
    }

    public void Point(GeoPoint value)
    {
        Double(value.Lat);
        Double(value.Lon);
    }

    public void Ref(FactRef value)
    {
        Long(value.Seq);
        Instant(value.Time);
        ULong(value.Key);
    }

    public void List<T>(IReadOnlyCollection<T> items, Action<StateWriter, T> write)
    {
        Int(items.Count);
        foreach (var item in items)
        {
            write(this, item);
        }
    }

    /// <summary>At least so many bytes after what is written.</summary>
    private Span<byte> Room(int size)
    {
        if (bytes.Length - count < size)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, count + size));
        }

        return bytes.AsSpan(count);
    }
}

/// <summary>Reads what <see cref="StateWriter"/> wrote, in the same order.</summary>
public sealed class StateReader(ReadOnlyMemory<byte> bytes)
{
    private int at;

    private ReadOnlySpan<byte> Rest => bytes.Span[at..];

    public bool AtEnd => at == bytes.Length;

    /// <summary>What is not read yet.</summary>
    public ReadOnlyMemory<byte> Remaining => bytes[at..];

    public byte Byte() => bytes.Span[at++];

    public bool Bool() => Byte() != 0;

    public long Long()
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = Byte();
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return (long)(value >> 1) ^ -(long)(value & 1);
            }
        }
    }

    public int Int() => checked((int)Long());

    public ulong ULong()
    {
        var value = BinaryPrimitives.ReadUInt64LittleEndian(Rest);
        at += 8;
        return value;
    }

    public double Double()
    {
        var value = BinaryPrimitives.ReadDoubleLittleEndian(Rest);
        at += 8;
        return value;
    }

    public double? OptionalDouble() => Bool() ? Double() : null;

    public string? OptionalText()
    {
        var length = Int();
        if (length < 0)
        {
            return null;
        }

        var value = Encoding.UTF8.GetString(Rest[..length]);
        at += length;
        return value;
    }

    public string Text() => OptionalText() ?? throw new InvalidDataException("A text is missing.");

    public ReadOnlyMemory<byte> Bytes()
    {
        var length = Int();
        var value = bytes.Slice(at, length);
        at += length;
        return value;
    }

    public DateTimeOffset Instant() => new(Long(), TimeSpan.Zero);

    public DateTimeOffset? OptionalInstant() => Bool() ? Instant() : null;

    public DateOnly Day() => DateOnly.FromDayNumber(Int());

    public DateOnly? OptionalDay() => Int() is var number and >= 0 ? DateOnly.FromDayNumber(number) : null;

    public DaySpan Span() => new(Day(), OptionalDay());

    public GeoPoint Point() => new(Double(), Double());

    public FactRef Ref() => new(Long(), Instant(), ULong());

    public List<T> List<T>(Func<StateReader, T> read)
    {
        var count = Int();
        var items = new List<T>(count);
        for (var i = 0; i < count; i++)
        {
            items.Add(read(this));
        }

        return items;
    }
}
