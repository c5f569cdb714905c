using LtcActors.Engine.Ports;

namespace LtcActors.Silo.Problems;

/// <summary>Outermost: whatever fails inside leaves as a problem, and no failure tells the client what the server is made of.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, SecurityHeaders headers, ILogger<ProblemMiddleware> logger)
{
    public static readonly TimeSpan JournalRetry = TimeSpan.FromSeconds(5);

    /// <summary>At most one line a second about a journal that is away, however many requests it turns down.</summary>
    private const long LogEvery = 1_000;

    private long journalLogged = -LogEvery;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception error)
        {
            await AnswerAsync(context, error);
            return;
        }

        var response = context.Response;
        if (response.StatusCode >= 400 && !response.HasStarted && response.ContentType is null && response.ContentLength is null or 0)
        {
            response.ContentLength = null;
            await ProblemWriter.WriteAsync(context, OfStatus(response.StatusCode));
        }
    }

    private static Refusal OfStatus(int status) => new(ProblemKind.OfStatus(status), status switch
    {
        401 => "This needs an Authorization header with a valid bearer token, or a session.",
        403 => "The credentials are valid, but not for this.",
        404 => "Nothing answers at this path.",
        405 => "The Allow header lists the methods of this path.",
        _ => "The request was refused.",
    });

    private async Task AnswerAsync(HttpContext context, Exception error)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            return; // Nobody is there to be answered.
        }

        var refusal = error as Refusal ?? OfError(error);
        if (refusal.Kind.Status == 500)
        {
            LogFailure(error, context.Request.Method, context.GetEndpoint()?.DisplayName ?? "no endpoint", context.TraceIdentifier);
        }

        if (error is JournalUnavailableException && Environment.TickCount64 is var now && Volatile.Read(ref journalLogged) is var last
            && now - last >= LogEvery && Interlocked.CompareExchange(ref journalLogged, now, last) == last)
        {
            LogUnavailable(error.Message);
        }

        if (context.Response.HasStarted)
        {
            LogCutShort(refusal.Kind.Code, context.TraceIdentifier);
            context.Abort(); // An answer cut short must not look complete.
            return;
        }

        context.Response.Clear();
        headers.Apply(context);
        await ProblemWriter.WriteAsync(context, refusal);
    }

    private static Refusal OfError(Exception error) => error switch
    {
        OverloadedException e => new(ProblemKind.Overloaded, "Nothing of this request was taken; send it again later.") { RetryAfter = e.RetryAfter },
        JournalUnavailableException => new(ProblemKind.JournalUnavailable, "Nothing of this request counts as accepted; send it again later.")
        {
            RetryAfter = JournalRetry,
        },
        BadHttpRequestException e => new(ProblemKind.OfStatus(e.StatusCode), e.StatusCode switch
        {
            408 => "The body came too slowly.",
            413 => "The body is larger than is read here.",
            _ => "The request does not follow HTTP.",
        }),
        _ => new(ProblemKind.Internal, "The failure was logged under this traceId."),
    };

    [LoggerMessage(1, LogLevel.Error, "{Method} {Endpoint} failed ({TraceId}).")]
    private partial void LogFailure(Exception error, string method, string endpoint, string traceId);

    [LoggerMessage(3, LogLevel.Warning, "Requests are turned down, and nothing of them is kept: {Reason}")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(2, LogLevel.Warning, "An answer was cut short: {Code} ({TraceId}).")]
    private partial void LogCutShort(string code, string traceId);
}
