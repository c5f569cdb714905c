using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LtcActors.Bench;

/// <summary>One HTTP/1.1 connection, one request at a time, as little work as may be: the load must not cost what it measures.</summary>
internal sealed class RawHttp : IDisposable
{
    private readonly Socket socket;
    private readonly byte[] received = new byte[1 << 20];

    public RawHttp(Uri server)
    {
        socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, server.Port);
    }

    public static byte[] Head(string target, string token, string contentType, string more = "") => Encoding.ASCII.GetBytes(
        $"POST {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nContent-Type: {contentType}\r\n{more}Content-Length: ");

    /// <summary>Sends head, length and body; reads the whole answer.</summary>
    /// <returns>Status, and the answer's bytes (headers included), valid until the next call.</returns>
    public async ValueTask<(int Status, ReadOnlyMemory<byte> Answer)> PostAsync(byte[] request, int headLength, int bodyLength)
    {
        // The caller left room between head and body for the length: written right-aligned, zero-padded to 8, then two line ends.
        if (!Utf8Formatter.TryFormat(bodyLength, request.AsSpan(headLength), out _, new('D', 8)))
        {
            throw new InvalidOperationException("No room for the length.");
        }

        "\r\n\r\n"u8.CopyTo(request.AsSpan(headLength + 8));
        await SendAsync(request.AsMemory(0, headLength + 12 + bodyLength)).ConfigureAwait(false);
        return await ReceiveAsync().ConfigureAwait(false);
    }

    public void Dispose() => socket.Dispose();

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None).ConfigureAwait(false)..];
        }
    }

    private async ValueTask<(int Status, ReadOnlyMemory<byte> Answer)> ReceiveAsync()
    {
        var n = 0;
        while (true)
        {
            var got = await socket.ReceiveAsync(received.AsMemory(n), SocketFlags.None).ConfigureAwait(false);
            if (got == 0)
            {
                throw new IOException("The server closed the connection.");
            }

            n += got;
            if (Complete(received.AsSpan(0, n)))
            {
                return (Number(received.AsSpan(9, 3)), received.AsMemory(0, n));
            }
        }
    }

    private static bool Complete(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        var head = answer[..end];
        var at = head.IndexOf("Content-Length: "u8);
        if (at >= 0)
        {
            return answer.Length >= end + 4 + Number(head[(at + 16)..]);
        }

        return answer.EndsWith("0\r\n\r\n"u8);
    }

    private static int Number(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out int number, out _) ? number : throw new IOException("The answer is no HTTP.");
}
