using System.Text.Json;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Audit;
using LtcActors.Silo.Desk;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Problems;

namespace LtcActors.Silo.Access;

/// <summary>Sign-in, who am I, my password, sign-out: the dashboard's own.</summary>
internal sealed partial class SessionEndpoints(
    Accounts accounts, Sessions sessions, SessionStart start, DeskBook desk, ISignInGuard guard, StrangerNotes strangers, AuditLog audit, SiloLimits limits, BodyBudget budget, TimeProvider clock,
    ILogger<SessionEndpoints> logger) : IDisposable
{
    private readonly SemaphoreSlim hashing = new(limits.SignInsAtOnce);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Post("/api/session", SignInAsync, "Sign in").AllowAnonymous().WithMetadata(new WithoutCsrf());
        routes.Get("/api/session", WhoAsync, "Who is signed in").RequireAuthorization(Roles.SessionPolicy).WithMetadata(new ForWall());
        routes.Post("/api/session/stay", StayAsync, "Somebody is there: the session goes on").RequireAuthorization(Roles.SessionPolicy);
        routes.Post("/api/session/wall", HangAsync, "Make of this session a display on a wall").RequireAuthorization(Roles.WallPolicy);
        routes.Delete("/api/session", SignOutAsync, "Sign out").RequireAuthorization(Roles.SessionPolicy).WithMetadata(new ForWall());
        routes.Post("/api/session/password", ChangePasswordAsync, "Choose a password of one's own").RequireAuthorization(Roles.SessionPolicy);
    }

    public void Dispose() => hashing.Dispose();

    private async Task SignInAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context, limits.CommandBytes, budget);
        var user = body.RequiredText("user", Secrets.MaxChars);
        var password = body.RequiredText("password", Secrets.MaxChars);
        if (await VerifyAsync(user, password) is not { } account)
        {
            LogRefused(context.Connection.RemoteIpAddress?.ToString() ?? "unknown");
            // Of an account the guard bounds how many there are. Nobody's name is not noted: people type passwords into that field.
            var known = accounts.Find(user)?.Name;
            if (known is not null || strangers.Take())
            {
                await audit.TryNoteAsync(context, AuditActions.SignIn, "refused", known is null ? null : "account", known);
            }

            throw new Refusal(ProblemKind.SignInRefused, "The user or the password is wrong.");
        }

        var begun = await start.BeginAsync(context, account);
        LogSignedIn(user);
        await WriteAsync(context, account, begun.Cookie, begun.Session);
    }

    private Task WhoAsync(HttpContext context) => accounts.Active(Caller.Of(context).Name) is { } account
        ? WriteAsync(context, account, context.Request.Cookies[AccessHandler.Cookie]!, Caller.Of(context).Session!)
        : throw new Refusal(ProblemKind.Unauthenticated, "The account is not active any more.");

    /// <summary>The one call that says that somebody is there: a board that nobody touches asks for everything else by itself.</summary>
    private async Task StayAsync(HttpContext context)
    {
        var session = Caller.Of(context).Session!;
        var now = clock.GetUtcNow();
        session.See(now);
        if (now - session.KeptAt >= limits.SessionKept)
        {
            try
            {
                await desk.KeepAsync(Sessions.Seen, session.User, new SessionSeen(session.Id));
            }
            catch (JournalUnavailableException)
            {
                // This silo knows; the next call tells the journal.
            }
        }

        await WhoAsync(context);
    }

    private async Task HangAsync(HttpContext context)
    {
        var before = Caller.Of(context).Session!;
        var account = accounts.Active(before.User) ?? throw new Refusal(ProblemKind.Unauthenticated, "The account is not active any more.");
        var (cookie, session) = await start.BeginAsync(context, account, Session.Wall);
        await desk.KeepAsync(Sessions.EndedKind, account.Name, new SessionEnded(before.Id));
        await WriteAsync(context, account, cookie, session);
    }

    private async Task SignOutAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        await desk.KeepAsync(
            Sessions.EndedKind, caller.Name, new SessionEnded(caller.Session!.Id), audit.Entry(context, AuditActions.SignOut, "done"));
        context.Response.Cookies.Delete(AccessHandler.Cookie, new CookieOptions { Path = "/", HttpOnly = true, SameSite = SameSiteMode.Strict });
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task ChangePasswordAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context, limits.CommandBytes, budget);
        var current = body.RequiredText("current", Secrets.MaxChars);
        var next = body.RequiredText("next", Secrets.MaxChars);
        var user = Caller.Of(context).Name;
        if (await VerifyAsync(user, current) is not { } account)
        {
            await audit.TryNoteAsync(context, AuditActions.Password, "refused", "account", user);
            throw new Refusal(ProblemKind.SignInRefused, "The current password is wrong.") { Pointer = "/current" };
        }

        if (Passwords.Fault(next, user, current, limits.PasswordChars) is { } fault)
        {
            throw new Refusal(ProblemKind.OutOfRange, fault) { Pointer = "/next" };
        }

        var kept = new AccountPassword(user, Passwords.Hash(next), MustChange: false, accounts.OfFile(user)?.Fingerprint);
        await desk.KeepAsync(Accounts.PasswordSet, user, kept, audit.Entry(context, AuditActions.Password, "done", "account", user));
        // All sessions are over by it, also this one: the browser goes on in a new one.
        var changed = accounts.Active(user) ?? throw new Refusal(ProblemKind.AccessConflict, "The account was disabled meanwhile.");
        var begun = await start.BeginAsync(context, changed);
        await WriteAsync(context, changed, begun.Cookie, begun.Session);
    }

    private async Task<Account?> VerifyAsync(string user, string password)
    {
        if (!await hashing.WaitAsync(TimeSpan.FromSeconds(2)))
        {
            throw new Refusal(ProblemKind.Overloaded, "Too many sign-ins at once.") { RetryAfter = TimeSpan.FromSeconds(2) };
        }

        try
        {
            // Asked here, and not before the wait: whoever is sent away by that has tried nothing.
            if (await guard.TryAsync(user) is { } left)
            {
                throw new Refusal(ProblemKind.Locked, "After several failed sign-ins this name is locked for a while.") { RetryAfter = left };
            }

            var account = accounts.Active(user);
            if (!Passwords.Verify(account?.Password, password))
            {
                return null;
            }

            await guard.SucceededAsync(user);
            return account;
        }
        finally
        {
            hashing.Release();
        }
    }

    private Task WriteAsync(HttpContext context, Account account, string cookie, Session session) => Answer.WriteAsync(context, new SessionInfo(
        account.Name, Session.CsrfOf(cookie), account.DisplayName, account.Role, account.Districts, account.Institutions, session.MustChange(account),
        [.. Enum.GetValues<Right>().Where(r => r != Right.None && session.RightsOf(account.Role).HasFlag(r)).Select(r => JsonNamingPolicy.KebabCaseLower.ConvertName(r.ToString()))],
        session.Way, clock.GetUtcNow(), sessions.EndOf(session), session.Expires));

    /// <param name="Ends">When it ends if nobody says meanwhile that he is there; <paramref name="Expires"/> at the latest.</param>
    /// <param name="Now">By the silo's clock: that of the browser may be wrong.</param>
    /// <param name="Rights">What the board offers; the server asks again.</param>
    private sealed record SessionInfo(
        string User, string Csrf, string? DisplayName, string Role, IReadOnlyList<string> Districts, IReadOnlyList<string> Institutions,
        bool MustChange, IReadOnlyList<string> Rights, string? Way, DateTimeOffset Now, DateTimeOffset Ends, DateTimeOffset Expires);

    [LoggerMessage(1, LogLevel.Information, "{User} signed in.")]
    private partial void LogSignedIn(string user);

    // Not the name: people type passwords into that field.
    [LoggerMessage(2, LogLevel.Warning, "A sign-in from {Address} was refused.")]
    private partial void LogRefused(string address);
}
