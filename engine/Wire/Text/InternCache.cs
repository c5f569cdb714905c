using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace LtcActors.Engine.Wire.Text;

/// <summary>
/// One string for the same bytes, as far as a table of fixed size remembers: a newcomer takes the place of whoever stood there,
/// so that no sender can make it grow. Small enough to stay in the processor's cache: a table of all ids in a city was no quicker.
/// What is seen for the first time leaves only its tag: most ids of a city's stream do not come again before they are forgotten, and
/// each that were kept would outlive a collection and be looked for by it.
/// Not thread-safe.
/// </summary>
internal sealed class InternCache
{
    private const int Size = 1 << 12;
    private const int LongestKept = 128;
    private const ulong Odd = 0x9E3779B97F4A7C15;

    private readonly string?[] table = new string?[Size];

    /// <summary>Of what was seen last: says, mostly, without a look at the string beside it that it is another.</summary>
    private readonly uint[] tags = new uint[Size];

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestKept)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        var hash = Hash(utf8);
        var place = hash >> 52;
        var tag = (uint)(hash >> 16);

        // Not equal for anything but ASCII, which is then merely not shared.
        if (tags[place] != tag)
        {
            tags[place] = tag;
            return Encoding.UTF8.GetString(utf8);
        }

        return table[place] is { } known && known.Length == utf8.Length && Ascii.Equals(utf8, known)
            ? known
            : table[place] = Encoding.UTF8.GetString(utf8);
    }

    /// <summary>It only spreads; whoever makes two texts meet gains that neither is shared.</summary>
    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        var h = (ulong)bytes.Length;
        if (bytes.Length < sizeof(ulong))
        {
            foreach (var b in bytes)
            {
                h = (h << 8) | b;
            }

            return h * Odd;
        }

        // The last eight bytes overlap what went before; the loop takes only whole eights.
        h ^= MemoryMarshal.Read<ulong>(bytes[^sizeof(ulong)..]);
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            h = BitOperations.RotateLeft(h * Odd, 29) ^ MemoryMarshal.Read<ulong>(bytes);
        }

        return h * Odd;
    }
}
