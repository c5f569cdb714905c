using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LtcActors.Journal.Segments.Transfer;

/// <summary>Numbers and bytes of a stream, and the hash of all that was read.</summary>
internal sealed class HashedInput(Stream from) : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly BufferedStream buffered = new(from, 1 << 16);
    private readonly byte[] number = new byte[8];

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Fill(number.AsSpan(0, 8)));

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Fill(number.AsSpan(0, 4)));

    public byte Byte() => Fill(number.AsSpan(0, 1))[0];

    public byte[] Bytes(int atMost)
    {
        var length = Int();
        if (length < 0 || length > atMost)
        {
            throw new InvalidDataException("The file is damaged: a length is out of range.");
        }

        var bytes = new byte[length];
        Fill(bytes);
        return bytes;
    }

    /// <summary>Reads the hash that was written, which is the end.</summary>
    public bool HashHolds()
    {
        var expected = hash.GetHashAndReset();
        var written = new byte[expected.Length];
        return buffered.ReadAtLeast(written, written.Length, throwOnEndOfStream: false) == written.Length
            && written.AsSpan().SequenceEqual(expected) && buffered.ReadByte() == -1;
    }

    public void Dispose()
    {
        buffered.Dispose();
        hash.Dispose();
    }

    private ReadOnlySpan<byte> Fill(Span<byte> bytes)
    {
        if (buffered.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) != bytes.Length)
        {
            throw new InvalidDataException("The file is cut short.");
        }

        hash.AppendData(bytes);
        return bytes;
    }
}
