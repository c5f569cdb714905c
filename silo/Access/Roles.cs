using System.Collections.Frozen;
using Microsoft.AspNetCore.Authorization;

namespace LtcActors.Silo.Access;

/// <summary>The roles, what each may do, and the policies that routes name. Stored names: never changed.</summary>
internal static class Roles
{
    public const string Feed = "feed";
    public const string Device = "device";
    public const string Officer = "officer";
    public const string Supervisor = "supervisor";
    public const string Investigator = "investigator";
    public const string Auditor = "auditor";
    public const string QualityControl = "quality-control";
    public const string Editor = "policy-editor";
    public const string Administrator = "administrator";

    /// <summary>Policy of a session of whatever role.</summary>
    public const string SessionPolicy = "session";

    /// <summary>Policy: a session of somebody who keeps what others see, not of a display.</summary>
    public const string WallPolicy = "wall";

    public const string MetricsPolicy = "metrics";

    /// <summary>Policy: reads, whatever the method; a hub is negotiated by POST.</summary>
    public const string ReaderPolicy = "read";

    public const string RevealPolicy = "reveal";

    /// <summary>Policy: reads, and changes what an investigation keeps.</summary>
    public const string InvestigatePolicy = "investigate";

    /// <summary>Policy: reads, and changes what others see of the desk.</summary>
    public const string SharePolicy = "share";

    public const string AuditPolicy = "audit";
    public const string AdministratorPolicy = "administrator";

    /// <summary>Policy: reads who may come in, which is of everybody's districts, so that whoever does not manage it may have no scope.</summary>
    public const string AccessPolicy = "access";

    /// <summary>Policy: policies of everybody's districts are tried on the whole journal, so nobody with a scope may.</summary>
    public const string ReplayPolicy = "replay";

    /// <summary>Policy: what is only tried is shown to those who try it and to those who read everything, and is of everybody's districts.</summary>
    public const string ShadowPolicy = "shadow";

    /// <summary>Policy: reads what is of no district.</summary>
    public const string WholePolicy = "whole";

    private const Right Desk = Right.Read | Right.Triage;

    private static readonly FrozenDictionary<string, Right> Rights = new Dictionary<string, Right>(StringComparer.Ordinal)
    {
        [Feed] = Right.SendEvents,
        [Device] = Right.SendEvents,
        [Officer] = Desk | Right.Reveal | Right.Investigate,
        [Investigator] = Desk | Right.Reveal | Right.Investigate,
        [Supervisor] = Desk | Right.Reveal | Right.Investigate | Right.ReadPolicies | Right.Share | Right.Supervise,
        [Auditor] = Right.Read | Right.ReadPolicies | Right.ReadAudit,
        [QualityControl] = Right.Read | Right.Reveal | Right.ReadPolicies | Right.ReadShadows | Right.ReadAudit | Right.ReadAccess,
        [Editor] = Desk | Right.ReadPolicies | Right.EditPolicies | Right.ReadShadows,
        [Administrator] = Desk | Right.Reveal | Right.Investigate | Right.ReadPolicies | Right.EditPolicies | Right.ReadShadows | Right.ReadAudit | Right.ReadAccess
            | Right.ManageAccess | Right.Share | Right.Supervise,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Roles of people, for accounts.</summary>
    public static IReadOnlyList<string> OfPeople { get; } =
        [Officer, Investigator, Supervisor, Auditor, QualityControl, Editor, Administrator];

    /// <summary>Roles of programs, for tokens.</summary>
    public static IReadOnlyList<string> OfTokens { get; } = [Feed, Device];

    public static bool IsKnown(string role) => Rights.ContainsKey(role);

    public static Right Of(string role) => Rights.GetValueOrDefault(role);

    /// <summary>An account of such a role is made for some districts or institutions; the others may be for all.</summary>
    public static bool NeedsScope(string role) => role is Officer or Investigator;

    public static void Configure(AuthorizationOptions options)
    {
        var signedIn = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        options.DefaultPolicy = signedIn;
        // A route that forgets its policy, and a path without a route, are closed to strangers.
        options.FallbackPolicy = signedIn;
        Add(options, Feed, Right.SendEvents, Right.SendEvents);
        Add(options, Officer, Right.Read, Right.Triage);
        Add(options, Editor, Right.ReadPolicies, Right.EditPolicies);
        Add(options, InvestigatePolicy, Right.Read, Right.Investigate);
        Add(options, SharePolicy, Right.Read, Right.Share);
        Add(options, ReaderPolicy, Right.Read, Right.Read);
        Add(options, RevealPolicy, Right.Reveal, Right.Reveal);
        Add(options, AuditPolicy, Right.ReadAudit, Right.ReadAudit);
        options.AddPolicy(ReplayPolicy, p => p.RequireAssertion(c =>
            Caller.Of(c.User) is { Scope.IsAll: true } caller && caller.May(IsRead(c) ? Right.ReadPolicies : Right.EditPolicies)));
        options.AddPolicy(ShadowPolicy, p => p.RequireAssertion(c =>
            Caller.Of(c.User) is { Scope.IsAll: true } caller && caller.May(IsRead(c) ? Right.ReadShadows : Right.EditPolicies)));
        options.AddPolicy(WholePolicy, p => p.RequireAssertion(c => Caller.Of(c.User) is { Scope.IsAll: true } caller && caller.May(Right.Read)));
        options.AddPolicy(SessionPolicy, p => p.RequireAssertion(c => Caller.Of(c.User)?.Session is not null));
        options.AddPolicy(WallPolicy, p => p.RequireAssertion(c => Caller.Of(c.User) is { Session: not null } caller && caller.May(Right.Share)));
        // In a browser and by password: no token that a program holds opens these two.
        options.AddPolicy(AccessPolicy, p => p.RequireAssertion(c =>
            Caller.Of(c.User) is { Session: not null } caller && caller.May(Right.ReadAccess) && (caller.Scope.IsAll || caller.May(Right.ManageAccess))));
        options.AddPolicy(AdministratorPolicy, p => p.RequireAssertion(c => Caller.Of(c.User) is { Session: not null } caller && caller.May(Right.ManageAccess)));
        options.AddPolicy(MetricsPolicy, p => p.RequireAssertion(MayReadMetrics));
    }

    /// <param name="read">Wanted for a request that changes nothing.</param>
    /// <param name="change">Wanted for any other.</param>
    private static void Add(AuthorizationOptions options, string policy, Right read, Right change) =>
        options.AddPolicy(policy, p => p.RequireAuthenticatedUser().RequireAssertion(c => Caller.Of(c.User) is { } caller && caller.May(IsRead(c) ? read : change)));

    private static bool IsRead(AuthorizationHandlerContext context) =>
        context.Resource is HttpContext { Request.Method: var method } && (HttpMethods.IsGet(method) || HttpMethods.IsHead(method));

    // They count all districts.
    private static bool MayReadMetrics(AuthorizationHandlerContext context) =>
        (Caller.Of(context.User) is { Scope.IsAll: true } caller && caller.May(Right.Read)) || (context.Resource is HttpContext http && IsThisMachine(http));

    /// <summary>Behind a proxy on this machine everybody comes from loopback, so a forwarded request does not count as local.</summary>
    private static bool IsThisMachine(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address && System.Net.IPAddress.IsLoopback(address)
        && !http.Request.Headers.ContainsKey("X-Forwarded-For") && !http.Request.Headers.ContainsKey("Forwarded");
}
