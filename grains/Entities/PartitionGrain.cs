using LtcActors.Domain.Actors;
using LtcActors.Engine.Running;
using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Interfaces.Wire;
using LtcActors.Grains.Rows;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace LtcActors.Grains.Entities;

/// <summary>
/// Hands one message a stage out to the actors of a partition, which live in the same silo, and gathers what they answer. It holds
/// no state of theirs: only how many calls each has had in this generation, so that one that lost any is found out.
/// </summary>
[KeepAlive, SpreadPlacement, GrainType("ltc-partition")]
internal sealed partial class PartitionGrain(
    ClusterEngineOptions options, EntityServices services, ClusterView view, ILocalSiloDetails silo) : Grain, IPartitionGrain
{
    /// <summary>Actors that are judged at one time when all are.</summary>
    private const int AtOnce = 2_000;

    private readonly Dictionary<ActorId, Seat> seats = [];
    private readonly List<Seat> addressed = [];
    private List<Seat> dirty = [];

    /// <summary>Who has been given places to note since the last checkpoint; most of them have been called since.</summary>
    private readonly List<Seat> noted = [];
    private Inbox inbox = new();
    private int number;
    private long generation;
    private PartitionRows? rows;
    private OwedRows owed = new();

    /// <summary>Of the generation that has begun.</summary>
    private PartitionRows Rows => rows ?? throw new NotJudgingException("The cluster has not begun to judge.");

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        number = ClusterView.NumberOf(this.GetGrainId());
        owed = services.OwedBy(number);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        ended.Cancel();
        if (owed.Of(generation) is not null)
        {
            // The silo keeps what says so: it would hold all that was captured for as long as the partition is elsewhere.
            owed.Rows = null;
        }

        if (reason.ReasonCode != DeactivationReasonCode.ShuttingDown)
        {
            // Where it goes they are read anew. Here they would stay for ever.
            _ = Task.Run(() => LetGoAsync([.. services.ResidentsOf(number)], generation), CancellationToken.None);
        }

        return Task.CompletedTask;
    }

    public async Task<bool> Begin(long ofGeneration, Checkpoints counting, byte[] policies, string judging)
    {
        if (ofGeneration < generation)
        {
            return false;
        }

        if (services.Judging.DifferenceTo(JudgingIdentity.Read(judging)) is { } difference)
        {
            throw new NotJudgingException($"The silo {silo.SiloAddress.Endpoint} judges by others than the conductor's ({difference}): stop either.");
        }

        if (ofGeneration > generation)
        {
            // What it writes for the one before counts for nothing any more, and would keep it from leaving.
            await ended.CancelAsync();
            if (view.SiloOf(this.GetGrainId()) is { } better && !better.Equals(silo.SiloAddress))
            {
                // Silos have come or gone since it was placed: the next call finds it where it belongs.
                RequestContext.Set(IPlacementDirector.PlacementHintKey, better);
                MigrateOnIdle();
                return false;
            }

            ended = new();
            var opened = await services.OpenAsync(number, ofGeneration, counting);
            seats.Clear();
            dirty.Clear();
            noted.Clear();
            addressed.Clear();
            (writing, owed.Rows, inbox) = ([], null, new());
            (generation, rows) = (ofGeneration, opened);
            services.JudgeBy(generation, policies);
        }

        owed.Counting = counting;
        return true;
    }

    public async Task<StageAnswer> Run(StageCall call)
    {
        if (Refusal(call) is { } refused)
        {
            return refused;
        }

        Address(call);
        var gathered = new List<(ActorId Of, EntityAnswer Answer)>();
        return await CallAsync(call, gathered) ?? Gathered(gathered);
    }

    public async Task<StageAnswer> Adopt(StageCall call)
    {
        if (Refusal(call) is { } refused)
        {
            return refused;
        }

        services.JudgeBy(generation, call.Policies!);
        Rows.All().ForEach(id => SeatOf(id));

        var gathered = new List<(ActorId Of, EntityAnswer Answer)>();
        // Not all at once: those that are not in memory are read from the storage.
        foreach (var some in seats.Values.ToList().Chunk(AtOnce))
        {
            Array.ForEach(some, seat => (Addressed(seat).Anew, seat.FromNothing) = (true, call.FromNothing));
            if (await CallAsync(call, gathered) is { } lost)
            {
                return lost;
            }
        }

        return Gathered(gathered);
    }

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
    /// <returns>Null: all have run.</returns>
    private async Task<StageAnswer?> CallAsync(StageCall of, List<(ActorId Of, EntityAnswer Answer)> gathered)
    {
        var sent = new List<(Seat Seat, Task<EntityAnswer> Answer)>();
        var now = options.Clock.GetUtcNow();
        foreach (var seat in addressed)
        {
            MarkDirty(seat);
            var call = inbox.Take(seat, of, now);
            if (seat.Resident?.TryRun(call) is { } at)
            {
                Gather(seat, at);
            }
            else
            {
                inbox.Sent();
                sent.Add((seat, Run(seat.Grain, call with { HasRow = Rows.Has(seat.Id) })));
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

    public Task<byte[]?> View(ActorName actor, DateTimeOffset now) => EntityOf(actor, out var question).View(question, now);

    public Task<long[]> Places(ActorName actor) => EntityOf(actor, out var question).Places(question);

    /// <exception cref="NotJudgingException">No generation has begun here.</exception>
    private IEntityGrain EntityOf(ActorName actor, out EntityQuestion question)
    {
        var hasRow = Rows.Has(actor.Actor);
        var seat = SeatOf(actor.Actor);
        question = new(generation, seat.Calls, hasRow, inbox.NotesOf(seat));
        return seat.Grain;
    }

    private static Task<EntityAnswer> Run(IEntityGrain entity, EntityCall call)
    {
        var answer = entity.Run(call);
        return answer.IsCompletedSuccessfully && answer.Result.Status != StageStatus.Moved ? answer : Again(entity, call, answer);

        static async Task<EntityAnswer> Again(IEntityGrain entity, EntityCall call, Task<EntityAnswer> first) =>
            await first is { Status: not StageStatus.Moved } done ? done : await entity.Run(call);
    }

    private void Address(StageCall call)
    {
        inbox.Open(call);
        for (var n = 0; n < call.Notes.Count; n++)
        {
            // Nobody is judged for it, so nobody is called for it.
            var seat = SeatOf(call.Notes[n].To);
            if (seat.Notes == Chain.Empty)
            {
                noted.Add(seat);
            }

            inbox.Note(seat, call.Notes[n].Seq);
            MarkDirty(seat);
        }

        for (var n = 0; n < call.Deliveries.Count; n++)
        {
            inbox.Deliver(Addressed(call.Deliveries[n].To), n);
        }

        for (var n = 0; n < call.Heard.Count; n++)
        {
            inbox.Hear(Addressed(call.Heard[n].To), n);
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

    private StageAnswer? Refusal(StageCall call) => call.Generation == generation ? null
        : call.Generation < generation ? StageAnswer.Failed(StageStatus.Stale, $"Generation {generation} has begun.")
        : StageAnswer.Failed(StageStatus.Gap, $"Generation {call.Generation} has not begun here.");

    private Seat Addressed(ActorId id) => Addressed(SeatOf(id));

    private Seat Addressed(Seat seat)
    {
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
