using LtcActors.Domain.Policies;
using LtcActors.Engine.Ports;

namespace LtcActors.Engine.Replaying;

/// <summary>A replay as it stands.</summary>
/// <param name="Policy">Id of the version that is tried.</param>
/// <param name="Result">Of a list, and of one that is not done: null.</param>
public sealed record ReplayState(
    string Id, string Policy, DateOnly From, DateOnly? To, string Status, ReplayProgress Progress, ReplayResult? Result)
{
    public const string Running = "running";
    public const string Done = "done";
    public const string Cancelled = "cancelled";
    public const string Failed = "failed";
}

/// <param name="Answer"><see cref="PolicyAnswer.Done"/>; <see cref="PolicyAnswer.Conflict"/>: another is running; <see cref="PolicyAnswer.Invalid"/>: it cannot be tried.</param>
/// <param name="State">When it was begun.</param>
/// <param name="Reason">When it was not.</param>
public sealed record ReplayBegun(PolicyAnswer Answer, ReplayState? State, string? Reason);

/// <summary>The replays of late: begun, watched, cancelled and read here. One runs at a time. Any thread.</summary>
public sealed class ReplayDesk(Func<ReplayRequest, PolicyReplay> start) : IDisposable
{
    /// <summary>Replays whose results are kept.</summary>
    private const int Kept = 8;

    private readonly Lock gate = new();
    private readonly List<One> all = [];
    private int count;

    public ReplayBegun Begin(string policy, ReplayRequest request)
    {
        lock (gate)
        {
            if (all.Exists(b => !b.Replay.Result.IsCompleted))
            {
                return new(PolicyAnswer.Conflict, null, "Another replay is running; cancel it or wait for its end.");
            }

            try
            {
                var one = new One(FormattableString.Invariant($"replay-{++count}"), policy, request, start(request));
                all.Add(one);
                if (all.Count > Kept)
                {
                    all.RemoveAt(0);
                }

                return new(PolicyAnswer.Done, Describe(one), null);
            }
            catch (PolicyException e)
            {
                return new(PolicyAnswer.Invalid, null, e.Message);
            }
        }
    }

    /// <summary>The last one first, without what came of them.</summary>
    public IReadOnlyList<ReplayState> All()
    {
        lock (gate)
        {
            return [.. Enumerable.Reverse(all).Select(one => Describe(one) with { Result = null })];
        }
    }

    /// <returns>Null: there is none with this id, or it is too long ago.</returns>
    public ReplayState? Find(string id) => Get(id) is { } one ? Describe(one) : null;

    /// <returns>As it ended; null: there is none with this id, or it is too long ago.</returns>
    public async Task<ReplayState?> CancelAsync(string id)
    {
        if (Get(id) is not { } one)
        {
            return null;
        }

        one.Replay.Cancel();
        await ((Task)one.Replay.Result).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Describe(one);
    }

    public void Dispose()
    {
        lock (gate)
        {
            all.ForEach(b => b.Replay.Dispose());
        }
    }

    private One? Get(string id)
    {
        lock (gate)
        {
            return all.Find(b => b.Id == id);
        }
    }

    private static ReplayState Describe(One one)
    {
        var result = one.Replay.Result;
        var done = result.IsCompletedSuccessfully ? result.Result : null;
        var status = done is not null ? ReplayState.Done : result.IsCanceled ? ReplayState.Cancelled : result.IsFaulted ? ReplayState.Failed : ReplayState.Running;
        return new(one.Id, one.Policy, one.Request.From, one.Request.To, status, one.Replay.Progress, done);
    }

    private sealed record One(string Id, string Policy, ReplayRequest Request, PolicyReplay Replay);
}
