using LtcActors.Silo.Problems;

namespace LtcActors.Silo.Hubs;

/// <summary>
/// Before the hub: a browser lets any page open a WebSocket to anywhere and sends the cookie along, so the page's origin is checked
/// here; and a full hub says so while there is still an HTTP answer to say it in.
/// </summary>
internal sealed class HubGate(RequestDelegate next, SiloOptions options, HubConnections connections)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments("/hubs"))
        {
            return next(context);
        }

        if (context.Request.Headers.Origin is { Count: > 0 } origin && !IsAllowed(context.Request, origin.ToString()))
        {
            throw new Refusal(ProblemKind.ForeignOrigin, "Pages of this origin may not open the hub.");
        }

        // An 'id' belongs to a connection that was let in already.
        if (connections.Full && !context.Request.Query.ContainsKey("id"))
        {
            throw new Refusal(ProblemKind.TooManyConnections, "The hub has as many connections as it takes.") { RetryAfter = TimeSpan.FromSeconds(10) };
        }

        return next(context);
    }

    private bool IsAllowed(HttpRequest request, string origin) =>
        string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
        || options.Origins.Contains(origin, StringComparer.OrdinalIgnoreCase);
}
