using System.Buffers;

namespace LtcActors.Silo.Ingest;

/// <summary>
/// Cuts a stream of bytes into lines and holds a group of them, copied, until they are durable. A line over the limit is not held: its
/// bytes are passed over to its end, and it stands in the group without content.
/// </summary>
internal sealed class LineGroup(SiloLimits limits) : IDisposable
{
    private const int FirstBytes = 64 * 1024;
    private readonly List<(int Start, int Length)> lines = [];
    private byte[] bytes = ArrayPool<byte>.Shared.Rent(FirstBytes);
    private int used;
    private long searched;
    private bool passing;

    public int Count => lines.Count;

    /// <returns>The line's bytes, good until the group is cleared; null when it was over the limit.</returns>
    public ReadOnlyMemory<byte>? this[int index] =>
        lines[index] is { Length: >= 0 } line ? (ReadOnlyMemory<byte>?)bytes.AsMemory(line.Start, line.Length) : null;

    public void Clear()
    {
        lines.Clear();
        used = 0;
        if (bytes.Length > limits.LineBytes * 2)
        {
            ArrayPool<byte>.Shared.Return(bytes);
            bytes = ArrayPool<byte>.Shared.Rent(FirstBytes);
        }
    }

    /// <summary>Takes lines off the front of the buffer.</summary>
    /// <param name="last">Nothing comes after the buffer: what has no line end is a line too.</param>
    /// <returns>Whether the group is full and the buffer may hold more lines.</returns>
    public bool Fill(ref ReadOnlySequence<byte> buffer, bool last)
    {
        while (lines.Count < limits.GroupLines && used < limits.LineBytes)
        {
            if (buffer.Slice(searched).PositionOf((byte)'\n') is { } end)
            {
                Take(buffer.Slice(0, end));
                buffer = buffer.Slice(buffer.GetPosition(1, end));
                searched = 0;
                continue;
            }

            if (last)
            {
                Take(buffer);
                buffer = buffer.Slice(buffer.End);
            }
            else if (passing || buffer.Length > limits.LineBytes)
            {
                passing = true;
                buffer = buffer.Slice(buffer.End);
            }

            searched = last ? 0 : buffer.Length;
            return false;
        }

        return true;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
    }

    private void Take(ReadOnlySequence<byte> line)
    {
        if (passing || line.Length > limits.LineBytes)
        {
            passing = false;
            lines.Add((0, -1));
            return;
        }

        var length = (int)line.Length;
        if (used + length > bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(used + length, bytes.Length * 2));
            bytes.AsSpan(0, used).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(bytes);
            bytes = larger;
        }

        line.CopyTo(bytes.AsSpan(used));
        var start = used;
        while (length > 0 && bytes[start + length - 1] is (byte)'\r' or (byte)' ' or (byte)'\t')
        {
            length--;
        }

        if (length > 0)
        {
            lines.Add((start, length));
            used += length;
        }
    }
}
