using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace LtcActors.Silo.Access;

/// <summary>Tells who asks: by the Authorization header; on the hub also by <c>access_token</c>; else by the session's cookie.</summary>
internal sealed class AccessHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, AccessBook book, Accounts accounts, Tokens tokens, Sessions sessions)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public new const string Scheme = "ltc";
    public const string Cookie = "ltc_session";
    private const string Prefix = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization;
        if (header.Count > 0)
        {
            // Whoever sends a header means it: a bad one is not mended by a cookie that happens to be there.
            return Task.FromResult(header is [{ } one] && one.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
                ? ByToken(one.AsSpan(Prefix.Length).Trim())
                : AuthenticateResult.Fail("Not a bearer token."));
        }

        // A browser cannot put a header on a WebSocket. Nowhere else: an address stands in logs and histories.
        if (Request.Path.StartsWithSegments("/hubs") && Request.Query["access_token"] is [{ } query])
        {
            return Task.FromResult(ByToken(query));
        }

        var cookie = Request.Cookies[Cookie];
        return Task.FromResult(sessions.Find(cookie) is { } session && accounts.Active(session.User) is { } account
            ? BySession(session, account, cookie!) : AuthenticateResult.NoResult());
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }

    private AuthenticateResult ByToken(ReadOnlySpan<char> token) =>
        (book.Find(token) ?? tokens.Of(token)) is { } principal
            ? AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme))
            : AuthenticateResult.Fail("Unknown token.");

    private AuthenticateResult BySession(Session session, Account account, string cookie)
    {
        Context.Features.Set(new SessionCsrf(Session.CsrfOf(cookie)));
        var caller = new Caller(account.Name, account.Role, account.Scope) { Session = session, MustChange = session.MustChange(account) };
        // Without an expiry: SignalR would hold it against the machine's clock, and it is the sweep that ends what hangs on a session.
        return AuthenticateResult.Success(new AuthenticationTicket(caller.Principal(), Scheme));
    }
}
