using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using LtcActors.Domain.Actors;
using LtcActors.Silo.Audit;

namespace LtcActors.Silo.Access;

/// <summary>One sign-in. Its id is the hash of the cookie's value; what it may do is asked of the account at every request.</summary>
/// <param name="Id">Lower-case hex of the SHA-256 of the cookie's value.</param>
/// <param name="Fingerprint">Of the password at the sign-in: with another one it is over.</param>
/// <param name="From">Address it was begun from.</param>
internal sealed record Session(string Id, string User, string Fingerprint, DateTimeOffset Begun, DateTimeOffset Expires, string? From)
{
    private readonly CancellationTokenSource ended = new();
    private readonly Dictionary<ActorId, (DateTimeOffset Until, string Purpose)> revealed = [];
    private CancellationTokenSource standing = new();
    private long seen = Begun.UtcTicks;
    private long kept = Begun.UtcTicks;

    /// <summary>A way to have come in: another party said who it is.</summary>
    public const string Oidc = "oidc";

    /// <summary>A way to have come in: a supervisor left it on a wall, where nobody is.</summary>
    public const string Wall = "wall";

    /// <summary>How it was begun; null: by a password. A stored name.</summary>
    public string? Way { get; init; }

    /// <summary>For people: names the session and opens nothing.</summary>
    public string ShortId => Id[..12];

    /// <summary>Whoever was let in by another party owes no choice of a password.</summary>
    public bool MustChange(Account account) => account.MustChange && Way is null;

    /// <summary>Reads the list of alerts and nothing else, and needs nobody to be there.</summary>
    public bool IsWall => Way == Wall;

    /// <summary>When somebody was there last, as far as this process knows.</summary>
    public DateTimeOffset SeenAt => new(Interlocked.Read(ref seen), TimeSpan.Zero);

    /// <summary>As <see cref="SeenAt"/>, as far as the journal knows.</summary>
    public DateTimeOffset KeptAt => new(Interlocked.Read(ref kept), TimeSpan.Zero);

    /// <summary>What it may do of what the role may.</summary>
    public Right RightsOf(string role) => IsWall ? Roles.Of(role) & Right.Read : Roles.Of(role);

    public bool IsOver => ended.IsCancellationRequested;

    /// <summary>
    /// Cancelled when it ends, and when the user's role or scope is another: a hub connection was let in by what held when it was
    /// opened, and ends with that.
    /// </summary>
    public CancellationToken Standing => Volatile.Read(ref standing).Token;

    /// <summary>Somebody is there.</summary>
    public void See(DateTimeOffset at)
    {
        for (var before = Interlocked.Read(ref seen); before < at.UtcTicks;)
        {
            before = Interlocked.CompareExchange(ref seen, at.UtcTicks, before) is var found && found == before ? at.UtcTicks : found;
        }

        // He was at another silo, and here it was thought that he had gone.
        if (Volatile.Read(ref standing) is { IsCancellationRequested: true } lapsed && !IsOver)
        {
            Interlocked.CompareExchange(ref standing, new(), lapsed);
        }
    }

    /// <summary>As <see cref="See"/>, by the journal.</summary>
    public void Keep(DateTimeOffset at)
    {
        // One call at a time: the book is folded by one.
        Interlocked.Exchange(ref kept, Math.Max(Interlocked.Read(ref kept), at.UtcTicks));
        See(at);
    }

    /// <summary>Its time is up: what is connected by it ends.</summary>
    public void Lapse() => Volatile.Read(ref standing).Cancel();

    public void End()
    {
        ended.Cancel();
        Volatile.Read(ref standing).Cancel();
    }

    /// <summary>What held of the user holds no more; he stays signed in.</summary>
    public void Alter()
    {
        lock (revealed)
        {
            revealed.Clear();
        }

        Interlocked.Exchange(ref standing, IsOver ? Volatile.Read(ref standing) : new()).Cancel();
    }

    /// <summary>What an unsafe request by this cookie must repeat in X-CSRF. Follows from the cookie, so it is kept nowhere.</summary>
    public static string CsrfOf(string cookie) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("csrf:" + cookie)));

    /// <summary>Lets this session see an entity unmasked for a while.</summary>
    public void Reveal(ActorId id, string purpose, DateTimeOffset until)
    {
        lock (revealed)
        {
            revealed[id] = (until, purpose);
        }
    }

    /// <returns>The purpose for which it sees the entity unmasked; null: it does not.</returns>
    public string? PurposeFor(ActorId id, DateTimeOffset now)
    {
        lock (revealed)
        {
            return revealed.TryGetValue(id, out var r) && now < r.Until ? r.Purpose : null;
        }
    }

    public bool Equals(Session? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);
}

/// <param name="Way">Null: by a password.</param>
internal sealed record SessionBegun(string Id, string User, string Fingerprint, DateTimeOffset Expires, string? From, string? Way = null);

internal sealed record SessionEnded(string Id);

/// <summary>Somebody was there at the time of the entry.</summary>
internal sealed record SessionSeen(string Id);

/// <summary>The session sees personal data unmasked for a while.</summary>
/// <param name="About">Of whom: the kind, as the audit names it, and the id.</param>
internal sealed record SessionRevealed(string Id, string About, string Subject, string Purpose, DateTimeOffset Until)
{
    [JsonIgnore]
    public ActorId Who => new(Enum.GetValues<ActorKind>().First(kind => AuditLog.KindOf(kind) == About), Subject);

    public static SessionRevealed Of(string session, ActorId who, string purpose, DateTimeOffset until) =>
        new(session, AuditLog.KindOf(who.Kind), who.Id, purpose, until);
}
