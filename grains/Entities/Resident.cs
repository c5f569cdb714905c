using System.Text.Json;
using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Running;
using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Interfaces.Wire;

namespace LtcActors.Grains.Entities;

/// <summary>
/// One actor of the domain in the memory of a silo: delivers, lets hear, judges, views, snapshots. No rule stands here, and nothing is
/// kept beside the actor but what the engine keeps beside it too. Its grain calls it in its turns, and its partition, which lives in
/// the same silo, in between: a call of a grain for every actor of every stage is most of what a stage costs. Whoever calls is alone
/// with it.
/// </summary>
internal sealed partial class Resident(EntityServices services, ActorId id, Snapshots snapshots) : IStatePages
{
    private readonly Lock gate = new();
    private Slot? slot;
    private long generation;
    private int calls;
    private long epoch;
    private Changes? changes;
    private List<long> pages = [];
    private Captured? captured;
    private IReadOnlyList<HistoryPage> capturedPages = [];
    private Dictionary<int, long> statePages = [];
    private IReadOnlyList<StatePage> capturedStatePages = [];

    /// <summary>Pages of its state that are at hand while it is judged anew.</summary>
    private Dictionary<PageRef, byte[]>? opened;
    private bool known;

    public ActorId Id => id;

    /// <summary>Has been called since a checkpoint that is written.</summary>
    public bool IsDirty { get; private set; }

    /// <summary>Its grain has left memory.</summary>
    public bool IsGone { get; set; }

    public async Task<EntityAnswer> RunAsync(EntityCall call)
    {
        if (await EnterAsync(call.Generation, call.Calls, call.Checkpoints) is { } refused)
        {
            return refused;
        }

        var places = call.Rebuild ? await PlacesWithAsync(call) : null;
        var pagesOfAll = call.Anew ? await OpenAsync() : null;
        lock (gate)
        {
            opened = pagesOfAll;
            try
            {
                // Others may have come in between.
                return Refusal(call.Generation, call.Calls) ?? Run(call, places);
            }
            finally
            {
                opened = null;
            }
        }
    }

    /// <summary>As <see cref="RunAsync"/>, at once.</summary>
    /// <returns>Null: nothing was done, and its grain is to be called. It is not loaded, has left, is to be built anew, or must be kept in memory first.</returns>
    public EntityAnswer? TryRun(EntityCall call)
    {
        lock (gate)
        {
            return IsGone || !IsDirty || slot is null || call.Rebuild || Refusal(call.Generation, call.Calls) is not null ? null : Run(call, null);
        }
    }

    /// <summary>Holds its state as it is now, for a checkpoint.</summary>
    /// <param name="into">Where its bytes lie until <see cref="Written"/> has been told of that checkpoint; null: in arrays of its own.</param>
    public void Capture(long checkpoint, CaptureBuffer? into = null)
    {
        lock (gate)
        {
            captured = known ? CapturedAt(slot!, checkpoint, into) : null;
        }
    }

    /// <summary>Writes what it holds.</summary>
    /// <exception cref="NotJudgingException">It has lost what it held, and a checkpoint without it would not be whole.</exception>
    public async Task WriteAsync(Checkpoints checkpoints)
    {
        EntityVersion version;
        (long, Slot?) of;
        IReadOnlyList<HistoryPage> full;
        IReadOnlyList<StatePage> closed;
        lock (gate)
        {
            if (slot is not null && !known)
            {
                // Nothing was ever told of it, so there is nothing to write.
                return;
            }

            version = captured?.ToVersion()
                ?? throw new NotJudgingException($"{id} has left memory between the capture and the writing of a checkpoint.");
            (of, full, closed) = ((generation, slot), capturedPages, capturedStatePages);
        }

        foreach (var page in full)
        {
            await snapshots.WriteAsync(page);
            lock (gate)
            {
                if (of == (generation, slot) && !pages.Contains(page.FirstSeq))
                {
                    slot!.ForgetPage(page);
                    pages.Add(page.FirstSeq);
                }
            }
        }

        foreach (var page in closed)
        {
            await snapshots.WriteAsync(page, version.Checkpoint);
        }

        await snapshots.WriteAsync(version, checkpoints);
    }

    /// <summary>What it wrote last counts.</summary>
    public void Written(long checkpoint)
    {
        lock (gate)
        {
            if (captured is not { } version || version.Checkpoint != checkpoint)
            {
                return;
            }

            snapshots.Written();
            foreach (var page in capturedStatePages)
            {
                statePages[page.Number] = checkpoint;
                slot!.Actor.Kept(page);
            }

            (captured, capturedPages, capturedStatePages) = (null, [], []);
            IsDirty = version.Generation != generation || version.Calls != calls;
        }
    }

    public async Task<byte[]?> ViewAsync(EntityQuestion question, DateTimeOffset now)
    {
        await AnswerableAsync(question);
        lock (gate)
        {
            return known || question.Notes.Length > 0 ? JsonSerializer.SerializeToUtf8Bytes(slot!.Actor.View(now), Supervision.ViewOptions) : null;
        }
    }

    public async Task<long[]> PlacesAsync(EntityQuestion question)
    {
        await AnswerableAsync(question);
        return [.. (await PlacesAsync()).Concat(question.Notes).Order()];
    }

    ReadOnlyMemory<byte> IStatePages.Read(ActorId of, int number) =>
        !statePages.TryGetValue(number, out var checkpoint) ? throw new InvalidDataException($"{id} has no page {number}.")
            : opened?.GetValueOrDefault(new(number, checkpoint)) ?? snapshots.ReadStatePage(new(number, checkpoint));

    /// <summary>
    /// Reads all pages of its state. Who is judged anew opens most of them, and so do all others at that time: were each waited for in a
    /// turn, the threads of the silo would all wait, and nobody would be left to read.
    /// </summary>
    private async Task<Dictionary<PageRef, byte[]>> OpenAsync()
    {
        List<PageRef> pages;
        lock (gate)
        {
            pages = [.. statePages.Select(p => new PageRef(p.Key, p.Value))];
        }

        var read = new Dictionary<PageRef, byte[]>(pages.Count);
        foreach (var page in pages)
        {
            read[page] = await snapshots.ReadStatePageAsync(page);
        }

        return read;
    }

    private async Task AnswerableAsync(EntityQuestion question)
    {
        if (await EnterAsync(question.Generation, question.Calls, question.Checkpoints) is not null)
        {
            throw new NotJudgingException("The cluster is between two generations.");
        }
    }

    /// <summary>Sees to it that it is of the generation of a call, and has all of it so far.</summary>
    /// <returns>Why it cannot run the call; null: it can.</returns>
    private async Task<EntityAnswer?> EnterAsync(long ofGeneration, int expectedCalls, Checkpoints checkpoints)
    {
        lock (gate)
        {
            if (ofGeneration < generation || (ofGeneration == generation && slot is not null))
            {
                return Refusal(ofGeneration, expectedCalls);
            }
        }

        // Before the first checkpoint there is nothing to look for.
        var version = checkpoints.Completed > 0 ? await services.ReadAsync(snapshots, checkpoints) : null;
        lock (gate)
        {
            if (ofGeneration > generation || (ofGeneration == generation && slot is null))
            {
                Load(ofGeneration, version);
            }

            return Refusal(ofGeneration, expectedCalls);
        }
    }

    private EntityAnswer? Refusal(long ofGeneration, int expectedCalls) =>
        ofGeneration < generation ? EntityAnswer.Stale : ofGeneration == generation && calls == expectedCalls ? null : EntityAnswer.Gap;

    private void Load(long ofGeneration, EntityVersion? version)
    {
        statePages = version?.StatePages.ToDictionary(p => p.Number, p => p.Checkpoint) ?? [];
        slot = version is null
            ? new(id, this)
            : new(new ActorRow(id, version.State, version.HistoryTail, version.Deadline == 0 ? null : new DateTimeOffset(version.Deadline, TimeSpan.Zero)), this);
        known = version is not null;
        pages = version is null ? [] : [.. version.Pages];
        calls = version?.Generation == ofGeneration ? version.Calls : 0;
        (generation, epoch, changes, captured, capturedPages, capturedStatePages) = (ofGeneration, 0, null, null, [], []);
        IsDirty = false;
    }

    private EntityAnswer Run(EntityCall call, List<long>? places)
    {
        calls++;
        if (!known && call.Anew)
        {
            // It has a row that does not count, and nothing was ever told of it.
            return EntityAnswer.Nothing;
        }

        (known, IsDirty) = (true, true);
        return RunStage(call, places);
    }

    private Captured CapturedAt(Slot of, long checkpoint, CaptureBuffer? into)
    {
        var to = services.Writer;
        to.Clear();
        ActorState.Write(of.Actor, to);
        var state = into?.Keep(to.Written) ?? to.Written.ToArray();
        to.Clear();
        of.WriteTail(to);
        capturedPages = of.Pages is { } full ? [.. full] : [];
        var closed = of.Actor.UnkeptPages.ToArray();
        capturedStatePages = closed;
        var kept = closed.Length == 0 ? statePages : new(statePages);
        foreach (var page in closed)
        {
            kept[page.Number] = checkpoint;
        }

        return new(
            checkpoint, generation, calls, state, into?.Keep(to.Written) ?? to.Written.ToArray(), of.Queued?.UtcTicks ?? 0,
            [.. pages, .. capturedPages.Select(p => p.FirstSeq)], [.. kept.Select(p => new PageRef(p.Key, p.Value))]);
    }

    private async Task<List<long>> PlacesWithAsync(EntityCall call) =>
        [.. await PlacesAsync(), .. call.Notes, .. call.Deliveries.Select(d => d.Entry.Seq)];

    private async Task<List<long>> PlacesAsync()
    {
        List<long> full, recent;
        lock (gate)
        {
            // Of one instant: a page that is written meanwhile moves from the one to the other.
            (full, recent) = ([.. pages], [.. slot!.Recent()]);
        }

        var places = new List<long>();
        foreach (var first in full)
        {
            places.AddRange(await snapshots.ReadPageAsync(first));
        }

        places.AddRange(recent);
        return places;
    }

    /// <summary>A version whose bytes lie in the buffer of its checkpoint, and are not to be kept beyond it.</summary>
    private readonly record struct Captured(
        long Checkpoint, long Generation, int Calls, ReadOnlyMemory<byte> State, ReadOnlyMemory<byte> HistoryTail, long Deadline, long[] Pages,
        PageRef[] StatePages)
    {
        public EntityVersion ToVersion() =>
            new(Checkpoint, Generation, Calls, State.ToArray(), HistoryTail.ToArray(), Deadline, Pages, StatePages);
    }
}
