using System.Diagnostics;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Wire;
using LtcActors.Silo.Access;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Metrics;
using LtcActors.Silo.Problems;
using Microsoft.Extensions.ObjectPool;

namespace LtcActors.Silo.Ingest;

/// <summary>
/// <c>POST /v1/events</c>: reads, has the engine write, and answers when it is durable. A fault of one event is that event's result; only
/// a fault of the request as a whole is a problem.
/// </summary>
internal sealed class EventsEndpoint(
    ISupervision supervision, ObjectPool<IngestScratch> pool, ObjectPool<EventParser> parsers, BodyBudget budget, SiloLimits limits, SiloMeter meter, LinesEndpoint lines)
{
    public void Map(IEndpointRouteBuilder routes) =>
        routes.Post("/v1/events", HandleAsync, "Send events: one, a batch, a stream of lines, or binary mode").RequireAuthorization(Roles.Feed);

    private Task HandleAsync(HttpContext context)
    {
        var mode = ContentModes.Of(context.Request);
        return mode == ContentMode.Lines ? lines.HandleAsync(context) : HandleBodyAsync(context, mode);
    }

    private async Task HandleBodyAsync(HttpContext context, ContentMode mode)
    {
        var began = Stopwatch.GetTimestamp();
        using var body = await PooledBody.ReadAsync(context, mode == ContentMode.Batch ? limits.BatchBytes : limits.EventBytes, budget);
        if (body.Bytes.Length == 0)
        {
            throw new Refusal(ProblemKind.EmptyBody, "The request has no body.");
        }

        var scratch = pool.Get();
        try
        {
            var parser = parsers.Get();
            try
            {
                Parse(context, mode, body.Bytes, parser, scratch);
            }
            finally
            {
                parsers.Return(parser);
            }

            TokenGuard.Apply(context, scratch.Events);
            // A client that has gone still gets its events written: it will ask again, and hear that they are duplicates.
            var results = await supervision.SubmitAsync(scratch.Events);
            meter.Count(results);
            context.Response.ContentType = "application/json";
            var writer = context.Response.BodyWriter;
            scratch.Writer.Reset(writer);
            ResultWriter.WriteAll(scratch.Writer, results);
            scratch.Writer.Flush();
            await writer.FlushAsync();
        }
        finally
        {
            pool.Return(scratch);
            meter.Batch(Stopwatch.GetElapsedTime(began));
        }
    }

    private void Parse(HttpContext context, ContentMode mode, ReadOnlyMemory<byte> body, EventParser parser, IngestScratch scratch)
    {
        switch (mode)
        {
            case ContentMode.Batch:
                RefuseWhole(parser.ParseBatch(body, limits.BatchEvents, scratch.Events).Problem);
                break;
            case ContentMode.Structured:
                Add(scratch, parser.ParseStructured(body));
                break;
            case ContentMode.Binary:
                var attributes = context.Request.Headers.Select(h => KeyValuePair.Create(h.Key, h.Value.ToString()));
                Add(scratch, parser.ParseBinary(attributes, context.Request.ContentType, body));
                break;
            case ContentMode.Lines:
            default:
                throw new UnreachableException();
        }
    }

    private static void Add(IngestScratch scratch, ParsedEvent parsed)
    {
        // An event that is alone in its request and no JSON makes the request no JSON.
        RefuseWhole(parsed.Problems.FirstOrDefault(p => p.Code == ProblemCodes.NotJson));
        scratch.Events.Add(parsed);
    }

    private static void RefuseWhole(Problem? problem)
    {
        if (problem is null)
        {
            return;
        }

        var kind = problem.Code switch
        {
            ProblemCodes.NotJson => ProblemKind.NotJson,
            ProblemCodes.TooMany => ProblemKind.TooManyEvents,
            ProblemCodes.WrongType => ProblemKind.WrongType,
            _ => ProblemKind.BadRequest with { Code = problem.Code },
        };
        throw new Refusal(kind, problem.Detail) { Pointer = problem.Pointer };
    }
}
