using System.Runtime.InteropServices;
using System.Text;

namespace LtcActors.Engine.Wire.Text;

/// <summary>
/// One string for the same bytes, as far as a table of fixed size remembers: a newcomer takes the place of whoever stood there,
/// so that no sender can make it grow. Not thread-safe.
/// </summary>
internal sealed class InternCache
{
    private const int Size = 4096;
    private const int LongestKept = 128;

    private readonly string?[] table = new string?[Size];

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestKept)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        ref var place = ref table[Hash(utf8) % Size];

        // False for anything but ASCII, which is then merely not shared.
        if (place is { } known && known.Length == utf8.Length && Ascii.Equals(utf8, known))
        {
            return known;
        }

        return place = Encoding.UTF8.GetString(utf8);
    }

    private static uint Hash(ReadOnlySpan<byte> bytes)
    {
        var h = (ulong)bytes.Length;
        while (bytes.Length >= sizeof(ulong))
        {
            h = (h ^ MemoryMarshal.Read<ulong>(bytes)) * 0x9E3779B97F4A7C15;
            h ^= h >> 32;
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var b in bytes)
        {
            h = (h ^ b) * 0x100000001B3;
        }

        return (uint)((h * 0x9E3779B97F4A7C15) >> 40);
    }
}
