namespace LtcActors.Silo.Access;

/// <summary>
/// How many refusals of strangers the audit notes. Anybody can send any number of them, and each that is noted stays in the journal for
/// ever: of a minute the first few are noted, and the log has the rest.
/// </summary>
internal sealed class StrangerNotes(SiloLimits limits, TimeProvider clock)
{
    private readonly Lock gate = new();
    private DateTimeOffset minute;
    private int noted;

    /// <returns>Whether one more may be noted; it counts as noted then.</returns>
    public bool Take()
    {
        var now = clock.GetUtcNow();
        lock (gate)
        {
            if (now - minute >= TimeSpan.FromMinutes(1))
            {
                (minute, noted) = (now, 0);
            }

            return noted++ < limits.StrangersNoted;
        }
    }
}
