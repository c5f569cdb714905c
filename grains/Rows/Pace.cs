using System.Diagnostics;

namespace LtcActors.Grains.Rows;

/// <summary>
/// Spreads work evenly over a time, so that whatever else wants the disk and the processors is not kept waiting for all of it. Late, it
/// waits for nothing.
/// </summary>
/// <param name="over">The time; zero: nothing waits.</param>
/// <param name="expected">Bytes that there will be, or about so many.</param>
/// <param name="stop">Ends it.</param>
internal sealed class Pace(TimeSpan over, long expected, CancellationToken stop)
{
    private readonly long started = Stopwatch.GetTimestamp();
    private long done;

    /// <summary>So many bytes more are done: waits until the time for them is over.</summary>
    /// <exception cref="OperationCanceledException">It ends.</exception>
    public Task DoneAsync(long more)
    {
        stop.ThrowIfCancellationRequested();
        done += more;
        var early = (over * Math.Min(1, (double)done / Math.Max(1, expected))) - Stopwatch.GetElapsedTime(started);
        return early > TimeSpan.Zero ? Task.Delay(early, stop) : Task.CompletedTask;
    }
}
