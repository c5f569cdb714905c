namespace LtcActors.Grains.Rows;

/// <summary>
/// Spreads work evenly over a time, so that whatever else wants the disk and the processors is not kept waiting for all of it. There is
/// never a rush: what has fallen behind is made up at twice the speed, and when there is more than was expected it goes on as before.
/// After twice the time it waits for nothing.
/// </summary>
/// <param name="over">The time; zero: nothing waits.</param>
/// <param name="expected">Bytes that there will be, or about so many.</param>
/// <param name="clock">Tells the time, and waits.</param>
/// <param name="stop">Ends it.</param>
internal sealed class Pace(TimeSpan over, long expected, TimeProvider clock, CancellationToken stop)
{
    /// <summary>As fast as this hurts nobody, however little was expected.</summary>
    private const double LeastBytesPerSecond = 64 << 10;

    private readonly double bytesPerSecond = Math.Max(LeastBytesPerSecond, expected / Math.Max(double.Epsilon, over.TotalSeconds));
    private readonly long started = clock.GetTimestamp();

    /// <summary>When what is done should have been; and when the last of it was.</summary>
    private TimeSpan due;
    private TimeSpan last;

    /// <summary>So many bytes more are done: waits until the time for them is over.</summary>
    /// <exception cref="OperationCanceledException">It ends.</exception>
    public async Task DoneAsync(long more)
    {
        stop.ThrowIfCancellationRequested();
        var (latest, now) = (2 * over, clock.GetElapsedTime(started));
        var share = TimeSpan.FromSeconds(Math.Min(more / bytesPerSecond, latest.TotalSeconds));
        due += share;
        var atEarliest = last + (share / 2);
        var until = due > atEarliest ? due : atEarliest;
        if (until > now && now < latest)
        {
            await Task.Delay((until < latest ? until : latest) - now, clock, stop).ConfigureAwait(false);
        }

        last = clock.GetElapsedTime(started);
    }
}
