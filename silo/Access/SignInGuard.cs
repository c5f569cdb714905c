namespace LtcActors.Silo.Access;

/// <summary>
/// Locks a user name after failed sign-ins. Unknown names are counted too, so that a lock does not tell which users there are; the
/// names kept are bounded.
/// </summary>
internal sealed class SignInGuard(SiloLimits limits, TimeProvider clock)
{
    private const int MaxNames = 10_000;
    private readonly Lock gate = new();
    private readonly Dictionary<string, Failures> names = new(StringComparer.Ordinal);

    /// <returns>How long the name stays locked; null when it is not.</returns>
    public TimeSpan? Locked(string user)
    {
        lock (gate)
        {
            var left = names.TryGetValue(user, out var f) && f.Count >= limits.SignInFailures
                ? f.Last + limits.SignInLock - clock.GetUtcNow()
                : TimeSpan.Zero;
            return left > TimeSpan.Zero ? left : null;
        }
    }

    public void Tried(string user, bool succeeded)
    {
        var now = clock.GetUtcNow();
        lock (gate)
        {
            if (succeeded)
            {
                names.Remove(user);
                return;
            }

            var before = names.TryGetValue(user, out var f) && now - f.Last < limits.SignInLock ? f.Count : 0;
            if (names.Count >= MaxNames && !names.ContainsKey(user))
            {
                names.Remove(names.MinBy(n => n.Value.Last).Key);
            }

            names[user] = new Failures(before + 1, now);
        }
    }

    private readonly record struct Failures(int Count, DateTimeOffset Last);
}
