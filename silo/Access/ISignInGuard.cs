namespace LtcActors.Silo.Access;

/// <summary>
/// Locks a user name after failed sign-ins. Unknown names are counted too, so that a lock does not tell which users there are; the
/// names kept are bounded.
/// </summary>
internal interface ISignInGuard
{
    /// <returns>How long the name stays locked; null when it is not.</returns>
    /// <exception cref="Engine.Ports.JournalUnavailableException">They are counted in a database that does not answer.</exception>
    Task<TimeSpan?> LockedAsync(string user);

    /// <summary>
    /// A password is about to be tried, and is counted as a failure until <see cref="SucceededAsync"/>: guesses sent side by side would
    /// else all be tried before the first is counted.
    /// </summary>
    /// <returns>How long the name stays locked: the password must not be tried. Null when it may be.</returns>
    /// <exception cref="Engine.Ports.JournalUnavailableException">They are counted in a database that does not answer.</exception>
    Task<TimeSpan?> TryAsync(string user);

    /// <summary>The password was right: the failures before it are forgotten.</summary>
    /// <exception cref="Engine.Ports.JournalUnavailableException">They are counted in a database that does not answer.</exception>
    Task SucceededAsync(string user);
}
