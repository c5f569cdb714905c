using System.Text.Json;
using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Running;
using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Interfaces.Wire;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace LtcActors.Grains.Entities;

/// <summary>
/// One actor of the domain in a grain: delivers, lets hear, judges, views, snapshots. No rule stands here, and nothing is kept beside
/// the actor but what the engine keeps beside it too. It is first called by its partition, and so lives where that is.
/// </summary>
/// <param name="stateName">A stored name, unique among all grain classes.</param>
internal abstract class EntityGrain(EntityServices services, ActorKind kind, string stateName) : Grain, IEntityGrain, IStatePages
{
    private Snapshots? snapshots;
    private Slot? slot;
    private long generation;
    private int calls;
    private long epoch;
    private Changes? changes;
    private List<long> pages = [];
    private EntityVersion? captured;
    private IReadOnlyList<HistoryPage> capturedPages = [];
    private Dictionary<int, long> statePages = [];
    private IReadOnlyList<StatePage> capturedStatePages = [];
    private bool dirty;
    private bool known;
    private bool leaving;

    // The key without its prefix: that is written in lower case and followed by the first hyphen.
    private ActorId Id => new(kind, this.GetPrimaryKeyString()[(this.GetPrimaryKeyString().IndexOf('-', StringComparison.Ordinal) + 1)..]);

    private Snapshots Snapshots => snapshots ??= new(services.Storage, stateName, this.GetGrainId());

    public async Task<EntityAnswer> Run(EntityCall call)
    {
        if (call.Generation > generation && generation > 0 && !leaving && services.HomeElsewhere(Id) is { } home)
        {
            // The partitions are spread anew, and it has nothing yet of the new generation: the next call finds it there.
            leaving = true;
            RequestContext.Set(IPlacementDirector.PlacementHintKey, home);
            MigrateOnIdle();
            return EntityAnswer.Moved;
        }

        if (await Enter(call.Generation, call.Calls, call.Checkpoints) is { } refused)
        {
            return refused;
        }

        calls++;
        known = true;
        if (!dirty)
        {
            dirty = true;
            // What is not written yet must not leave memory for being idle.
            DelayDeactivation(Timeout.InfiniteTimeSpan);
        }

        var places = call.Rebuild ? await PlacesWith(call) : null;
        return RunStage(call, places);
    }

    public Task Capture(long checkpoint)
    {
        if (slot is not null)
        {
            var to = new StateWriter();
            ActorState.Write(slot.Actor, to);
            var state = to.Written.ToArray();
            to.Clear();
            slot.WriteTail(to);
            capturedPages = slot.Pages is { } full ? [.. full] : [];
            capturedStatePages = [.. slot.Actor.UnkeptPages];
            var kept = capturedStatePages.Count == 0 ? statePages : new(statePages);
            foreach (var page in capturedStatePages)
            {
                kept[page.Number] = checkpoint;
            }

            captured = new(
                checkpoint, generation, calls, state, to.Written.ToArray(), slot.Queued?.UtcTicks ?? 0,
                [.. pages, .. capturedPages.Select(p => p.FirstSeq)], [.. kept.Select(p => new PageRef(p.Key, p.Value))]);
        }

        return Task.CompletedTask;
    }

    public async Task Write(Checkpoints checkpoints)
    {
        if (captured is not { } version)
        {
            return;
        }

        var (of, full, closed) = ((generation, slot), capturedPages, capturedStatePages);
        foreach (var page in full)
        {
            await Snapshots.WriteAsync(page);
            if (of == (generation, slot) && !pages.Contains(page.FirstSeq))
            {
                slot!.ForgetPage(page);
                pages.Add(page.FirstSeq);
            }
        }

        foreach (var page in closed)
        {
            await Snapshots.WriteAsync(page, version.Checkpoint);
        }

        await Snapshots.WriteAsync(version, checkpoints);
    }

    public Task Written(long checkpoint)
    {
        if (captured is { } version && version.Checkpoint == checkpoint)
        {
            foreach (var page in capturedStatePages)
            {
                statePages[page.Number] = checkpoint;
                slot!.Actor.Kept(page);
            }

            (captured, capturedPages, capturedStatePages) = (null, [], []);
            if (version.Generation == generation && version.Calls == calls)
            {
                dirty = false;
                DelayDeactivation(TimeSpan.Zero);
            }
        }

        return Task.CompletedTask;
    }

    public async Task<byte[]?> View(EntityQuestion question, DateTimeOffset now)
    {
        await Answerable(question);
        return known ? JsonSerializer.SerializeToUtf8Bytes(slot!.Actor.View(now), Supervision.ViewOptions) : null;
    }

    public async Task<long[]> Places(EntityQuestion question)
    {
        await Answerable(question);
        return [.. (await Places()).Order()];
    }

    ReadOnlyMemory<byte> IStatePages.Read(ActorId id, int number) =>
        statePages.TryGetValue(number, out var checkpoint)
            ? Snapshots.ReadStatePage(new(number, checkpoint)) : throw new InvalidDataException($"{id} has no page {number}.");

    private async Task Answerable(EntityQuestion question)
    {
        if (await Enter(question.Generation, question.Calls, question.Checkpoints) is not null)
        {
            throw new NotJudgingException("The cluster is between two generations.");
        }
    }

    /// <summary>Sees to it that it is of the generation of a call, and has all of it so far.</summary>
    /// <returns>Why it cannot run the call; null: it can.</returns>
    private async Task<EntityAnswer?> Enter(long ofGeneration, int expectedCalls, Checkpoints checkpoints)
    {
        if (ofGeneration < generation)
        {
            return EntityAnswer.Stale;
        }

        if (ofGeneration > generation || slot is null)
        {
            await Load(ofGeneration, checkpoints);
        }

        return calls == expectedCalls ? null : EntityAnswer.Gap;
    }

    private async Task Load(long ofGeneration, Checkpoints checkpoints)
    {
        // Before the first checkpoint there is nothing to look for.
        var version = checkpoints.Completed > 0 ? (await services.ReadAsync(Snapshots)).Of(checkpoints) : null;
        statePages = version?.StatePages.ToDictionary(p => p.Number, p => p.Checkpoint) ?? [];
        slot = version is null
            ? new(Id, this)
            : new(new ActorRow(Id, version.State, version.HistoryTail, version.Deadline == 0 ? null : new DateTimeOffset(version.Deadline, TimeSpan.Zero)), this);
        known = version is not null;
        pages = version is null ? [] : [.. version.Pages];
        calls = version?.Generation == ofGeneration ? version.Calls : 0;
        (generation, epoch, changes, captured, capturedPages, capturedStatePages) = (ofGeneration, 0, null, null, [], []);
        if (dirty)
        {
            dirty = false;
            DelayDeactivation(TimeSpan.Zero);
        }
    }

    private EntityAnswer RunStage(EntityCall call, List<long>? places)
    {
        var judging = services.Rent();
        try
        {
            if (call.Epoch != epoch)
            {
                (epoch, changes) = (call.Epoch, null);
            }

            judging.At(call.JudgeAt);
            judging.Changes = changes ?? judging.Changes;
            var (faults, due) = (judging.Faults, slot!.Queued);
            Deliver(judging, call, places);
            var told = judging.Telling.Count == 0 ? [] : judging.Telling.Select(t => new Message(t.To, t.From, t.Brief)).ToArray();
            var net = NetChanges(judging);
            var failed = judging.Faults - faults;
            return told.Length == 0 && net is null && slot.Queued == due && !call.Wake && failed == 0
                ? EntityAnswer.Nothing
                : new(StageStatus.Done, told, net, slot.Queued != due || call.Wake, slot.Queued, failed, failed == 0 ? null : judging.LastFault!.ToString());
        }
        finally
        {
            judging.Telling.Clear();
            judging.Changes = new();
            services.Return(judging);
        }
    }

    private void Deliver(Judging judging, EntityCall call, List<long>? places)
    {
        foreach (var seq in call.Notes)
        {
            slot!.Note(seq, services.Limits.HistoryPageBytes);
        }

        foreach (var carried in call.Deliveries)
        {
            slot!.Note(carried.Entry.Seq, services.Limits.HistoryPageBytes);
            if (places is null)
            {
                judging.Apply(slot, carried.Entry);
            }
        }

        if (places is not null)
        {
            judging.BuildAnew(slot!, places, DateTimeOffset.MaxValue, this);
        }

        foreach (var heard in call.Heard)
        {
            judging.Hear(slot!, heard.From, heard.Brief);
        }

        if (call.Wake)
        {
            slot!.Queued = null;
        }

        if (call.Wake || call.Rebuild || call.Deliveries.Count > 0 || call.Heard.Count > 0)
        {
            judging.Judge(slot!);
        }
    }

    private List<NetChange>? NetChanges(Judging judging)
    {
        if (!judging.Changes.Any)
        {
            return null;
        }

        // Kept: what the next round of this epoch does is told together with this.
        changes = judging.Changes;
        var net = new List<(string Id, Domain.Rules.Finding? After)>();
        changes.CopyTo(net);
        return net.ConvertAll(c => new NetChange(c.Id, c.After));
    }

    private async Task<List<long>> PlacesWith(EntityCall call) =>
        [.. await Places(), .. call.Notes, .. call.Deliveries.Select(d => d.Entry.Seq)];

    private async Task<List<long>> Places()
    {
        var places = new List<long>();
        foreach (var first in pages)
        {
            places.AddRange(await Snapshots.ReadPageAsync(first));
        }

        places.AddRange(slot!.Recent());
        return places;
    }
}
