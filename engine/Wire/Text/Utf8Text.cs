using System.Buffers;
using System.Globalization;
using System.Text;

namespace LtcActors.Engine.Wire.Text;

/// <summary>Questions about text that need no string. The bytes are those of a JSON string, unescaped.</summary>
internal static class Utf8Text
{
    private static readonly SearchValues<byte> IdBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-"u8);

    private static readonly SearchValues<byte> Controls = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(b => (byte)b), 0x7F]);

    public static bool IsId(ReadOnlySpan<byte> utf8) =>
        (uint)(utf8.Length - 1) < WireLimits.Id && utf8.IndexOfAnyExcept(IdBytes) < 0;

    /// <summary>Whether it holds a control character: U+0000 to U+001F, U+007F to U+009F.</summary>
    public static bool HasControl(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IndexOfAny(Controls) >= 0)
        {
            return true;
        }

        // U+0080 to U+009F: C2 80 to C2 9F.
        while (utf8.IndexOf((byte)0xC2) is var i and >= 0)
        {
            utf8 = utf8[(i + 1)..];
            if (!utf8.IsEmpty && utf8[0] <= 0x9F)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Non-empty and free of white space and control characters. What else a URI may hold is the sender's business.</summary>
    public static bool IsUriReference(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty || utf8.IndexOfAnyInRange((byte)0, (byte)0x20) >= 0)
        {
            return false;
        }

        if (utf8.IndexOfAnyInRange((byte)0x7F, (byte)0xFF) < 0)
        {
            return true;
        }

        foreach (var rune in Encoding.UTF8.GetString(utf8).EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                return false;
            }
        }

        return true;
    }

    public static int CodePoints(ReadOnlySpan<byte> utf8)
    {
        var n = 0;
        foreach (var b in utf8)
        {
            n += (b & 0xC0) != 0x80 ? 1 : 0;
        }

        return n;
    }

    /// <summary>Undoes the escapes of a JSON string whose syntax the reader has checked.</summary>
    /// <param name="to">At least as long as <paramref name="escaped"/>.</param>
    /// <returns>False where a surrogate stands without its other half.</returns>
    public static bool TryUnescape(ReadOnlySpan<byte> escaped, Span<byte> to, out int written)
    {
        written = 0;
        for (var i = 0; i < escaped.Length;)
        {
            var b = escaped[i++];
            if (b != '\\')
            {
                to[written++] = b;
                continue;
            }

            var kind = escaped[i++];
            if (kind != 'u')
            {
                to[written++] = Simple(kind);
                continue;
            }

            if (!TryRune(escaped, ref i, out var rune))
            {
                return false;
            }

            written += rune.EncodeToUtf8(to[written..]);
        }

        return true;
    }

    private static byte Simple(byte kind) => kind switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => kind,
    };

    /// <param name="i">At the first of four hexadecimal digits; moved past the escape, or past both of a pair.</param>
    private static bool TryRune(ReadOnlySpan<byte> escaped, ref int i, out Rune rune)
    {
        var high = Unit(escaped.Slice(i, 4));
        i += 4;
        if (!char.IsSurrogate(high))
        {
            rune = new Rune(high);
            return true;
        }

        rune = default;
        if (escaped.Length < i + 6 || escaped[i] != '\\' || escaped[i + 1] != 'u')
        {
            return false;
        }

        var low = Unit(escaped.Slice(i + 2, 4));
        i += 6;
        return Rune.TryCreate(high, low, out rune);
    }

    private static char Unit(ReadOnlySpan<byte> hex) =>
        (char)ushort.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
