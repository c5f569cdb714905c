using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace LtcActors.Silo.Tests.Http;

/// <summary>SignalR's JSON protocol over a WebSocket by hand: messages end with 0x1E, the first is the handshake.</summary>
internal sealed class HubClient : IAsyncDisposable
{
    private const char End = '\u001e';
    private readonly ClientWebSocket socket = new();
    private readonly StringBuilder seen = new();
    private readonly byte[] buffer = new byte[16 * 1024];

    /// <param name="prepare">Sets headers before the connection is made.</param>
    public static async Task<HubClient> ConnectAsync(Uri address, string query = "", Action<ClientWebSocketOptions>? prepare = null)
    {
        var client = new HubClient();
        client.socket.Options.CollectHttpResponseDetails = true;
        prepare?.Invoke(client.socket.Options);
        try
        {
            await client.socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/hubs/alerts", Query = query }.Uri, default);
        }
        catch (WebSocketException)
        {
            var status = (int)client.socket.HttpStatusCode;
            client.socket.Dispose();
            throw new HttpRequestException("The upgrade was refused.", null, (System.Net.HttpStatusCode)status);
        }

        await client.SendAsync("""{"protocol":"json","version":1}""");
        using var handshake = await client.ReadAsync();
        Assert.False(handshake.RootElement.TryGetProperty("error", out _));
        return client;
    }

    /// <param name="arguments">JSON, with commas between.</param>
    public Task StreamAsync(string id, string arguments) => CallAsync(id, "Stream", arguments);

    /// <summary>As <see cref="StreamAsync"/>, of whatever call sends a stream.</summary>
    public Task CallAsync(string id, string target, string arguments) =>
        SendAsync($$"""{"type":4,"invocationId":"{{id}}","target":"{{target}}","arguments":[{{arguments}}]}""");

    public Task CancelAsync(string id) => SendAsync($$"""{"type":5,"invocationId":"{{id}}"}""");

    /// <summary>The next item of any stream.</summary>
    public async Task<JsonElement> ItemAsync()
    {
        var message = await MessageAsync();
        Assert.Equal(2, message.GetProperty("type").GetInt32());
        return message.GetProperty("item");
    }

    /// <returns>The error of a completion; null when it ended well.</returns>
    public async Task<string?> CompletionAsync()
    {
        var message = await MessageAsync();
        Assert.Equal(3, message.GetProperty("type").GetInt32());
        return message.TryGetProperty("error", out var error) ? error.GetString() : null;
    }

    /// <summary>Completes when the server ends the connection.</summary>
    public async Task ClosedAsync()
    {
        try
        {
            while (true)
            {
                using var message = await ReadAsync();
            }
        }
        catch (Exception e) when (e is WebSocketException or EndOfStreamException)
        {
            // As expected.
        }
    }

    public ValueTask DisposeAsync()
    {
        socket.Abort();
        socket.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Pings are passed over.</summary>
    private async Task<JsonElement> MessageAsync()
    {
        while (true)
        {
            var message = (await ReadAsync()).RootElement;
            if (message.GetProperty("type").GetInt32() != 6)
            {
                return message;
            }
        }
    }

    private async Task SendAsync(string json) =>
        await socket.SendAsync(Encoding.UTF8.GetBytes(json + End), WebSocketMessageType.Text, endOfMessage: true, default);

    private async Task<JsonDocument> ReadAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var all = seen.ToString();
            var end = all.IndexOf(End, StringComparison.Ordinal);
            if (end >= 0)
            {
                seen.Remove(0, end + 1);
                return JsonDocument.Parse(all[..end]);
            }

            var read = await socket.ReceiveAsync(buffer, limit.Token);
            if (read.MessageType == WebSocketMessageType.Close)
            {
                throw new EndOfStreamException();
            }

            seen.Append(Encoding.UTF8.GetString(buffer, 0, read.Count));
        }
    }
}
