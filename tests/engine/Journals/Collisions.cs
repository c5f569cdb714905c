using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace LtcActors.Engine.Tests.Journals;

/// <summary>
/// Different ids of <see cref="Events.Source"/> with one key. The hash is no secret and not meant to resist: with 8 + 1 + 15 bytes
/// its last step mixes in 8 bytes of our choice, so any state can be reached and only has to come out as printable text.
/// </summary>
internal static class Collisions
{
    public static (string, string, string) Three()
    {
        var ids = Of("collide").Take(3).ToList();
        return (ids[0], ids[1], ids[2]);
    }

    /// <param name="tail">Last 8 bytes of the id that the others collide with, first of them a hyphen.</param>
    public static IEnumerable<string> Of(string tail)
    {
        var first = "0000000-" + tail;
        yield return first;
        var target = Before(first[..7]) ^ BinaryPrimitives.ReadUInt64LittleEndian(Encoding.ASCII.GetBytes(first[7..]));
        var bytes = new byte[8];
        for (var i = 1; i < 10_000_000; i++)
        {
            var head = i.ToString("0000000", CultureInfo.InvariantCulture);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, target ^ Before(head));
            if (bytes.All(b => b is >= 0x20 and < 0x7F))
            {
                yield return head + Encoding.ASCII.GetString(bytes);
            }
        }
    }

    /// <summary>State of the hash before the last 8 bytes.</summary>
    private static ulong Before(string head)
    {
        var bytes = new byte[16];
        Encoding.ASCII.GetBytes(Events.Source, bytes);
        Encoding.ASCII.GetBytes(head, bytes.AsSpan(9));
        var h = M1 ^ 24UL;
        h = Mix(h ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        return Mix(h ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(8)));
    }

    private const ulong M1 = 0x9E3779B97F4A7C15;
    private const ulong M2 = 0xD6E8FEB86659FD93;

    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 32)) * M1;
        x = BitOperations.RotateLeft(x, 29) * M2;
        return x ^ (x >> 32);
    }
}
