using LtcActors.Silo.Problems;

namespace LtcActors.Silo.Standby;

/// <summary>While another process is the active one, this one answers for its health and refuses everything else.</summary>
internal sealed class StandbyGate(RequestDelegate next, IStandby standby)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    public Task InvokeAsync(HttpContext context)
    {
        if (standby.Waiting is { } reason && !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
        {
            throw new Refusal(ProblemKind.NotReady, reason) { RetryAfter = RetryAfter };
        }

        return next(context);
    }
}
