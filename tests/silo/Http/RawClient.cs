using System.Net.Sockets;
using System.Text;

namespace LtcActors.Silo.Tests.Http;

/// <summary>HTTP by hand, for what no client library would send, and for answers that come while the request is still being sent.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private readonly TcpClient tcp = new();
    private readonly byte[] buffer = new byte[64 * 1024];
    private readonly StringBuilder seen = new();
    private NetworkStream stream = null!;

    public static async Task<RawClient> ConnectAsync(Uri address)
    {
        var client = new RawClient();
        await client.tcp.ConnectAsync(address.Host, address.Port);
        client.stream = client.tcp.GetStream();
        return client;
    }

    public async Task SendAsync(string text) => await stream.WriteAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>One chunk of a chunked body.</summary>
    public Task SendChunkAsync(string text) =>
        SendAsync($"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n");

    /// <summary>Reads until the text has come, and gives all that came up to its end; the rest is kept for the next call.</summary>
    public async Task<string> ReadUntilAsync(string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var all = seen.ToString();
            var at = all.IndexOf(text, StringComparison.Ordinal);
            if (at >= 0)
            {
                seen.Remove(0, at + text.Length);
                return all[..(at + text.Length)];
            }

            var n = await stream.ReadAsync(buffer, limit.Token);
            if (n == 0)
            {
                throw new EndOfStreamException($"'{text}' did not come, but: {all}");
            }

            seen.Append(Encoding.UTF8.GetString(buffer, 0, n));
        }
    }

    /// <summary>Up to the server's end of the connection, or until an answer with a body is there and nothing more comes.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            int n;
            while ((n = await stream.ReadAsync(buffer, limit.Token)) > 0)
            {
                seen.Append(Encoding.UTF8.GetString(buffer, 0, n));
            }
        }
        catch (IOException)
        {
            // Reset after the answer: what came counts.
        }

        return seen.ToString();
    }

    public ValueTask DisposeAsync()
    {
        tcp.Dispose();
        return ValueTask.CompletedTask;
    }
}
