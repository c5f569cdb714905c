namespace LtcActors.Silo.Desk;

/// <summary>Before anybody is let in, what the desk keeps is up to date: a process that takes over may have slept for days.</summary>
internal sealed class DeskGate(RequestDelegate next, DeskBook desk)
{
    public async Task InvokeAsync(HttpContext context)
    {
        // How the process stands is answered whatever the state of the journal.
        if (!context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
        {
            await desk.FreshAsync();
        }

        await next(context);
    }
}
