using LtcActors.Silo.Audit;
using LtcActors.Silo.Desk;
using LtcActors.Silo.Problems;

namespace LtcActors.Silo.Access;

/// <summary>Begins a session, whoever said that it may begin: in the journal, in the audit, and in the browser's cookie.</summary>
internal sealed class SessionStart(Sessions sessions, DeskBook desk, AuditLog audit, SiloLimits limits, TimeProvider clock)
{
    /// <param name="way">Of <see cref="Session.Way"/>.</param>
    /// <exception cref="Engine.Ports.JournalUnavailableException">It could not be kept, and has not begun.</exception>
    public async Task<(string Cookie, Session Session)> BeginAsync(HttpContext context, Account account, string? way = null)
    {
        var cookie = Secrets.Token("");
        var length = way == Session.Wall ? limits.WallLength : limits.SessionLength;
        var begun = new SessionBegun(
            Sessions.IdOf(cookie), account.Name, account.FingerprintOf(way)!, clock.GetUtcNow() + length,
            context.Connection.RemoteIpAddress?.ToString(), way);
        await desk.KeepAsync(
            Sessions.Begun, account.Name, begun,
            audit.Entry(context, AuditActions.SignIn, "done", "account", account.Name, note: way, by: account.Name));
        var session = sessions.Find(cookie) ?? throw new Refusal(ProblemKind.AccessConflict, "The account was changed meanwhile.");
        context.Response.Cookies.Append(AccessHandler.Cookie, cookie, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Path = "/",
            Secure = context.Request.IsHttps,
            MaxAge = length,
        });
        return (cookie, session);
    }
}
