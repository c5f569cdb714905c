using System.Buffers;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Wire;
using LtcActors.Silo.Access;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Metrics;
using LtcActors.Silo.Problems;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.ObjectPool;

namespace LtcActors.Silo.Ingest;

/// <summary>
/// <c>application/x-ndjson</c>: what has arrived is submitted together and answered a line each when it is durable, while the sender
/// goes on sending. It waits where another request would be refused: reading stops, and TCP holds the sender back.
/// </summary>
internal sealed partial class LinesEndpoint(
    ISupervision supervision, Tokens tokens, ObjectPool<IngestScratch> pool, ObjectPool<EventParser> parsers, SiloLimits limits, SiloMeter meter, TimeProvider clock,
    IHostApplicationLifetime lifetime, ILogger<LinesEndpoint> logger)
{
    /// <summary>For the last bytes of the answer to leave before the connection is cut.</summary>
    private static readonly TimeSpan TimeToClose = TimeSpan.FromMilliseconds(500);

    private static readonly Problem LineTooLong = new("line-too-long", "The line is longer than is read here.", null);
    private int streams;

    public async Task HandleAsync(HttpContext context)
    {
        PooledBody.RefuseEncoded(context);
        if (Interlocked.Increment(ref streams) > limits.Streams)
        {
            Interlocked.Decrement(ref streams);
            throw new Refusal(ProblemKind.Overloaded, "Too many streams at once.") { RetryAfter = TimeSpan.FromSeconds(5) };
        }

        var scratch = pool.Get();
        try
        {
            LiftBodyLimits(context);
            using var group = new LineGroup(limits);
            await RunAsync(context, group, scratch);
        }
        finally
        {
            pool.Return(scratch);
            Interlocked.Decrement(ref streams);
        }
    }

    /// <summary>A stream has no size, and may be slow; its own idle limit takes the place of the data rate.</summary>
    private static void LiftBodyLimits(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }

    private async Task RunAsync(HttpContext context, LineGroup group, IngestScratch scratch)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var reader = context.Request.BodyReader;
        var any = false;
        context.Response.ContentType = "application/x-ndjson";
        while (true)
        {
            stop.CancelAfter(limits.StreamIdle);
            System.IO.Pipelines.ReadResult read;
            try
            {
                read = await reader.ReadAsync(stop.Token);
            }
            catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
            {
                // Silent for too long, or the silo is stopping: all that was taken is answered, and the answer ends in good order.
                LogEnded();
                await EndAsync(context);
                return;
            }

            stop.CancelAfter(Timeout.InfiniteTimeSpan);
            var buffer = read.Buffer;
            any |= !buffer.IsEmpty;
            bool more;
            do
            {
                more = group.Fill(ref buffer, read.IsCompleted);
                await AnswerAsync(context, group, scratch);
                group.Clear();
            }
            while (more);

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                break;
            }
        }

        if (!any)
        {
            throw new Refusal(ProblemKind.EmptyBody, "The request has no body.");
        }
    }

    /// <summary>The sender sees the answer end; left to itself, the server would go on waiting for the rest of a body that may never come.</summary>
    private static async Task EndAsync(HttpContext context)
    {
        await context.Response.CompleteAsync();
        await Task.Delay(TimeToClose, CancellationToken.None);
        context.Abort();
    }

    private async Task AnswerAsync(HttpContext context, LineGroup group, IngestScratch scratch)
    {
        if (group.Count == 0)
        {
            return;
        }

        // A stream may last for days; a token may be taken back meanwhile.
        if (Caller.Of(context).Bound is { } bound && !tokens.IsCurrent(bound))
        {
            throw new Refusal(ProblemKind.Unauthenticated, "The token is void.");
        }

        var events = scratch.Events;
        events.Clear();
        var parser = parsers.Get();
        for (var i = 0; i < group.Count; i++)
        {
            events.Add(group[i] is { } line
                ? parser.ParseStructured(line)
                : new ParsedEvent(null, null, default, 0, null, default, [LineTooLong]));
        }

        parsers.Return(parser);
        TokenGuard.Apply(context, events);
        var results = await SubmitAsync(context, events);
        meter.Count(results);
        var writer = context.Response.BodyWriter;
        for (var i = 0; i < results.Length; i++)
        {
            scratch.Writer.Reset(writer);
            ResultWriter.Write(scratch.Writer, in results[i]);
            scratch.Writer.Flush();
            writer.Write("\n"u8);
        }

        await writer.FlushAsync(context.RequestAborted);
    }

    private async Task<EventResult[]> SubmitAsync(HttpContext context, List<ParsedEvent> events)
    {
        while (true)
        {
            try
            {
                return await supervision.SubmitAsync(events);
            }
            catch (OverloadedException full)
            {
                var wait = full.RetryAfter < limits.StreamRetryMax ? full.RetryAfter : limits.StreamRetryMax;
                await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(10), clock, context.RequestAborted);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Information, "A stream of events was ended: it was silent too long, or the silo is stopping.")]
    private partial void LogEnded();
}
