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
    private long known;

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
            var before = Interlocked.Read(ref known);
            var (answer, again) = await AskAsync(Call(together, events)).ConfigureAwait(false);
            Answer(together, answer, again ? before : long.MaxValue);
        }
        catch (Exception e)
        {
            together.ForEach(r => r.Done.TrySetException(e));
        }
        finally
        {
            Interlocked.Add(ref waiting, -events);
            underWay.Release();
        }
    }

    /// <summary>
    /// Sends a message until it is known what became of it: a conductor that was lost with its silo may have written it, and then
    /// nobody may hear that it was refused. The next one tells what the journal has already.
    /// </summary>
    /// <returns>The answer, and whether it was asked for more than once.</returns>
    /// <exception cref="OperationCanceledException">The silo ends before anybody has answered: nothing is known.</exception>
    private async Task<(SubmitAnswer Answer, bool Again)> AskAsync(SubmitCall call)
    {
        for (var again = false; ; again = true)
        {
            try
            {
                var answer = await conductor.Value.Submit(call).ConfigureAwait(false);
                if (answer.Taken == Taken.Yes || !again)
                {
                    return (answer, again);
                }
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // It may have come to the conductor or not.
            }

            if (Volatile.Read(ref ended) == 1)
            {
                throw new OperationCanceledException("The silo ends, and it is not known what became of the request.");
            }

            await Task.Delay(limits.RetryAfter).ConfigureAwait(false);
        }
    }

    private static SubmitCall Call(List<Request> together, int events)
    {
        var (lengths, read) = (new int[events], new ParsedEvent[events]);
        var n = 0;
        foreach (var e in together.SelectMany(r => r.Valid, (r, i) => r.Events[i]))
        {
            lengths[n++] = e.Json.Length;
        }

        // A copy: the request's buffer is used again when it is answered, and the conductor keeps the bytes until they are judged.
        var bodies = GC.AllocateUninitializedArray<byte>(lengths.Sum());
        var at = n = 0;
        foreach (var e in together.SelectMany(r => r.Valid, (r, i) => r.Events[i]))
        {
            e.Json.Span.CopyTo(bodies.AsSpan(at));
            read[n++] = e with { Json = bodies.AsMemory(at, e.Json.Length) };
            at += e.Json.Length;
        }

        return new(bodies, lengths) { Read = read };
    }

    /// <param name="before">A place that the journal had before it was asked; what it has after that is new, though the last to be asked found it there.</param>
    private void Answer(List<Request> together, SubmitAnswer answer, long before)
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
                var place = answer.Places[n++];
                Know(Math.Abs(place));
                request.Results[index] = ResultOf(request.Events[index].Id, -place > before ? -place : place);
            }

            request.Done.TrySetResult(request.Results);
        }
    }

    private void Know(long place)
    {
        for (var last = Interlocked.Read(ref known); place > last; last = Interlocked.Read(ref known))
        {
            Interlocked.CompareExchange(ref known, place, last);
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
