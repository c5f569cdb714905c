using System.Text.Json;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Problems;

namespace LtcActors.Silo.Access;

/// <summary>Sign-in, who am I, sign-out: the dashboard's own.</summary>
internal sealed partial class SessionEndpoints(
    AccessBook book, Sessions sessions, SignInGuard guard, SiloLimits limits, BodyBudget budget, ILogger<SessionEndpoints> logger) : IDisposable
{
    private readonly SemaphoreSlim hashing = new(limits.SignInsAtOnce);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Post("/api/session", SignInAsync, "Sign in").AllowAnonymous().WithMetadata(new WithoutCsrf());
        routes.Get("/api/session", WhoAsync, "Who is signed in").RequireAuthorization(Roles.SessionPolicy);
        routes.Delete("/api/session", SignOutAsync, "Sign out").RequireAuthorization(Roles.SessionPolicy);
    }

    public void Dispose() => hashing.Dispose();

    private async Task SignInAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context, limits.CommandBytes, budget);
        var user = body.RequiredText("user", Secrets.MaxChars);
        var password = body.RequiredText("password", Secrets.MaxChars);
        if (!await VerifyAsync(user, password))
        {
            LogRefused(context.Connection.RemoteIpAddress?.ToString() ?? "unknown");
            throw new Refusal(ProblemKind.SignInRefused, "The user or the password is wrong.");
        }

        var (id, session) = sessions.Begin(user);
        context.Response.Cookies.Append(AccessHandler.Cookie, id, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Path = "/",
            Secure = context.Request.IsHttps,
            MaxAge = limits.SessionLength,
        });
        LogSignedIn(user);
        await WriteAsync(context, session);
    }

    private static Task WhoAsync(HttpContext context) => WriteAsync(context, context.Features.Get<Session>()!);

    private Task SignOutAsync(HttpContext context)
    {
        if (context.Request.Cookies[AccessHandler.Cookie] is { } id)
        {
            sessions.End(id);
        }

        context.Response.Cookies.Delete(AccessHandler.Cookie, new CookieOptions { Path = "/", HttpOnly = true, SameSite = SameSiteMode.Strict });
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private async Task<bool> VerifyAsync(string user, string password)
    {
        if (!await hashing.WaitAsync(TimeSpan.FromSeconds(2)))
        {
            throw new Refusal(ProblemKind.Overloaded, "Too many sign-ins at once.") { RetryAfter = TimeSpan.FromSeconds(2) };
        }

        try
        {
            // Asked here, and not before the wait, so that guesses sent side by side are counted before the next is tried.
            if (guard.Locked(user) is { } left)
            {
                throw new Refusal(ProblemKind.Locked, "After several failed sign-ins this name is locked for a while.") { RetryAfter = left };
            }

            var right = Passwords.Verify(book.PasswordHash(user), password);
            guard.Tried(user, right);
            return right;
        }
        finally
        {
            hashing.Release();
        }
    }

    private static Task WriteAsync(HttpContext context, Session session) => Answer.WriteAsync(context, json =>
    {
        json.WriteStartObject();
        json.WriteString("user"u8, session.User);
        json.WriteString("csrf"u8, session.Csrf);
        json.WriteEndObject();
    });

    [LoggerMessage(1, LogLevel.Information, "{User} signed in.")]
    private partial void LogSignedIn(string user);

    // Not the name: people type passwords into that field.
    [LoggerMessage(2, LogLevel.Warning, "A sign-in from {Address} was refused.")]
    private partial void LogRefused(string address);
}
