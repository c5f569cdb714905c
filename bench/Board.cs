using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace LtcActors.Bench;

/// <summary>A connected board: SignalR's JSON protocol over a plain WebSocket. Notes when each alert came in.</summary>
internal sealed class Board : IAsyncDisposable
{
    private readonly ClientWebSocket socket = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Dictionary<string, (long At, string Id)> seen = [];
    private Task reading = Task.CompletedTask;

    public static async Task<Board> ConnectAsync(SiloProcess silo)
    {
        var board = new Board();
        board.socket.Options.SetRequestHeader("Authorization", $"Bearer {silo.OfficerToken}");
        await board.socket.ConnectAsync(new Uri($"ws://127.0.0.1:{silo.Url.Port}/hubs/alerts"), default);
        await board.SendAsync("{\"protocol\":\"json\",\"version\":1}");
        await board.SendAsync("{\"type\":4,\"invocationId\":\"1\",\"target\":\"Stream\",\"arguments\":[null,0]}");
        board.reading = Task.Run(board.ReadAsync);
        return board;
    }

    /// <returns>Stopwatch stamp of an alert's first arrival by visit; null: not seen.</returns>
    public long? SeenAt(string visitId)
    {
        lock (seen)
        {
            return seen.TryGetValue(visitId, out var first) ? first.At : null;
        }
    }

    /// <returns>The id of a visit's first alert; null: not seen.</returns>
    public string? AlertOf(string visitId)
    {
        lock (seen)
        {
            return seen.TryGetValue(visitId, out var first) ? first.Id : null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        socket.Abort();
        await reading.ContinueWith(_ => { }, TaskScheduler.Default);
        socket.Dispose();
        stop.Dispose();
    }

    private Task SendAsync(string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message + "\u001e"), WebSocketMessageType.Text, true, stop.Token);

    private async Task ReadAsync()
    {
        var buffer = new byte[1 << 16];
        var pending = new MemoryStream();
        while (!stop.IsCancellationRequested)
        {
            var got = await socket.ReceiveAsync(buffer, stop.Token);
            var at = Stopwatch.GetTimestamp();
            foreach (var b in buffer.AsSpan(0, got.Count))
            {
                if (b != 0x1e)
                {
                    pending.WriteByte(b);
                    continue;
                }

                Note(pending.GetBuffer().AsSpan(0, (int)pending.Length), at);
                pending.SetLength(0);
            }
        }
    }

    private void Note(ReadOnlySpan<byte> message, long at)
    {
        if (message.IndexOf("\"type\":2"u8) < 0)
        {
            return;
        }

        using var json = JsonDocument.Parse(message.ToArray());
        var alert = json.RootElement.GetProperty("item");
        lock (seen)
        {
            foreach (var visit in alert.GetProperty("visitIds").EnumerateArray())
            {
                seen.TryAdd(visit.GetString()!, (at, alert.GetProperty("id").GetString()!));
            }
        }
    }
}
