using System.Text.Json;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Problems;
using LtcActors.Silo.Queries;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace LtcActors.Silo.Hubs;

/// <summary>
/// <c>/hubs/alerts</c>. The engine's stream is read at the pace of the client: what a slow one has not taken waits in the engine's read
/// model, not in a buffer here.
/// </summary>
[Authorize(Roles.Officer)]
internal sealed class AlertsHub(ISupervision supervision, HubConnections connections, SiloLimits limits) : Hub
{
    private const string StreamsKey = "streams";

    public override Task OnConnectedAsync()
    {
        if (!connections.TryAdd(Context.ConnectionId))
        {
            Context.Abort();
            return Task.CompletedTask;
        }

        Context.Items[StreamsKey] = new StreamCount();
        if (Context.GetHttpContext()?.Features.Get<Session>() is { } session)
        {
            var ended = session.Ended.Register(Context.Abort);
            Context.ConnectionAborted.Register(() => ended.Dispose());
        }

        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        connections.Remove(Context.ConnectionId);
        return Task.CompletedTask;
    }

    /// <summary>Every alert change after the place, then live ones, each once.</summary>
    /// <param name="filter">The query's names, each a string or an array of strings; null: all.</param>
    /// <param name="afterSeq">Place in the journal; 0: from the beginning.</param>
    public IAsyncEnumerable<AlertRecord> Stream(JsonElement? filter, long afterSeq, CancellationToken stop)
    {
        if (afterSeq < 0)
        {
            throw new HubException("afterSeq must be 0 or more.");
        }

        AlertFilter read;
        try
        {
            read = StreamFilter.Read(filter);
        }
        catch (Refusal refusal)
        {
            throw new HubException(refusal.Message);
        }

        var count = (StreamCount)Context.Items[StreamsKey]!;
        if (Interlocked.Increment(ref count.Value) > limits.HubStreams)
        {
            Interlocked.Decrement(ref count.Value);
            throw new HubException($"A connection reads at most {limits.HubStreams} streams at once.");
        }

        return RunAsync(read, afterSeq, count, stop);
    }

    private async IAsyncEnumerable<AlertRecord> RunAsync(
        AlertFilter filter, long after, StreamCount count, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        try
        {
            await foreach (var alert in supervision.Stream(filter, after, stop).WithCancellation(stop))
            {
                yield return alert;
            }
        }
        finally
        {
            Interlocked.Decrement(ref count.Value);
        }
    }

    private sealed class StreamCount
    {
        public int Value;
    }
}
