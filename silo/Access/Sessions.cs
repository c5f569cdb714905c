using System.Security.Claims;
using System.Security.Cryptography;

namespace LtcActors.Silo.Access;

/// <param name="Csrf">What an unsafe request by this session's cookie must repeat in X-CSRF.</param>
internal sealed record Session(string User, string Csrf, DateTimeOffset Expires)
{
    private readonly CancellationTokenSource ended = new();

    /// <summary>Cancelled when the officer signs out, so that an open hub connection ends with the session.</summary>
    public CancellationToken Ended => ended.Token;

    public ClaimsPrincipal Principal { get; } = Roles.Principal(User, Roles.Officer, new Claim(Roles.SessionClaim, "cookie"));

    public void End() => ended.Cancel();

    public bool Confirms(string? header) =>
        header is { Length: <= Secrets.MaxChars } && CryptographicOperations.FixedTimeEquals(Secrets.Hash(header), Secrets.Hash(Csrf));
}

/// <summary>The dashboard's sessions, in memory: a restart signs everybody out. Kept by the hash of their id.</summary>
internal sealed class Sessions(SiloLimits limits, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Session> open = new(StringComparer.Ordinal);

    /// <returns>The id, for the cookie and nowhere else.</returns>
    public (string Id, Session Session) Begin(string user)
    {
        var id = Secrets.Token("");
        var session = new Session(user, Secrets.Token(""), clock.GetUtcNow() + limits.SessionLength);
        List<Session> over;
        lock (gate)
        {
            over = DropExpired();
            if (open.Count >= limits.Sessions)
            {
                over.AddRange(Drop(open.MinBy(s => s.Value.Expires).Key));
            }

            open.Add(KeyOf(id), session);
        }

        // Outside the lock: whoever waits for the end of a session may do anything.
        over.ForEach(s => s.End());
        return (id, session);
    }

    public Session? Find(string? id)
    {
        if (id is not { Length: > 0 and <= Secrets.MaxChars })
        {
            return null;
        }

        lock (gate)
        {
            return open.TryGetValue(KeyOf(id), out var session) && session.Expires > clock.GetUtcNow() ? session : null;
        }
    }

    public void End(string id)
    {
        List<Session> over;
        lock (gate)
        {
            over = Drop(KeyOf(id));
        }

        over.ForEach(s => s.End());
    }

    private static string KeyOf(string id) => Convert.ToHexStringLower(Secrets.Hash(id));

    private List<Session> DropExpired()
    {
        var now = clock.GetUtcNow();
        return [.. open.Where(s => s.Value.Expires <= now).Select(s => s.Key).ToList().SelectMany(Drop)];
    }

    private List<Session> Drop(string key) => open.Remove(key, out var session) ? [session] : [];
}
