using System.Security.Claims;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Audit;
using Microsoft.AspNetCore.WebUtilities;

namespace LtcActors.Silo.Access;

/// <summary>
/// What becomes of somebody whom another party has named: a session, if an account is linked with him and may come in; no account is
/// ever made. Why not stands in the audit; the browser hears only that.
/// </summary>
internal sealed partial class OidcArrivals(
    Accounts accounts, SessionStart start, ISignInGuard guard, StrangerNotes strangers, AuditLog audit, SiloOptions options, SiloLimits limits, TimeProvider clock,
    ILogger<OidcArrivals> logger)
{
    /// <summary>Query parameter that tells the sign-in page why it is seen again: <see cref="Refused"/> or <see cref="Unreachable"/>.</summary>
    public const string Parameter = "signin";

    public const string Refused = "refused";
    public const string Unreachable = "unreachable";

    private readonly Lock gate = new();
    private readonly Dictionary<string, DateTimeOffset> used = new(StringComparer.Ordinal);

    /// <summary>Whether a sign-in comes back for the first time. The cookie that goes with it is gone then, and whoever kept it comes too late.</summary>
    public bool IsFirst(string state)
    {
        var now = clock.GetUtcNow();
        lock (gate)
        {
            foreach (var old in used.Where(u => u.Value <= now).Select(u => u.Key).ToList())
            {
                used.Remove(old);
            }

            return used.TryAdd(Sessions.IdOf(state), now + limits.OidcRound + limits.OidcSkew);
        }
    }

    public async Task TakeAsync(HttpContext context, ClaimsPrincipal named, string? returnTo)
    {
        if (named.FindAll(options.Oidc.Claim).Select(c => c.Value).ToList() is not [{ Length: > 0 } id] || id.Length > limits.ExternalIdChars)
        {
            await RefuseAsync(context, "claim", returnTo);
            return;
        }

        var account = accounts.Of(new(options.Oidc.Issuer!, id));
        try
        {
            var why = account is null ? $"unlinked {id}" : account.Disabled ? "disabled" : await guard.LockedAsync(account.Name) is not null ? "locked" : null;
            if (why is not null)
            {
                await NoteAsync(context, why, account?.Name);
                Send(context, Refused, returnTo);
                return;
            }

            await start.BeginAsync(context, account!, Session.Oidc);
            LogSignedIn(account!.Name);
            context.Response.Redirect(Local(returnTo));
        }
        catch (JournalUnavailableException)
        {
            Send(context, Unreachable, returnTo);
        }
    }

    /// <summary>Nobody was named.</summary>
    /// <param name="why">One word.</param>
    public async Task RefuseAsync(HttpContext context, string why, string? returnTo)
    {
        LogRefused(context.Connection.RemoteIpAddress?.ToString() ?? "unknown", why);
        if (strangers.Take())
        {
            await NoteAsync(context, why, null);
        }

        Send(context, why == Unreachable ? Unreachable : Refused, returnTo);
    }

    /// <summary>A path here, and nothing that leads elsewhere.</summary>
    public static string Local(string? path) =>
        path is { Length: > 0 and <= 2000 } && path[0] == '/' && (path.Length == 1 || path[1] is not ('/' or '\\')) && !path.Any(char.IsControl) ? path : "/";

    private Task NoteAsync(HttpContext context, string why, string? account) => audit.TryNoteAsync(
        context, AuditActions.SignIn, "refused", account is null ? null : "account", account, $"{Session.Oidc}: {why}");

    private static void Send(HttpContext context, string code, string? returnTo) =>
        context.Response.Redirect(QueryHelpers.AddQueryString(Local(returnTo), Parameter, code));

    [LoggerMessage(1, LogLevel.Information, "{User} signed in by another party.")]
    private partial void LogSignedIn(string user);

    [LoggerMessage(2, LogLevel.Warning, "A sign-in by another party from {Address} was refused: {Why}.")]
    private partial void LogRefused(string address, string why);
}
