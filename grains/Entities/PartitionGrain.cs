using LtcActors.Domain.Actors;
using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Interfaces.Wire;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace LtcActors.Grains.Entities;

/// <summary>
/// Hands one message a stage out to the actors of a partition, which live in the same silo, and gathers what they answer. It holds
/// no state of theirs: only how many calls each has had in this generation, so that one that lost any is found out.
/// </summary>
[KeepAlive, SpreadPlacement, GrainType("ltc-partition")]
internal sealed class PartitionGrain(
    ClusterEngineOptions options, EntityServices services, ClusterView view, ILocalSiloDetails silo) : Grain, IPartitionGrain
{
    /// <summary>Actors that are judged at one time when all are.</summary>
    private const int AtOnce = 2_000;

    private readonly Dictionary<ActorId, Seat> seats = [];
    private readonly List<Seat> addressed = [];
    private readonly List<Seat> dirty = [];
    private List<Seat> writing = [];
    private int number;
    private long generation;
    private Checkpoints checkpoints = Checkpoints.None;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        number = ClusterView.NumberOf(this.GetGrainId());
        return Task.CompletedTask;
    }

    public Task<bool> Begin(long ofGeneration, Checkpoints counting, byte[] policies)
    {
        if (ofGeneration < generation)
        {
            return Task.FromResult(false);
        }

        if (ofGeneration > generation)
        {
            if (view.SiloOf(this.GetGrainId()) is { } better && !better.Equals(silo.SiloAddress))
            {
                // Silos have come or gone since it was placed: the next call finds it where it belongs.
                RequestContext.Set(IPlacementDirector.PlacementHintKey, better);
                MigrateOnIdle();
                return Task.FromResult(false);
            }

            seats.Clear();
            dirty.Clear();
            addressed.Clear();
            writing = [];
            generation = ofGeneration;
            services.JudgeBy(generation, policies);
        }

        checkpoints = counting;
        return Task.FromResult(true);
    }

    public async Task<StageAnswer> Run(StageCall call)
    {
        if (Refusal(call) is { } refused)
        {
            return refused;
        }

        Address(call);
        var gathered = new List<(ActorId Of, EntityAnswer Answer)>();
        var lost = await CallAsync(seat => seat.Take(call.Generation, call.Epoch, call.JudgeAt, call.RecordedAt, checkpoints), gathered);
        return lost ?? Gathered(gathered);
    }

    public async Task<StageAnswer> Adopt(StageCall call)
    {
        if (Refusal(call) is { } refused)
        {
            return refused;
        }

        services.JudgeBy(generation, call.Policies!);
        if (checkpoints.Completed > 0)
        {
            (await services.StoredAsync(number)).ForEach(id => SeatOf(id));
        }

        var gathered = new List<(ActorId Of, EntityAnswer Answer)>();
        // Not all at once: those that are not in memory are read from the storage.
        foreach (var some in seats.Values.ToList().Chunk(AtOnce))
        {
            Array.ForEach(some, seat => Addressed(seat.Id).Anew = true);
            if (await CallAsync(seat => seat.Take(call.Generation, call.Epoch, call.JudgeAt, call.RecordedAt, checkpoints), gathered) is { } lost)
            {
                return lost;
            }
        }

        return Gathered(gathered);
    }

    private StageAnswer? Refusal(StageCall call) => call.Generation == generation ? null
        : call.Generation < generation ? StageAnswer.Failed(StageStatus.Stale, $"Generation {generation} has begun.")
        : StageAnswer.Failed(StageStatus.Gap, $"Generation {call.Generation} has not begun here.");

    public async Task<SiloAnswer> RunAll(SiloCall call)
    {
        // The others begin before this one is busy with its own.
        var running = new Task<StageAnswer>[call.Stages.Count];
        for (var n = running.Length - 1; n >= 0; n--)
        {
            var (partition, stage) = call.Stages[n];
            running[n] = partition == number ? Run(stage) : GrainFactory.GetGrain<IPartitionGrain>(EntityKeys.OfPartition(partition)).Run(stage);
        }

        return new(await Task.WhenAll(running));
    }

    /// <summary>Calls all that are addressed: those that are at hand directly, then the others through their grains, all at once.</summary>
    /// <param name="take">Empties an inbox.</param>
    /// <returns>Null: all have run.</returns>
    private async Task<StageAnswer?> CallAsync(Func<Seat, EntityCall> take, List<(ActorId Of, EntityAnswer Answer)> gathered)
    {
        var sent = new List<(Seat Seat, Task<EntityAnswer> Answer)>();
        foreach (var seat in addressed)
        {
            MarkDirty(seat);
            var entityCall = take(seat);
            if (seat.Resident?.TryRun(entityCall) is { } at)
            {
                seat.Done();
                Gather(seat, at);
            }
            else
            {
                seat.Sent();
                sent.Add((seat, Run(seat.Grain, entityCall)));
            }
        }

        addressed.Clear();
        foreach (var (seat, answering) in sent)
        {
            var answer = await answering;
            if (answer.Status != StageStatus.Done)
            {
                return StageAnswer.Failed(answer.Status, $"{seat.Id} lost a part of generation {generation}.");
            }

            Gather(seat, answer);
        }

        return null;

        void Gather(Seat seat, EntityAnswer answer)
        {
            if (answer != EntityAnswer.Nothing)
            {
                gathered.Add((seat.Id, answer));
            }
        }
    }

    public async Task<bool> Capture(long ofGeneration, long checkpoint)
    {
        if (ofGeneration != generation)
        {
            return false;
        }

        // Whom a stage has left with nothing but places to note is told of them now.
        addressed.AddRange(dirty.Where(s => s.Notes.Count > 0));
        if (await CallAsync(seat => seat.Take(ofGeneration, epoch: 0, default, default, checkpoints), []) is not null || ofGeneration != generation)
        {
            return false;
        }

        // What a failed checkpoint left unwritten is still in here.
        writing = [.. dirty];
        dirty.Clear();
        writing.ForEach(s => s.Dirty = false);
        await Task.WhenAll(writing.Select(s => Capture(s, checkpoint)));
        return ofGeneration == generation;
    }

    private static Task Capture(Seat seat, long checkpoint)
    {
        if (seat.Resident is not { } resident)
        {
            return seat.Grain.Capture(checkpoint);
        }

        resident.Capture(checkpoint);
        return Task.CompletedTask;
    }

    public async Task Write(long ofGeneration, long checkpoint)
    {
        var (mine, counting) = (writing, checkpoints);
        await Parallel.ForEachAsync(
            mine, new ParallelOptions { MaxDegreeOfParallelism = options.ClusterLimits.WritesUnderWay, TaskScheduler = TaskScheduler.Current },
            async (seat, _) =>
            {
                if (ofGeneration == generation)
                {
                    await (seat.Resident?.WriteAsync(counting) ?? seat.Grain.Write(counting));
                }
            });
        if (ofGeneration != generation)
        {
            throw new NotJudgingException($"Generation {ofGeneration} is over.");
        }
    }

    public async Task Written(long ofGeneration, Checkpoints counting)
    {
        if (ofGeneration != generation)
        {
            return;
        }

        var mine = writing;
        writing = [];
        if (counting.Completed == checkpoints.Completed)
        {
            mine.ForEach(MarkDirty);
            return;
        }

        checkpoints = counting;
        await Task.WhenAll(mine.Select(s => Written(s, counting.Completed)));
    }

    private static Task Written(Seat seat, long checkpoint)
    {
        if (seat.Resident is { } resident)
        {
            resident.Written(checkpoint);
            if (resident.IsDirty)
            {
                return Task.CompletedTask;
            }
        }

        // It may leave memory when it has been idle: its grain is told.
        return seat.Grain.Written(checkpoint);
    }

    public Task<byte[]?> View(ActorName actor, DateTimeOffset now) => EntityOf(actor, out var question).View(question, now);

    public Task<long[]> Places(ActorName actor) => EntityOf(actor, out var question).Places(question);

    /// <exception cref="NotJudgingException">No generation has begun here.</exception>
    private IEntityGrain EntityOf(ActorName actor, out EntityQuestion question)
    {
        if (generation == 0)
        {
            throw new NotJudgingException("The cluster has not begun to judge.");
        }

        var seat = SeatOf(actor.Actor);
        question = new(generation, seat.Calls, checkpoints, [.. seat.Notes]);
        return seat.Grain;
    }

    private static Task<EntityAnswer> Run(IEntityGrain entity, EntityCall call)
    {
        var answer = entity.Run(call);
        return answer.IsCompletedSuccessfully && answer.Result.Status != StageStatus.Moved ? answer : Again(entity, call, answer);

        static async Task<EntityAnswer> Again(IEntityGrain entity, EntityCall call, Task<EntityAnswer> first) =>
            await first is { Status: not StageStatus.Moved } done ? done : await entity.Run(call);
    }

    private void MarkDirty(Seat seat)
    {
        if (!seat.Dirty)
        {
            seat.Dirty = true;
            dirty.Add(seat);
        }
    }

    private void Address(StageCall call)
    {
        foreach (var (to, seq) in call.Notes)
        {
            // Nobody is judged for it, so nobody is called for it.
            var seat = SeatOf(to);
            seat.Notes.Add(seq);
            MarkDirty(seat);
        }

        foreach (var (to, e) in call.Deliveries)
        {
            Addressed(to).Deliveries.Add(call.Events[e]);
        }

        foreach (var message in call.Heard)
        {
            Addressed(message.To).Heard.Add(message);
        }

        foreach (var id in call.Rebuilds)
        {
            Addressed(id).Rebuild = true;
        }

        foreach (var id in call.Wakes)
        {
            Addressed(id).Wake = true;
        }
    }

    private Seat Addressed(ActorId id)
    {
        var seat = SeatOf(id);
        if (!seat.Addressed)
        {
            seat.Addressed = true;
            addressed.Add(seat);
        }

        return seat;
    }

    private Seat SeatOf(ActorId id)
    {
        if (!seats.TryGetValue(id, out var seat))
        {
            seats[id] = seat = new(id, EntityGrains.Of(GrainFactory, id), services);
        }

        return seat;
    }

    private StageAnswer Gathered(List<(ActorId Of, EntityAnswer Answer)> answers) => new(
        StageStatus.Done, null,
        [.. answers.SelectMany(a => a.Answer.Told)],
        [.. answers.Where(a => a.Answer.Changes is not null).Select(a => (a.Of, a.Answer.Changes!))],
        [.. answers.Where(a => a.Answer.NewDeadline).Select(a => (a.Of, a.Answer.Deadline))],
        answers.Sum(a => a.Answer.Faults), answers.Select(a => a.Answer.Fault).LastOrDefault(f => f is not null), seats.Count);
}
