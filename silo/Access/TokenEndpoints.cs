using System.Security.Cryptography;
using LtcActors.Silo.Audit;
using LtcActors.Silo.Desk;
using LtcActors.Silo.Exports;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Problems;
using LtcActors.Silo.Queries;

namespace LtcActors.Silo.Access;

/// <summary>Tokens of phones and feeds, and the sessions of everybody: issued, listed, taken back. An administrator's, in a browser; read by quality control too.</summary>
internal sealed class TokenEndpoints(Tokens tokens, Sessions sessions, DeskBook desk, AuditLog audit, Export export, SiloLimits limits, BodyBudget budget)
{
    private const string Kind = "token";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Get("/v1/tokens", ListAsync, "The tokens that were issued").RequireAuthorization(Roles.AccessPolicy);
        routes.Post("/v1/tokens", IssueAsync, "Issue a token; its secret is in the answer, and nowhere else").RequireAuthorization(Roles.AdministratorPolicy);
        routes.Post("/v1/tokens/{id}/rotate", RotateAsync, "Give a token another secret; the old one is void").RequireAuthorization(Roles.AdministratorPolicy);
        routes.Post("/v1/tokens/{id}/revoke", RevokeAsync, "Take a token back").RequireAuthorization(Roles.AdministratorPolicy);
        routes.Get("/v1/sessions", SessionsAsync, "Who is signed in, and where from").RequireAuthorization(Roles.AccessPolicy);
        routes.Post("/v1/sessions/{id}/revoke", RevokeSessionAsync, "End a session").RequireAuthorization(Roles.AdministratorPolicy);
    }

    private async Task ListAsync(HttpContext context)
    {
        if (!await export.TryAnswerAsync(context, words => DeskTables.Tokens(tokens.All, words)))
        {
            await Answer.WriteAsync(context, new TokenList([.. tokens.All.Select(TokenInfo.Of)]));
        }
    }

    private async Task IssueAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context, limits.CommandBytes, budget);
        var name = body.RequiredText("name", limits.NameChars);
        var role = body.RequiredText("role", 20);
        if (!Roles.OfTokens.Contains(role))
        {
            throw new Refusal(ProblemKind.UnknownValue, $"'role' is one of {string.Join(", ", Roles.OfTokens)}.") { Pointer = "/role" };
        }

        var (caregiver, sources) = BoundOf(body, role);
        var secret = SecretOf(role);
        var id = "token-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        await desk.KeepAsync(
            Tokens.Issued, Caller.Of(context).Name, new TokenIssued(id, name, role, HashOf(secret), sources, caregiver),
            audit.Entry(context, AuditActions.Token, "done", Kind, id, note: $"issued as {role} {caregiver ?? string.Join(' ', sources)}".TrimEnd()));
        await Answer.WriteAsync(context, new NewSecret(TokenInfo.Of(tokens.Find(id)!), secret));
    }

    private async Task RotateAsync(HttpContext context)
    {
        var token = Find(context);
        var secret = SecretOf(token.Role);
        var (_, counts) = await desk.KeepAsync(
            Tokens.Rotated, Caller.Of(context).Name, new TokenRotated(token.Id, HashOf(secret)),
            audit.Entry(context, AuditActions.Token, "done", Kind, token.Id, note: "rotated"));
        if (!counts)
        {
            throw new Refusal(ProblemKind.AccessConflict, "A token that was taken back gets no other secret.");
        }

        await Answer.WriteAsync(context, new NewSecret(TokenInfo.Of(tokens.Find(token.Id)!), secret));
    }

    private async Task RevokeAsync(HttpContext context)
    {
        var token = Find(context);
        await desk.KeepAsync(
            Tokens.RevokedKind, Caller.Of(context).Name, new TokenRevoked(token.Id),
            audit.Entry(context, AuditActions.Token, "done", Kind, token.Id, note: "revoked"));
        await Answer.WriteAsync(context, TokenInfo.Of(tokens.Find(token.Id)!));
    }

    private async Task SessionsAsync(HttpContext context)
    {
        if (await export.TryAnswerAsync(context, words => DeskTables.Sessions(sessions.All.Select(s => (s, sessions.EndOf(s))), words)))
        {
            return;
        }

        var own = Caller.Of(context).Session;
        await Answer.WriteAsync(context, new SessionList(
            [.. sessions.All.Select(s => InfoOf(s, s == own))]));
    }

    private async Task RevokeSessionAsync(HttpContext context)
    {
        var session = sessions.ById((string)context.GetRouteValue("id")!)
            ?? throw new Refusal(ProblemKind.NotFound, "There is no session with this id, or it has ended.");
        await desk.KeepAsync(
            Sessions.EndedKind, Caller.Of(context).Name, new SessionEnded(session.Id),
            audit.Entry(context, AuditActions.Session, "done", "session", session.ShortId, note: $"revoked, of {session.User}"));
        await Answer.WriteAsync(context, InfoOf(session, false));
    }

    private SessionInfo InfoOf(Session s, bool own) => new(s.ShortId, s.User, s.Begun, sessions.EndOf(s), s.From, own, s.Way);

    private (string? Caregiver, IReadOnlyList<string> Sources) BoundOf(JsonBody body, string role)
    {
        var caregiver = body.Text("caregiverId", 64);
        if (role == Roles.Device)
        {
            return caregiver is not null && Ids.IsId(caregiver) ? (caregiver, [])
                : throw new Refusal(ProblemKind.Missing, "A device's token is one caregiver's: 'caregiverId' must name one.") { Pointer = "/caregiverId" };
        }

        return body.Texts("sources", limits.ScopeItems, 256) is { Count: > 0 } sources ? (null, sources)
            : throw new Refusal(ProblemKind.Missing, "A feed's token is for some sources: 'sources' must name the beginning of one.") { Pointer = "/sources" };
    }

    private static string SecretOf(string role) => Secrets.Token(role == Roles.Device ? "ltcd_" : "ltcf_");

    private static string HashOf(string secret) => Convert.ToHexStringLower(Secrets.Hash(secret));

    private IssuedToken Find(HttpContext context) => tokens.Find((string)context.GetRouteValue("id")!)
        ?? throw new Refusal(ProblemKind.NotFound, "There is no token with this id.");

    private sealed record TokenList(IReadOnlyList<TokenInfo> Items);

    private sealed record NewSecret(TokenInfo Token, string Secret);

    private sealed record SessionList(IReadOnlyList<SessionInfo> Items);

    /// <param name="Expires">If nobody is there meanwhile.</param>
    /// <param name="Own">The one that asks.</param>
    private sealed record SessionInfo(string Id, string User, DateTimeOffset Begun, DateTimeOffset Expires, string? From, bool Own, string? Way);

    private sealed record TokenInfo(
        string Id, string Name, string Role, IReadOnlyList<string> Sources, string? CaregiverId, bool Revoked, string IssuedBy,
        DateTimeOffset IssuedAt, DateTimeOffset? RotatedAt, DateTimeOffset? RevokedAt)
    {
        public static TokenInfo Of(IssuedToken t) =>
            new(t.Id, t.Name, t.Role, t.Sources, t.CaregiverId, t.Revoked, t.IssuedBy, t.IssuedAt, t.RotatedAt, t.RevokedAt);
    }
}
