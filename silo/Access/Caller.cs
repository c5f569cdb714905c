using System.Security.Claims;
using LtcActors.Engine.Alerts;

namespace LtcActors.Silo.Access;

/// <summary>Who asks, as his account or token stands now. Every route that answers with data asks it for the scope.</summary>
/// <param name="Name">Of the account, or of the token.</param>
/// <param name="Role">One of <see cref="Roles"/>.</param>
internal sealed record Caller(string Name, string Role, Scope Scope)
{
    /// <summary>Null: by a token.</summary>
    public Session? Session { get; init; }

    /// <summary>Of a token that may send only some events.</summary>
    public TokenBound? Bound { get; init; }

    /// <summary>Must choose a password before anything else.</summary>
    public bool MustChange { get; init; }

    public Right Rights => Session?.RightsOf(Role) ?? Roles.Of(Role);

    public bool May(Right right) => right != Right.None && (Rights & right) == right;

    /// <exception cref="InvalidOperationException">Nobody is signed in: the route has no policy.</exception>
    public static Caller Of(HttpContext context) => Of(context.User) ?? throw new InvalidOperationException("This route lets strangers in.");

    /// <returns>Null: a stranger.</returns>
    public static Caller? Of(ClaimsPrincipal? user) => (user?.Identity as CallerIdentity)?.Caller;

    public ClaimsPrincipal Principal() => new(new CallerIdentity(this));

    private sealed class CallerIdentity(Caller caller) : ClaimsIdentity([new(ClaimTypes.Name, caller.Name)], AccessHandler.Scheme)
    {
        public Caller Caller => caller;
    }
}

/// <summary>What a token may send: events of one caregiver, or of sources with these beginnings.</summary>
/// <param name="Sha256">Of its secret.</param>
/// <param name="Sources">Empty: of any source.</param>
internal sealed record TokenBound(string Sha256, string? CaregiverId, IReadOnlyList<string> Sources);
