using LtcActors.Silo.Access;
using LtcActors.Silo.Problems;

namespace LtcActors.Silo.Audit;

/// <summary>Between who asks and what he may: whoever is known and is refused stands in the audit. Strangers are only counted, as there may be any number of them.</summary>
internal sealed class RefusalAudit(RequestDelegate next, AuditLog audit)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (Caller.Of(context.User) is not { } caller)
        {
            await next(context);
            return;
        }

        if (caller.MustChange && !context.Request.Path.StartsWithSegments("/api/session", StringComparison.Ordinal))
        {
            throw new Refusal(ProblemKind.PasswordExpired, "Choose a password of your own first: POST /api/session/password.");
        }

        try
        {
            if (caller.Session is { IsWall: true } && context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<ForWall>() is null)
            {
                throw new Refusal(ProblemKind.Forbidden, "A display on a wall reads the list of alerts and nothing else.");
            }

            await next(context);
        }
        catch (Refusal refusal) when (refusal.Kind.Status == StatusCodes.Status403Forbidden || refusal.OutOfScope is not null)
        {
            await audit.TryNoteAsync(
                context, AuditActions.Refused, refusal.OutOfScope is null ? refusal.Kind.Code : "out-of-scope", refusal.OutOfScope?.Kind, refusal.OutOfScope?.Id);
            throw;
        }

        if (context.Response is { StatusCode: StatusCodes.Status403Forbidden, HasStarted: false })
        {
            await audit.TryNoteAsync(context, AuditActions.Refused, ProblemKind.Forbidden.Code);
        }
    }
}
