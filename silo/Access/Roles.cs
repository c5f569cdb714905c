using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace LtcActors.Silo.Access;

/// <summary>Who may do what: a feed sends events, an officer reads and triages, a policy editor changes the numbers.</summary>
internal static class Roles
{
    public const string Feed = "feed";
    public const string Officer = "officer";

    /// <summary>Drafts and reviews policy versions and tries them on the journal; an officer as well.</summary>
    public const string Editor = "policy-editor";

    /// <summary>Claim of somebody who came by the cookie.</summary>
    public const string SessionClaim = "session";

    public const string SessionPolicy = "session";
    public const string MetricsPolicy = "metrics";
    public const string AdministratorPolicy = "administrator";

    public static void Configure(AuthorizationOptions options)
    {
        var signedIn = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        options.DefaultPolicy = signedIn;
        // A route that forgets its policy, and a path without a route, are closed to strangers.
        options.FallbackPolicy = signedIn;
        options.AddPolicy(Feed, p => p.RequireRole(Feed));
        options.AddPolicy(Officer, p => p.RequireRole(Officer));
        options.AddPolicy(Editor, p => p.RequireRole(Editor));
        options.AddPolicy(SessionPolicy, p => p.RequireRole(Officer).RequireClaim(SessionClaim));
        // In a browser and by password: no token that a program holds opens it.
        options.AddPolicy(AdministratorPolicy, p => p.RequireRole(Officer).RequireClaim(SessionClaim).RequireUserName(FirstRun.Administrator));
        options.AddPolicy(MetricsPolicy, p => p.RequireAssertion(MayReadMetrics));
    }

    public static ClaimsPrincipal Principal(string name, string role, params Claim[] more) =>
        new(new ClaimsIdentity([new(ClaimTypes.Name, name), .. Held(role).Select(r => new Claim(ClaimTypes.Role, r)), .. more], AccessHandler.Scheme));

    public static bool IsKnown(string role) => role is Feed or Officer or Editor;

    private static string[] Held(string role) => role == Editor ? [Officer, Editor] : [role];

    private static bool MayReadMetrics(AuthorizationHandlerContext context) =>
        context.User.IsInRole(Officer) || (context.Resource is HttpContext http && IsThisMachine(http));

    /// <summary>Behind a proxy on this machine everybody comes from loopback, so a forwarded request does not count as local.</summary>
    private static bool IsThisMachine(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address && System.Net.IPAddress.IsLoopback(address)
        && !http.Request.Headers.ContainsKey("X-Forwarded-For") && !http.Request.Headers.ContainsKey("Forwarded");
}
