using System.Collections.Concurrent;
using LtcActors.Silo.Desk;

namespace LtcActors.Silo.Access;

/// <summary>
/// The sessions, in the journal: they outlive a restart and a takeover (the boards on the walls must not ask for a password), are the
/// same in every silo, and end in all of them.
/// </summary>
internal sealed class Sessions : IDeskPart
{
    public const string Begun = "session.begun";
    public const string EndedKind = "session.ended";
    public const string Seen = "session.seen";
    public const string Revealed = "session.revealed";

    private readonly ConcurrentDictionary<string, Session> open = new(StringComparer.Ordinal);
    private readonly SiloLimits limits;
    private readonly Accounts accounts;
    private readonly TimeProvider clock;

    public Sessions(SiloLimits limits, Accounts accounts, TimeProvider clock)
    {
        (this.limits, this.accounts, this.clock) = (limits, accounts, clock);
        accounts.Altered += Alter;
    }

    public IReadOnlyList<string> Kinds { get; } = [Begun, EndedKind, Seen, Revealed];

    /// <summary>Those that let somebody in now, the latest first.</summary>
    public IReadOnlyList<Session> All => [.. open.Values.Where(IsGood).OrderByDescending(s => s.Begun)];

    /// <returns>Null when the cookie opens nothing, or nothing more.</returns>
    public Session? Find(string? cookie) =>
        cookie is { Length: > 0 and <= Secrets.MaxChars } && open.TryGetValue(IdOf(cookie), out var session) && IsGood(session) ? session : null;

    public Session? ById(string shortId) => All.FirstOrDefault(s => s.ShortId == shortId);

    public static string IdOf(string cookie) => Convert.ToHexStringLower(Secrets.Hash(cookie));

    public bool Apply(DeskEntry entry)
    {
        if (entry.Kind == EndedKind)
        {
            return Drop(entry.Read<SessionEnded>().Id);
        }

        if (entry.Kind == Seen)
        {
            open.GetValueOrDefault(entry.Read<SessionSeen>().Id)?.Keep(entry.At);
            return true;
        }

        if (entry.Kind == Revealed)
        {
            var revealed = entry.Read<SessionRevealed>();
            open.GetValueOrDefault(revealed.Id)?.Reveal(revealed.Who, revealed.Purpose, revealed.Until);
            return true;
        }

        var b = entry.Read<SessionBegun>();
        if (open.ContainsKey(b.Id))
        {
            return false;
        }

        // By what the entries say, not by the clock: every silo drops the same.
        foreach (var over in open.Values.Where(s => s.Expires <= entry.At).ToList())
        {
            Drop(over.Id);
        }

        if (open.Count >= limits.Sessions)
        {
            Drop(open.Values.MinBy(s => s.Expires)!.Id);
        }

        return open.TryAdd(b.Id, new(b.Id, b.User, b.Fingerprint, entry.At, b.Expires, b.From) { Way = b.Way });
    }

    /// <summary>When it ends if nobody comes meanwhile.</summary>
    public DateTimeOffset EndOf(Session session) =>
        session.IsWall || session.SeenAt + limits.SessionIdle > session.Expires ? session.Expires : session.SeenAt + limits.SessionIdle;

    /// <summary>Ends what is connected by sessions that are over. They stay known: whoever was there at another silo is heard of a little later.</summary>
    public void Sweep()
    {
        foreach (var session in open.Values.Where(s => !IsGood(s)))
        {
            session.Lapse();
        }
    }

    private bool IsGood(Session session) =>
        EndOf(session) > clock.GetUtcNow() && accounts.Active(session.User) is { } account && account.FingerprintOf(session.Way) == session.Fingerprint;

    private bool Drop(string id)
    {
        if (!open.TryRemove(id, out var session))
        {
            return false;
        }

        session.End();
        return true;
    }

    private void Alter(string user)
    {
        foreach (var session in open.Values.Where(s => s.User == user))
        {
            session.Alter();
        }
    }
}
