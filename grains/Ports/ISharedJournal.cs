using LtcActors.Engine.Ports;

namespace LtcActors.Grains.Ports;

/// <summary>The journal as a cluster shares it: every silo reads it, one writes it.</summary>
public interface ISharedJournal : IDisposable
{
    /// <summary>For reading only, on any thread; what the writer commits shows here at once.</summary>
    IJournal Reader { get; }

    /// <summary>Becomes the writer, in place of whoever was: from then on that one can append nothing more.</summary>
    /// <param name="holder">Who asks.</param>
    /// <param name="isGone">Whether a holder is known to have ended: then its right need not run out.</param>
    /// <exception cref="JournalUnavailableException">Not now: ask again.</exception>
    Task<JournalWriter> TakeAsync(string holder, Func<string, bool> isGone, CancellationToken stop);

    /// <summary>Waits until something may have been appended after a place, or the time is over.</summary>
    Task WaitAsync(long after, TimeSpan atMost, CancellationToken stop);
}

/// <summary>The right to append. Disposing gives it back and closes the journal.</summary>
/// <param name="Token">Grows with every holder.</param>
/// <param name="Lost">Completes when somebody else has it.</param>
public sealed record JournalWriter(IJournal Journal, long Token, Task Lost, Action Release) : IDisposable
{
    public void Dispose()
    {
        Journal.Dispose();
        Release();
    }
}
