using LtcActors.Grains.Rows;

namespace LtcActors.Grains.Tests;

/// <summary>How a checkpoint's writing is spread over its time.</summary>
public sealed class PaceTests
{
    private const int Piece = 1 << 20;

    private static readonly TimeSpan Over = TimeSpan.FromSeconds(10);

    private readonly Skipping clock = new();

    [Fact]
    public async Task What_was_expected_takes_its_time_evenly()
    {
        Assert.Equal(Enumerable.Range(1, 10).Select(n => (double)n), await DoneAtAsync(new(Over, 10 * Piece, clock, default), pieces: 10));
    }

    [Fact]
    public async Task More_than_was_expected_goes_on_as_fast_as_before_and_after_twice_the_time_waits_for_nothing()
    {
        var at = await DoneAtAsync(new(Over, 10 * Piece, clock, default), pieces: 25);
        Assert.Equal(15, at[14]);
        Assert.Equal(20, at[19]);
        Assert.Equal(20, at[^1]);
    }

    [Fact]
    public async Task What_has_fallen_behind_is_made_up_at_twice_the_speed()
    {
        var pace = new Pace(Over, 10 * Piece, clock, default);
        await DoneAtAsync(pace, pieces: 2);
        // The storage answers after four seconds instead of one.
        clock.Skip(TimeSpan.FromSeconds(4));
        Assert.Equal([6, 6.5, 7, 7.5, 8, 8.5, 9, 10], await DoneAtAsync(pace, pieces: 8));
    }

    [Fact]
    public async Task Of_little_nobody_waits_long_however_little_was_expected()
    {
        Assert.Equal([0.5, 1], await DoneAtAsync(new(Over, expected: 10, clock, default), pieces: 2, bytes: 32 << 10));
    }

    [Fact]
    public async Task Without_a_time_nothing_waits_and_what_is_stopped_ends()
    {
        Assert.Equal([0, 0], await DoneAtAsync(new(TimeSpan.Zero, Piece, clock, default), pieces: 2));
        await Assert.ThrowsAsync<OperationCanceledException>(() => new Pace(Over, Piece, clock, new(canceled: true)).DoneAsync(1));
    }

    /// <returns>Seconds since the beginning.</returns>
    private async Task<List<double>> DoneAtAsync(Pace pace, int pieces, int bytes = Piece)
    {
        var at = new List<double>();
        for (var n = 0; n < pieces; n++)
        {
            await pace.DoneAsync(bytes);
            at.Add(clock.Passed.TotalSeconds);
        }

        return at;
    }

    /// <summary>Whoever waits finds the time to be over at once.</summary>
    private sealed class Skipping : TimeProvider
    {
        public TimeSpan Passed { get; private set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Passed.Ticks;

        public void Skip(TimeSpan time) => Passed += time;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Skip(dueTime);
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
