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
[Authorize(Roles.ReaderPolicy)]
internal sealed class AlertsHub(ISupervision supervision, Accounts accounts, HubConnections connections, SiloLimits limits) : Hub
{
    private const string StreamsKey = "streams";

    private Caller CallerOf => Caller.Of(Context.User) ?? throw new HubException("Nobody is signed in.");

    public override Task OnConnectedAsync()
    {
        if (!connections.TryAdd(Context.ConnectionId))
        {
            Context.Abort();
            return Task.CompletedTask;
        }

        Context.Items[StreamsKey] = new StreamCount();
        if (CallerOf.Session is { } session)
        {
            // What he may see was asked when he came in: when that changes, he comes in again.
            var ended = session.Standing.Register(Context.Abort);
            Context.ConnectionAborted.Register(() => ended.Dispose());
            if (accounts.Active(session.User) is not { } account || account.Role != CallerOf.Role || account.Scope != CallerOf.Scope || session.IsOver)
            {
                Context.Abort();
            }
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
            read = StreamFilter.Read(filter) with { Scope = CallerOf.Scope };
        }
        catch (Refusal refusal)
        {
            throw new HubException(refusal.Message);
        }

        return Counted(supervision.Stream(read, afterSeq, stop), stop);
    }

    /// <summary>
    /// Alerts that the caller saw and sees no more, as they are of another district or institution now: the stream has only what he sees.
    /// One without an id: some may have left up to that place, and only the list knows which.
    /// </summary>
    /// <param name="afterSeq">Place in the journal: the <c>position</c> of the list that is shown.</param>
    public IAsyncEnumerable<AlertDeparture> Departures(long afterSeq, CancellationToken stop) =>
        afterSeq < 0 ? throw new HubException("afterSeq must be 0 or more.") : Counted(supervision.Left(CallerOf.Scope, afterSeq, stop), stop);

    private IAsyncEnumerable<T> Counted<T>(IAsyncEnumerable<T> items, CancellationToken stop)
    {
        var count = (StreamCount)Context.Items[StreamsKey]!;
        if (Interlocked.Increment(ref count.Value) > limits.HubStreams)
        {
            Interlocked.Decrement(ref count.Value);
            throw new HubException($"A connection reads at most {limits.HubStreams} streams at once.");
        }

        return RunAsync(items, count, stop);
    }

    private static async IAsyncEnumerable<T> RunAsync<T>(IAsyncEnumerable<T> items, StreamCount count, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        try
        {
            await foreach (var item in items.WithCancellation(stop))
            {
                yield return item;
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
