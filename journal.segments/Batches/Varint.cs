namespace LtcActors.Journal.Segments.Batches;

/// <summary>Unsigned LEB128: seven bits a byte, lowest first, the top bit set on all but the last.</summary>
internal static class Varint
{
    public const int MaxLength = 10;

    public static int SizeOf(ulong value)
    {
        var size = 1;
        while ((value >>= 7) != 0)
        {
            size++;
        }

        return size;
    }

    /// <returns>How many bytes were written.</returns>
    public static int Write(Span<byte> to, ulong value)
    {
        var n = 0;
        while (value >= 0x80)
        {
            to[n++] = (byte)(value | 0x80);
            value >>= 7;
        }

        to[n++] = (byte)value;
        return n;
    }

    /// <summary>Reads at <paramref name="position"/> and moves it on.</summary>
    /// <exception cref="InvalidDataException">The bytes end within the number, or it is longer than 64 bits.</exception>
    public static ulong Read(ReadOnlySpan<byte> from, ref int position)
    {
        ulong value = 0;
        for (var shift = 0; shift < 70 && (uint)position < (uint)from.Length; shift += 7)
        {
            var b = from[position++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("A length runs past its end.");
    }
}
