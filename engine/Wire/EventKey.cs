using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace LtcActors.Engine.Wire;

/// <summary>
/// A 64-bit hash of an event's source and id. It orders facts of one time (so it must never change) and finds duplicates
/// (which are then compared in full, so that a collision costs time and nothing else).
/// </summary>
public static class EventKey
{
    private const ulong M1 = 0x9E3779B97F4A7C15;
    private const ulong M2 = 0xD6E8FEB86659FD93;

    public static ulong Of(string source, string id)
    {
        Span<byte> buffer = stackalloc byte[512];
        var length = Encoding.UTF8.GetByteCount(source) + 1 + Encoding.UTF8.GetByteCount(id);
        var bytes = length <= buffer.Length ? buffer[..length] : new byte[length];
        var n = Encoding.UTF8.GetBytes(source, bytes);
        bytes[n] = 0;
        Encoding.UTF8.GetBytes(id, bytes[(n + 1)..]);
        return Hash(bytes);
    }

    /// <param name="bytes">UTF-8 of source, a zero byte, UTF-8 of id.</param>
    public static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        var h = M1 ^ (ulong)bytes.Length;
        while (bytes.Length >= 8)
        {
            h = Mix(h ^ MemoryMarshal.Read<ulong>(bytes));
            bytes = bytes[8..];
        }

        ulong rest = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            rest |= (ulong)bytes[i] << (8 * i);
        }

        return Mix(Mix(h ^ rest) + M2);
    }

    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 32)) * M1;
        x = BitOperations.RotateLeft(x, 29) * M2;
        return x ^ (x >> 32);
    }
}
