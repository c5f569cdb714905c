using System.Buffers;
using LtcActors.Silo.Problems;

namespace LtcActors.Silo.Hosting;

/// <summary>A whole request body in a pooled array, good until disposed.</summary>
internal sealed class PooledBody : IDisposable
{
    private const int FirstBytes = 16 * 1024;
    private static readonly byte[] Bom = [0xEF, 0xBB, 0xBF];

    private readonly BodyBudget budget;
    private byte[] array = [];
    private int length;

    private PooledBody(BodyBudget budget) => this.budget = budget;

    /// <summary>Without the byte order mark that some senders put first.</summary>
    public ReadOnlyMemory<byte> Bytes
    {
        get
        {
            var bytes = array.AsMemory(0, length);
            return bytes.Span.StartsWith(Bom) ? bytes[Bom.Length..] : bytes;
        }
    }

    /// <summary>Every byte as it came: for a file, whose hash is of all of them.</summary>
    public ReadOnlyMemory<byte> Whole => array.AsMemory(0, length);

    /// <summary>Memory grows with what has come, never with what was announced.</summary>
    /// <exception cref="Refusal">Larger than the limit, or compressed, or too much is held already.</exception>
    public static async ValueTask<PooledBody> ReadAsync(HttpContext context, int limit, BodyBudget budget)
    {
        RefuseEncoded(context);
        if (context.Request.ContentLength > limit)
        {
            throw TooLarge(limit);
        }

        var body = new PooledBody(budget);
        try
        {
            await body.FillAsync(context, limit);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>A compressed body could unfold into any size; nobody who sends events needs it.</summary>
    public static void RefuseEncoded(HttpContext context)
    {
        var encoding = context.Request.Headers.ContentEncoding;
        if (encoding.Count > 0 && !string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Headers.AcceptEncoding = "identity";
            throw new Refusal(ProblemKind.UnsupportedEncoding, "Bodies are read uncompressed only.");
        }
    }

    public void Dispose()
    {
        Release(array);
        array = [];
        length = 0;
    }

    private static Refusal TooLarge(int limit) => new(ProblemKind.BodyTooLarge, $"A body of this kind has at most {limit} bytes.");

    private async ValueTask FillAsync(HttpContext context, int limit)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            var buffer = read.Buffer;
            if (length + buffer.Length > limit)
            {
                reader.AdvanceTo(buffer.End);
                throw TooLarge(limit);
            }

            if (!buffer.IsEmpty)
            {
                Reserve(length + (int)buffer.Length, (int)Math.Min(context.Request.ContentLength ?? 0, limit));
                buffer.CopyTo(array.AsSpan(length));
                length += (int)buffer.Length;
            }

            reader.AdvanceTo(buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    /// <param name="expected">What was announced: never more than eight times what has come is reserved for it.</param>
    private void Reserve(int needed, int expected)
    {
        if (needed <= array.Length)
        {
            return;
        }

        // What fits whole is not copied twice; what was never announced doubles.
        var wanted = Math.Max(FirstBytes, expected > needed ? Math.Min(expected, needed * 8) : needed * 2);
        var larger = ArrayPool<byte>.Shared.Rent(wanted);
        if (!budget.TryTake(larger.Length))
        {
            ArrayPool<byte>.Shared.Return(larger);
            throw new Refusal(ProblemKind.Overloaded, "Too many large bodies at once.") { RetryAfter = TimeSpan.FromSeconds(1) };
        }

        array.AsSpan(0, length).CopyTo(larger);
        Release(array);
        array = larger;
    }

    private void Release(byte[] old)
    {
        if (old.Length > 0)
        {
            budget.Return(old.Length);
            ArrayPool<byte>.Shared.Return(old);
        }
    }
}
