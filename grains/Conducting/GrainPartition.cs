using LtcActors.Domain;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;
using LtcActors.Engine.PolicyVersions;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Running;
using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Interfaces.Wire;

namespace LtcActors.Grains.Conducting;

/// <summary>
/// A partition whose actors are grains: its inboxes go out with those of its silo (<see cref="SiloStages"/>), and deadlines and net changes are kept here from
/// what the answers say. The conductor's thread, but for <see cref="Ended"/>.
/// </summary>
/// <param name="failed">Told once when the generation cannot go on.</param>
internal sealed class GrainPartition(
    int number, IPartitionGrain grain, long generation, SiloStages stages, Action<Exception> failed) : RemotePartition
{
    private readonly PriorityQueue<ActorId, DateTimeOffset> deadlines = new();
    private readonly Dictionary<ActorId, DateTimeOffset> queued = [];
    private readonly Dictionary<ActorId, IReadOnlyList<NetChange>> net = [];
    private readonly List<ActorId> wakes = [];
    private readonly List<Told> telling = [];
    private byte[]? adopting;
    private bool fromNothing;
    private long epoch;
    private int faults;
    private Exception? lastFault;
    private int active;

    /// <summary>Of the checkpoint that is to be captured.</summary>
    public long Checkpoint { get; set; }

    /// <summary>Completes when all of the partition holds its state for the checkpoint.</summary>
    public Task Captured { get; private set; } = Task.CompletedTask;

    /// <summary>When each of its actors wants to be woken, at the instant of the last capture.</summary>
    public IReadOnlyList<KeyValuePair<ActorId, DateTimeOffset>> DeadlinesCaptured { get; private set; } = [];

    public IPartitionGrain Grain => grain;

    public override List<Told> Telling => telling;

    public override bool HasChanges => net.Count > 0;

    public override int Faults => faults;

    public override Exception? LastFault => lastFault;

    public override int Active => active;

    public override DateTimeOffset? NextDeadline => deadlines.TryPeek(out _, out var at) ? at : null;

    public override void Adopt(IPolicies other, IReadOnlyList<StoredPolicyStep> steps, Adoption how)
    {
        // What counts at the checkpoint it was told as the generation began.
        adopting = how == Adoption.Known ? null : PolicyRegister.Write(steps);
        fromNothing = how == Adoption.FromNothing;
    }

    public override void Queue(ActorId id, DateTimeOffset deadline)
    {
        queued[id] = deadline;
        deadlines.Enqueue(id, deadline);
    }

    public override void WakeDue(DateTimeOffset at)
    {
        while (deadlines.TryPeek(out var id, out var due) && due <= at)
        {
            deadlines.Dequeue();
            // One that was put off, or moved forward and woken before, is asked again when its own time comes.
            if (!queued.TryGetValue(id, out var current) || current == due)
            {
                queued.Remove(id);
                wakes.Add(id);
            }
        }
    }

    public override void Start(DateTimeOffset judgeAt, DateTimeOffset recorded, bool isFirst, Action done)
    {
        epoch += isFirst ? 1 : 0;
        telling.Clear();
        if (adopting is { } policies)
        {
            adopting = null;
            stages.Add(number, this, null, done);
            _ = AdoptAsync(Call(judgeAt, recorded) with { Policies = policies, FromNothing = fromNothing }, done);
            return;
        }

        var idle = Deliveries.Count == 0 && Notes.Count == 0 && Heard.Count == 0 && Rebuilds.Count == 0 && wakes.Count == 0;
        stages.Add(number, this, idle ? null : Call(judgeAt, recorded), done);
        if (idle)
        {
            done();
        }
    }

    public override void Capture(Action done)
    {
        DeadlinesCaptured = [.. queued];
        Captured = CaptureAsync(done);
    }

    public override void Drain(List<(string Id, Finding? After)> into)
    {
        foreach (var changes in net.Values)
        {
            into.AddRange(changes.Select(c => (c.Id, c.After)));
        }

        net.Clear();
    }

    private StageCall Call(DateTimeOffset judgeAt, DateTimeOffset recorded)
    {
        var deliveries = new List<(ActorId, int)>(Deliveries.Count);
        foreach (var (to, entry) in Deliveries)
        {
            deliveries.Add((to, stages.Place(number, entry)));
        }

        var call = new StageCall(
            generation, epoch, judgeAt, recorded, stages.Events(number), deliveries, [.. Notes], [.. Heard.Select(h => new Message(h.To, h.From, h.Brief))],
            [.. Rebuilds.Distinct()], [.. wakes]);
        Deliveries.Clear();
        Notes.Clear();
        Heard.Clear();
        Rebuilds.Clear();
        wakes.Clear();
        return call;
    }

    /// <summary>Takes in what came of its stage.</summary>
    public void Ended(StageAnswer answer)
    {
        foreach (var (of, changes) in answer.Changes)
        {
            net[of] = changes;
        }

        foreach (var (of, due) in answer.Deadlines)
        {
            if (due is not { } at)
            {
                queued.Remove(of);
            }
            else if (!queued.TryGetValue(of, out var before) || before != at)
            {
                Queue(of, at);
            }
        }

        telling.AddRange(answer.Told.Select(t => new Told(t.To, t.From, t.Brief)));
        active = answer.Active;
        if (answer.Faults > 0)
        {
            faults += answer.Faults;
            lastFault = new InvalidOperationException(answer.Fault);
        }
    }

    private async Task AdoptAsync(StageCall call, Action done)
    {
        try
        {
            var answer = await grain.Adopt(call).ConfigureAwait(false);
            if (answer.Status != StageStatus.Done)
            {
                throw new NotJudgingException(answer.Reason ?? "A partition could not judge anew.");
            }

            Ended(answer);
        }
        catch (Exception e)
        {
            failed(e);
            return;
        }

        done();
    }

    private async Task CaptureAsync(Action done)
    {
        try
        {
            if (!await grain.Capture(generation, Checkpoint).ConfigureAwait(false))
            {
                throw new NotJudgingException("A partition is of another generation.");
            }
        }
        catch (Exception e)
        {
            failed(e);
            throw;
        }

        done();
    }
}
