using System.Buffers;
using System.IO.Compression;
using LtcActors.Engine.Ports;

namespace LtcActors.Journal.Segments.Batches;

/// <summary>How <c>batch.body</c> is written. Stored as a number: never renumber.</summary>
internal enum Codec : byte
{
    Plain = 0,

    /// <summary>RFC 1950. Its checksum of the events' bytes is checked on every read.</summary>
    Zlib = 1,
}

/// <summary>
/// The events of one commit as one run of bytes: each its length as a varint, then its JSON. One row a commit instead of one an
/// event costs a third of the CPU, and compressed together the events shrink to about half.
/// </summary>
internal sealed class BatchCodec
{
    /// <summary>Uncompressed bytes of one commit. Far above what the gateway gathers; SQLite's own limit is 1 GB.</summary>
    public const int MaxBytes = 256 << 20;

    /// <summary>Nothing this short gets shorter.</summary>
    private const int MinCompressed = 64;

    private readonly MemoryStream compressed = new();

    /// <summary>Copies the events into an array from the shared pool, which is the caller's from now on.</summary>
    public static byte[] Frame(ReadOnlySpan<NewEvent> events, out int size)
    {
        long total = 0;
        foreach (ref readonly var e in events)
        {
            total += Varint.SizeOf((ulong)e.Json.Length) + e.Json.Length;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(total, MaxBytes, nameof(events));
        size = (int)total;
        var bytes = ArrayPool<byte>.Shared.Rent(size);
        var n = 0;
        foreach (ref readonly var e in events)
        {
            n += Varint.Write(bytes.AsSpan(n), (ulong)e.Json.Length);
            e.Json.Span.CopyTo(bytes.AsSpan(n));
            n += e.Json.Length;
        }

        return bytes;
    }

    /// <returns>What to store: valid until the next call.</returns>
    public ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> framed, out Codec codec)
    {
        codec = Codec.Plain;
        if (framed.Length < MinCompressed)
        {
            return framed;
        }

        compressed.SetLength(0);
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(framed.Span);
        }

        if (compressed.Length >= framed.Length)
        {
            return framed;
        }

        codec = Codec.Zlib;
        return compressed.GetBuffer().AsMemory(0, (int)compressed.Length);
    }

    /// <summary>Undoes <see cref="Compress"/>, into an array of the shared pool that is the caller's from now on.</summary>
    /// <exception cref="InvalidDataException">The stored bytes are damaged.</exception>
    public static byte[] Expand(Commit commit, ReadOnlySpan<byte> body)
    {
        var rented = ArrayPool<byte>.Shared.Rent(commit.Size);
        try
        {
            Expand(commit, body, rented.AsSpan(0, commit.Size));
            return rented;
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(rented);
            throw;
        }
    }

    /// <summary>Undoes <see cref="Compress"/>.</summary>
    /// <param name="framed">As long as the events were.</param>
    /// <exception cref="InvalidDataException">The stored bytes are damaged.</exception>
    public static void Expand(Commit commit, ReadOnlySpan<byte> body, Span<byte> framed)
    {
        try
        {
            Expand(commit.Codec, body, framed);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"The journal is damaged in the commit at place {commit.FirstSeq}: {e.Message}", e);
        }
    }

    /// <summary>The events of a commit, each where it lies.</summary>
    public static ReadOnlyMemory<byte>[] Split(byte[] framed, int count)
    {
        var events = new ReadOnlyMemory<byte>[count];
        var position = 0;
        for (var i = 0; i < count; i++)
        {
            events[i] = framed.AsMemory(Next(framed, ref position));
        }

        return events;
    }

    private static void Expand(Codec codec, ReadOnlySpan<byte> body, Span<byte> framed)
    {
        switch (codec)
        {
            case Codec.Plain when body.Length == framed.Length:
                body.CopyTo(framed);
                return;
            case Codec.Zlib:
                Inflate(body, framed);
                return;
            default:
                throw new InvalidDataException($"A batch of codec {(int)codec} and {body.Length} bytes cannot be read.");
        }
    }

    /// <summary>Finds an event in what <see cref="Frame"/> made.</summary>
    /// <param name="index">From 0.</param>
    public static Range Locate(ReadOnlySpan<byte> framed, int index)
    {
        var position = 0;
        for (; index > 0; index--)
        {
            Next(framed, ref position);
        }

        return Next(framed, ref position);
    }

    /// <summary>Range of the event whose length stands at <paramref name="position"/>, which moves behind it.</summary>
    public static Range Next(ReadOnlySpan<byte> framed, ref int position)
    {
        var length = Varint.Read(framed, ref position);
        if (length > (ulong)(framed.Length - position))
        {
            throw new InvalidDataException("An event runs past the end of its batch.");
        }

        var start = position;
        position += (int)length;
        return start..position;
    }

    private static void Inflate(ReadOnlySpan<byte> body, Span<byte> framed)
    {
        var copy = ArrayPool<byte>.Shared.Rent(body.Length);
        try
        {
            body.CopyTo(copy);
            using var zlib = new ZLibStream(new MemoryStream(copy, 0, body.Length, writable: false), CompressionMode.Decompress);
            // The checksum is compared only when the end is read, so ask for a byte more than there should be.
            if (zlib.ReadAtLeast(framed, framed.Length, throwOnEndOfStream: false) != framed.Length || zlib.ReadByte() != -1)
            {
                throw new InvalidDataException("A batch is not as long as its row says.");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }
}
