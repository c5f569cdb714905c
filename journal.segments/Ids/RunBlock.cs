using System.Buffers.Binary;
using System.Runtime.InteropServices;
using LtcActors.Engine.Wire;
using LtcActors.Journal.Segments.Batches;

namespace LtcActors.Journal.Segments.Ids;

/// <summary>
/// A block's bytes: 8 of checksum, the number of entries, then each entry's key and place, as the distance from the key before
/// (at first the block's least key) and from the run's <see cref="Run.After"/>. All varints; some ten bytes an entry.
/// </summary>
internal static class RunBlock
{
    private const int ChecksumLength = 8;

    /// <param name="keys">Sorted; all of the block's.</param>
    /// <param name="buffer">Grown as needed.</param>
    /// <returns>How much of the buffer is written.</returns>
    public static int Encode(Run run, long block, ReadOnlySpan<ulong> keys, ReadOnlySpan<long> seqs, ref byte[] buffer)
    {
        var most = ChecksumLength + ((1 + (2 * keys.Length)) * Varint.MaxLength);
        if (buffer.Length < most)
        {
            buffer = new byte[2 * most];
        }

        var n = ChecksumLength;
        n += Varint.Write(buffer.AsSpan(n), (ulong)keys.Length);
        var last = run.LeastKey(block);
        for (var i = 0; i < keys.Length; i++)
        {
            n += Varint.Write(buffer.AsSpan(n), keys[i] - last);
            n += Varint.Write(buffer.AsSpan(n), (ulong)(seqs[i] - run.After));
            last = keys[i];
        }

        BinaryPrimitives.WriteUInt64LittleEndian(buffer, EventKey.Hash(buffer.AsSpan(ChecksumLength, n - ChecksumLength)));
        return n;
    }

    /// <summary>Adds the places of one key.</summary>
    public static void Collect(Run run, long block, ReadOnlySpan<byte> body, ulong key, List<long> places)
    {
        var left = Open(body, out var n);
        var at = run.LeastKey(block);
        for (; left > 0; left--)
        {
            at += Varint.Read(body, ref n);
            var seq = run.After + (long)Varint.Read(body, ref n);
            if (at > key)
            {
                return;
            }

            if (at == key)
            {
                places.Add(seq);
            }
        }
    }

    /// <summary>Adds all of a block; the lists stay as they are when it is damaged.</summary>
    /// <exception cref="InvalidDataException">Not the bytes that were written.</exception>
    public static void Decode(Run run, long block, ReadOnlySpan<byte> body, List<ulong> keys, List<long> seqs)
    {
        var count = Open(body, out var n);
        var first = keys.Count;
        CollectionsMarshal.SetCount(keys, first + count);
        CollectionsMarshal.SetCount(seqs, first + count);
        var toKeys = CollectionsMarshal.AsSpan(keys)[first..];
        var toSeqs = CollectionsMarshal.AsSpan(seqs)[first..];
        var at = run.LeastKey(block);
        for (var i = 0; i < count; i++)
        {
            at += Varint.Read(body, ref n);
            toKeys[i] = at;
            toSeqs[i] = run.After + (long)Varint.Read(body, ref n);
        }
    }

    private static int Open(ReadOnlySpan<byte> body, out int position)
    {
        if (body.Length <= ChecksumLength
            || BinaryPrimitives.ReadUInt64LittleEndian(body) != EventKey.Hash(body[ChecksumLength..]))
        {
            throw new InvalidDataException("A block of the index of ids is damaged.");
        }

        position = ChecksumLength;
        return (int)Varint.Read(body, ref position);
    }
}
