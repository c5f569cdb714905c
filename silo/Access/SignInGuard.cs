namespace LtcActors.Silo.Access;

/// <summary>Failed sign-ins in the memory of the one process there is.</summary>
internal sealed class SignInGuard(SiloLimits limits, TimeProvider clock) : ISignInGuard
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Failures> names = new(StringComparer.Ordinal);

    public Task<TimeSpan?> LockedAsync(string user)
    {
        lock (gate)
        {
            return Task.FromResult(Left(user, clock.GetUtcNow()));
        }
    }

    public Task<TimeSpan?> TryAsync(string user)
    {
        var now = clock.GetUtcNow();
        lock (gate)
        {
            if (Left(user, now) is { } left)
            {
                return Task.FromResult<TimeSpan?>(left);
            }

            var before = names.TryGetValue(user, out var f) && now - f.Last < limits.SignInLock ? f.Count : 0;
            if (names.Count >= limits.SignInNames && !names.ContainsKey(user))
            {
                names.Remove(names.MinBy(n => n.Value.Last).Key);
            }

            names[user] = new Failures(before + 1, now);
            return Task.FromResult<TimeSpan?>(null);
        }
    }

    public Task SucceededAsync(string user)
    {
        lock (gate)
        {
            names.Remove(user);
        }

        return Task.CompletedTask;
    }

    private TimeSpan? Left(string user, DateTimeOffset now) =>
        names.TryGetValue(user, out var f) && f.Count >= limits.SignInFailures && f.Last + limits.SignInLock - now is var left && left > TimeSpan.Zero ? left : null;

    private readonly record struct Failures(int Count, DateTimeOffset Last);
}
