namespace LtcActors.Engine.Ports;

/// <summary>
/// Runs the engine's workers. In production each has a thread; a simulation may run them all on one, in an order drawn from a seed.
/// A worker's step never waits for another worker.
/// </summary>
public interface IScheduler : IDisposable
{
    /// <summary>
    /// Adds a worker that sleeps until its first signal: by then whoever added it can be asked to signal it, so that work which
    /// comes in meanwhile is never left lying.
    /// </summary>
    /// <param name="step">Does a piece of work; true: there may be more at once; false: sleep until signalled or the wake time.</param>
    IWorker Add(string name, Func<bool> step);
}

public interface IWorker
{
    /// <summary>There is something to do. Any thread; cheap when it is awake already.</summary>
    void Signal();

    /// <summary>Signals itself at an instant of the clock, in place of the instant before; null: no more.</summary>
    void WakeAt(DateTimeOffset? instant);

    /// <summary>Ends it after the step it is in, and waits for that.</summary>
    void Stop();
}
