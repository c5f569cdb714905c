using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace LtcActors.Silo.Access;

/// <param name="Csrf">What an unsafe request by this session's cookie must repeat in X-CSRF.</param>
/// <param name="Role">What the user may do.</param>
internal sealed record Session(string User, string Csrf, DateTimeOffset Expires, string Role)
{
    private readonly CancellationTokenSource ended = new();

    /// <summary>Cancelled when the officer signs out, so that an open hub connection ends with the session.</summary>
    public CancellationToken Ended => ended.Token;

    public ClaimsPrincipal Principal { get; } = Roles.Principal(User, Role, new Claim(Roles.SessionClaim, "cookie"));

    public void End() => ended.Cancel();

    public bool Confirms(string? header) =>
        header is { Length: <= Secrets.MaxChars } && CryptographicOperations.FixedTimeEquals(Secrets.Hash(header), Secrets.Hash(Csrf));
}

/// <summary>The dashboard's sessions, by the hash of their id. They outlive a restart: the boards on the walls must not ask for a password.</summary>
internal sealed class Sessions
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Session> open;
    private readonly SiloLimits limits;
    private readonly AccessBook book;
    private readonly TimeProvider clock;
    private readonly string folder;

    public Sessions(SiloOptions options, AccessBook book, TimeProvider clock)
    {
        (limits, this.book, this.clock, folder) = (options.Limits, book, clock, options.Data);
        var now = clock.GetUtcNow();
        open = SessionFile.Read(folder)
            .Where(s => s.Expires > now && s.Password == PasswordOf(s.User))
            .DistinctBy(s => s.Id).Take(limits.Sessions)
            .ToDictionary(s => s.Id, s => new Session(s.User, s.Csrf, s.Expires, book.RoleOf(s.User)), StringComparer.Ordinal);
    }

    /// <returns>The id, for the cookie and nowhere else.</returns>
    public (string Id, Session Session) Begin(string user)
    {
        var id = Secrets.Token("");
        var session = new Session(user, Secrets.Token(""), clock.GetUtcNow() + limits.SessionLength, book.RoleOf(user));
        List<Session> over;
        lock (gate)
        {
            over = DropExpired();
            if (open.Count >= limits.Sessions)
            {
                over.AddRange(Drop(open.MinBy(s => s.Value.Expires).Key));
            }

            open.Add(KeyOf(id), session);
            Keep();
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
            Keep();
        }

        over.ForEach(s => s.End());
    }

    private static string KeyOf(string id) => Convert.ToHexStringLower(Secrets.Hash(id));

    private string? PasswordOf(string user) =>
        book.PasswordHash(user) is { } hash ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(hash))) : null;

    /// <summary>Within the lock, so that an older list never overwrites a newer one.</summary>
    private void Keep() => new SessionFile(
        1, [.. open.Select(s => new StoredSession(s.Key, s.Value.User, PasswordOf(s.Value.User) ?? "", s.Value.Csrf, s.Value.Expires))]).Write(folder);

    private List<Session> DropExpired()
    {
        var now = clock.GetUtcNow();
        return [.. open.Where(s => s.Value.Expires <= now).Select(s => s.Key).ToList().SelectMany(Drop)];
    }

    private List<Session> Drop(string key) => open.Remove(key, out var session) ? [session] : [];
}
