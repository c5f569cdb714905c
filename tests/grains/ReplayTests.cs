using System.Text;
using LtcActors.Domain.Policies;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Replaying;
using LtcActors.Grains.Interfaces.Wire;
using LtcActors.Grains.Tests.Support;

namespace LtcActors.Grains.Tests;

/// <summary>Replays of a cluster run in one of its silos, and stand in one list whichever silo is asked.</summary>
public sealed class ReplayTests
{
    private static readonly ReplayRequest Stricter = new([new("tianjin", "geo.fence", 7, "m", null, "a test")], new(2026, 6, 1), null);

    [Fact]
    public async Task One_that_was_begun_at_a_silo_is_read_at_the_other_and_finds_what_the_embedded_engine_finds()
    {
        var city = SmallCity.Of(8);
        await using var embedded = await Embedded.StartAsync();
        await using var two = await TwoSilos.StartAsync(TwoSilos.OnlyWhenAsked);
        foreach (var (request, n) in city.Requests.Select((r, n) => (r, n)))
        {
            await embedded.Supervision.SubmitAsync(request);
            await embedded.Supervision.SettledAsync();
            await two.PostAsync(n % 2, request);
            await two.Of(0).SettledAsync();
        }

        var expected = (await DoneAsync(embedded.Supervision, embedded.Supervision, "policy-1")).Result!;
        var state = await DoneAsync(two.Of(0), two.Of(1), "policy-1");
        Assert.Equal(("replay-1", "policy-1", ReplayState.Done), (state.Id, state.Policy, state.Status));
        Assert.NotEmpty(expected.Alerts);
        Assert.Equal(Text(expected), Text(state.Result!));
        Assert.Equal(("replay-1", null), Assert.Single(await two.Of(1).ReplaysAsync()) is var listed ? (listed.Id, listed.Result) : default);
    }

    [Fact]
    public async Task What_cannot_be_tried_is_refused_with_the_reason_and_what_there_is_not_is_null()
    {
        await using var two = await TwoSilos.StartAsync(TwoSilos.OnlyWhenAsked);
        var refused = await two.Of(0).BeginReplayAsync("policy-1", Stricter with { From = new(2015, 12, 31) });
        Assert.Equal((PolicyAnswer.Invalid, null), (refused.Answer, refused.State));
        Assert.Contains("replay", refused.Reason, StringComparison.Ordinal);
        Assert.Null(await two.Of(1).ReplayAsync("replay-7"));
        Assert.Null(await two.Of(1).CancelReplayAsync("replay-7"));
        Assert.Empty(await two.Of(1).ReplaysAsync());
    }

    private static async Task<ReplayState> DoneAsync(ISupervision begins, ISupervision reads, string policy)
    {
        var begun = await begins.BeginReplayAsync(policy, Stricter);
        Assert.Equal((PolicyAnswer.Done, null), (begun.Answer, begun.Reason));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await reads.ReplayAsync(begun.State!.Id) is { } state)
        {
            if (state.Status != ReplayState.Running)
            {
                return state;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
        }

        throw new InvalidOperationException("It is gone.");
    }

    private static string Text(ReplayResult result) => Encoding.UTF8.GetString(BesideJson.Write(result with { Elapsed = TimeSpan.Zero }));
}
