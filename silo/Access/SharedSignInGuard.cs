using System.Security.Cryptography;
using System.Text;
using LtcActors.Journal.Postgres;
using LtcActors.Silo.Hosting;

namespace LtcActors.Silo.Access;

/// <summary>
/// Failed sign-ins in the database: those at all silos of it count together, and a takeover forgets none. Names lie there by their
/// hash, for people type passwords into that field.
/// </summary>
internal sealed class SharedSignInGuard(FailedSignIns database, SiloLimits limits, TimeProvider clock) : ISignInGuard, ISwept
{
    // The database is asked synchronously, and again while it is away; a request's thread must not wait for that.
    public Task<TimeSpan?> LockedAsync(string user) => Task.Run(() =>
    {
        var now = clock.GetUtcNow();
        return database.Last(HashOf(user), now - limits.SignInLock, limits.SignInFailures) + limits.SignInLock - now;
    });

    public Task<TimeSpan?> TryAsync(string user) => Task.Run(() =>
    {
        var now = clock.GetUtcNow();
        var left = database.Count(HashOf(user), now, now - limits.SignInLock, limits.SignInFailures) + limits.SignInLock - now;
        if (left is null)
        {
            Sweep();
        }

        return left;
    });

    public Task SucceededAsync(string user) => Task.Run(() => database.Forget(HashOf(user)));

    public void Sweep() => database.Trim(clock.GetUtcNow() - limits.SignInLock, limits.SignInNames);

    private static byte[] HashOf(string user) => SHA256.HashData(Encoding.UTF8.GetBytes(user));
}
