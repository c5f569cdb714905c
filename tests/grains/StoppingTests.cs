using LtcActors.Grains.Tests.Support;

namespace LtcActors.Grains.Tests;

/// <summary>Silos that are told to end, and generations that cannot begin.</summary>
public sealed class StoppingTests
{
    [Fact]
    public async Task Of_two_silos_that_end_together_none_leaves_before_everything_is_in_a_checkpoint()
    {
        await using var two = await TwoSilos.StartAsync();
        foreach (var (request, n) in SmallCity.Of(6).Requests.Take(12).Select((r, n) => (r, n)))
        {
            await two.PostAsync(n % 2, request);
        }

        Assert.True(two.Record().Position < two.Journal.Memory.LastSeq, "There was nothing to keep.");

        await Task.WhenAll(two.Cluster.Silos.ToList().Select(s => two.Cluster.StopSiloAsync(s)));

        Assert.Equal(two.Journal.Memory.LastSeq, two.Record().Position);
        Assert.NotEmpty(two.Journal.Memory.ReadDecisions(0, int.MaxValue));
    }

    [Fact]
    public void Tries_to_begin_a_generation_are_put_off_for_twice_as_long_each_time_and_for_5_s_at_most() => Assert.Equal(
        [250, 250, 500, 1_000, 2_000, 4_000, 5_000, 5_000],
        new[] { 0, 1, 2, 3, 4, 5, 6, 1_000 }.Select(failed => new ClusterLimits().RetryDelay(failed).TotalMilliseconds));
}
