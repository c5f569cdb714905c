using System.Security.Cryptography;
using LtcActors.Silo.Problems;

namespace LtcActors.Silo.Access;

/// <summary>
/// A browser sends the cookie by itself, whoever wrote the page; the header only a page of ours can send. The hub has no such header
/// on a WebSocket and checks the origin in its place.
/// </summary>
internal sealed class CsrfMiddleware(RequestDelegate next)
{
    public const string Header = "X-CSRF";

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var safe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        if (safe || context.Features.Get<SessionCsrf>() is not { } session || request.Path.StartsWithSegments("/hubs")
            || context.GetEndpoint()?.Metadata.GetMetadata<WithoutCsrf>() is not null || session.Confirms(request.Headers[Header]))
        {
            return next(context);
        }

        throw new Refusal(ProblemKind.Csrf, "A change made with the session's cookie needs the session's csrf value in the X-CSRF header.");
    }
}

/// <summary>Of a request by a session's cookie.</summary>
internal sealed record SessionCsrf(string Value)
{
    public bool Confirms(string? header) =>
        header is { Length: <= Secrets.MaxChars } && CryptographicOperations.FixedTimeEquals(Secrets.Hash(header), Secrets.Hash(Value));
}

/// <summary>On the sign-in, which may come while an older session's cookie is still there.</summary>
internal sealed class WithoutCsrf;
