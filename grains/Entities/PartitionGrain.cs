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
internal sealed class PartitionGrain(ClusterEngineOptions options, ClusterView view, ILocalSiloDetails silo) : Grain, IPartitionGrain
{
    private readonly Dictionary<ActorId, Seat> seats = [];
    private readonly List<Seat> addressed = [];
    private readonly List<Seat> dirty = [];
    private List<Seat> writing = [];
    private long generation;
    private Checkpoints checkpoints = Checkpoints.None;

    public Task<bool> Begin(long ofGeneration, Checkpoints counting)
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
        }

        checkpoints = counting;
        return Task.FromResult(true);
    }

    public async Task<StageAnswer> Run(StageCall call)
    {
        if (call.Generation != generation)
        {
            return call.Generation < generation
                ? StageAnswer.Failed(StageStatus.Stale, $"Generation {generation} has begun.")
                : StageAnswer.Failed(StageStatus.Gap, $"Generation {call.Generation} has not begun here.");
        }

        Address(call);
        var answers = new Task<EntityAnswer>[addressed.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            var seat = addressed[i];
            MarkDirty(seat);
            answers[i] = Run(seat.Grain, seat.Take(call, checkpoints));
        }

        var gathered = new List<(ActorId Of, EntityAnswer Answer)>();
        for (var i = 0; i < answers.Length; i++)
        {
            var answer = await answers[i];
            if (answer.Status != StageStatus.Done)
            {
                var lost = addressed[i].Id;
                addressed.Clear();
                return StageAnswer.Failed(answer.Status, $"{lost} lost a part of generation {generation}.");
            }

            if (answer != EntityAnswer.Nothing)
            {
                gathered.Add((addressed[i].Id, answer));
            }
        }

        addressed.Clear();
        return Gathered(gathered);
    }

    public async Task<bool> Capture(long ofGeneration, long checkpoint)
    {
        if (ofGeneration != generation)
        {
            return false;
        }

        // What a failed checkpoint left unwritten is still in here.
        writing = [.. dirty];
        dirty.Clear();
        writing.ForEach(s => s.Dirty = false);
        await Task.WhenAll(writing.Select(s => s.Grain.Capture(checkpoint)));
        return ofGeneration == generation;
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
                    await seat.Grain.Write(counting);
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
        await Task.WhenAll(mine.Select(s => s.Grain.Written(counting.Completed)));
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
        question = new(generation, seat.Calls, checkpoints);
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
            Addressed(to).Notes.Add(seq);
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
            seats[id] = seat = new(id, EntityGrains.Of(GrainFactory, id));
        }

        return seat;
    }

    private StageAnswer Gathered(List<(ActorId Of, EntityAnswer Answer)> answers) => new(
        StageStatus.Done, null,
        [.. answers.SelectMany(a => a.Answer.Told)],
        [.. answers.Where(a => a.Answer.Changes is not null).Select(a => (a.Of, a.Answer.Changes!))],
        [.. answers.Where(a => a.Answer.NewDeadline).Select(a => (a.Of, a.Answer.Deadline))],
        answers.Sum(a => a.Answer.Faults), answers.Select(a => a.Answer.Fault).LastOrDefault(f => f is not null), seats.Count);

    /// <summary>An actor of this partition, and what is in its inbox.</summary>
    private sealed class Seat(ActorId id, IEntityGrain grain)
    {
        public ActorId Id => id;

        public IEntityGrain Grain => grain;

        /// <summary>Calls it has had in this generation.</summary>
        public int Calls { get; private set; }

        public bool Addressed { get; set; }

        /// <summary>Called since the last checkpoint held its state.</summary>
        public bool Dirty { get; set; }

        public List<Carried> Deliveries { get; private set; } = [];

        public List<long> Notes { get; private set; } = [];

        public List<Message> Heard { get; private set; } = [];

        public bool Rebuild { get; set; }

        public bool Wake { get; set; }

        /// <summary>Empties the inbox into a call.</summary>
        public EntityCall Take(StageCall of, Checkpoints checkpoints)
        {
            var call = new EntityCall(
                of.Generation, of.Epoch, Calls++, checkpoints, of.JudgeAt, of.RecordedAt, Deliveries, Notes, Heard, Rebuild, Wake);
            // The call keeps the lists; most seats need no new ones for long.
            Deliveries = Deliveries.Count == 0 ? Deliveries : [];
            Notes = Notes.Count == 0 ? Notes : [];
            Heard = Heard.Count == 0 ? Heard : [];
            (Addressed, Rebuild, Wake) = (false, false, false);
            return call;
        }
    }
}
