using System.Threading.Channels;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Wire;
using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Interfaces.Wire;

namespace LtcActors.Grains.Serving;

/// <summary>
/// Sends the requests of one silo to the conductor, many in one message: whatever has gathered while the last ones were under way.
/// </summary>
internal sealed class Gatherer : IAsyncDisposable
{
    private readonly Lazy<IConductorGrain> conductor;
    private readonly ClusterLimits limits;
    private readonly TimeSpan retryAfter;
    private readonly Channel<Request> requests = Channel.CreateUnbounded<Request>(new() { SingleReader = true });
    private readonly SemaphoreSlim underWay;
    private readonly Task sending;
    private int waiting;
    private int ended;

    public Gatherer(Lazy<IConductorGrain> conductor, ClusterLimits limits, TimeSpan retryAfter)
    {
        this.conductor = conductor;
        this.limits = limits;
        this.retryAfter = retryAfter;
        underWay = new(limits.MessagesUnderWay, limits.MessagesUnderWay);
        sending = Task.Run(SendAsync);
    }

    /// <summary>Events taken here and not yet answered.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <exception cref="OverloadedException">Nothing was taken.</exception>
    public Task<EventResult[]> SubmitAsync(IReadOnlyList<ParsedEvent> events)
    {
        var request = new Request(events);
        if (request.Valid.Count == 0)
        {
            return Task.FromResult(request.Results);
        }

        var all = Interlocked.Add(ref waiting, request.Valid.Count);
        if (all > limits.WaitingEvents && all != request.Valid.Count)
        {
            Interlocked.Add(ref waiting, -request.Valid.Count);
            throw new OverloadedException(retryAfter);
        }

        return requests.Writer.TryWrite(request) ? request.Done.Task : throw new JournalUnavailableException("This silo is shutting down.");
    }

    /// <summary>Takes nothing more, and answers what was taken.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref ended, 1) == 1)
        {
            return;
        }

        requests.Writer.TryComplete();
        await sending.ConfigureAwait(false);
        for (var i = 0; i < limits.MessagesUnderWay; i++)
        {
            // Those under way are answered first.
            await underWay.WaitAsync().ConfigureAwait(false);
        }

        underWay.Dispose();
    }

    private async Task SendAsync()
    {
        while (await requests.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            await underWay.WaitAsync().ConfigureAwait(false);
            var together = new List<Request>();
            var events = 0;
            while (events < limits.MessageEvents && requests.Reader.TryRead(out var request))
            {
                together.Add(request);
                events += request.Valid.Count;
            }

            _ = SendAsync(together, events);
        }
    }

    private async Task SendAsync(List<Request> together, int events)
    {
        try
        {
            Answer(together, await conductor.Value.Submit(Call(together, events)).ConfigureAwait(false));
        }
        catch (Exception e)
        {
            // Without an answer it is not known what was written; the sender asks again, and what was is answered as a duplicate.
            var unknown = new JournalUnavailableException($"The conductor did not answer: {e.Message}", e);
            together.ForEach(r => r.Done.TrySetException(unknown));
        }
        finally
        {
            Interlocked.Add(ref waiting, -events);
            underWay.Release();
        }
    }

    private static SubmitCall Call(List<Request> together, int events)
    {
        var lengths = new int[events];
        var n = 0;
        foreach (var e in together.SelectMany(r => r.Valid, (r, i) => r.Events[i]))
        {
            lengths[n++] = e.Json.Length;
        }

        // A copy: the request's buffer is used again when it is answered, and the conductor keeps the bytes until they are judged.
        var bodies = GC.AllocateUninitializedArray<byte>(lengths.Sum());
        var at = 0;
        foreach (var e in together.SelectMany(r => r.Valid, (r, i) => r.Events[i]))
        {
            e.Json.Span.CopyTo(bodies.AsSpan(at));
            at += e.Json.Length;
        }

        return new(bodies, lengths);
    }

    private static void Answer(List<Request> together, SubmitAnswer answer)
    {
        if (answer.Taken != Taken.Yes)
        {
            Exception refusal = answer.Taken == Taken.Overloaded
                ? new OverloadedException(answer.RetryAfter) : new JournalUnavailableException(answer.Reason ?? "The journal cannot be written.");
            together.ForEach(r => r.Done.TrySetException(refusal));
            return;
        }

        var n = 0;
        foreach (var request in together)
        {
            foreach (var index in request.Valid)
            {
                request.Results[index] = ResultOf(request.Events[index].Id, answer.Places[n++]);
            }

            request.Done.TrySetResult(request.Results);
        }
    }

    private static EventResult ResultOf(string? id, long place) => place switch
    {
        > 0 => new(id, EventStatus.Accepted, place, []),
        < 0 => new(id, EventStatus.Duplicate, -place, []),
        _ => Engine.Running.Intake.Reused(id),
    };

    private sealed class Request
    {
        public Request(IReadOnlyList<ParsedEvent> events)
        {
            Events = events;
            Results = new EventResult[events.Count];
            for (var i = 0; i < events.Count; i++)
            {
                if (events[i].IsValid)
                {
                    Valid.Add(i);
                }
                else
                {
                    Results[i] = new(events[i].Id, EventStatus.Rejected, 0, events[i].Problems);
                }
            }
        }

        public IReadOnlyList<ParsedEvent> Events { get; }

        /// <summary>Indices of those that passed the form check.</summary>
        public List<int> Valid { get; } = [];

        public EventResult[] Results { get; }

        public TaskCompletionSource<EventResult[]> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
