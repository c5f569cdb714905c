using System.Text.Json;
using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Running;
using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Interfaces.Wire;
using LtcActors.Grains.Rows;

namespace LtcActors.Grains.Entities;

/// <summary>
/// One actor of the domain in the memory of a silo: delivers, lets hear, judges, views, is captured. No rule stands here, and nothing is
/// kept beside the actor but what the engine keeps beside it too. Its grain calls it in its turns, and its partition, which lives in
/// the same silo, in between: a call of a grain for every actor of every stage is most of what a stage costs. Whoever calls is alone
/// with it.
/// </summary>
internal sealed partial class Resident(EntityServices services, ActorId id, ActorPages kept) : IStatePages
{
    private readonly Lock gate = new();
    private Slot? slot;
    private long generation;
    private int calls;
    private long epoch;
    private Changes? changes;
    private List<long> pages = [];
    private Capture? captured;
    private IReadOnlyList<HistoryPage> capturedPages = [];
    private Dictionary<int, long> statePages = [];
    private IReadOnlyList<StatePage> capturedStatePages = [];

    /// <summary>Pages of its state that are at hand while it is judged anew.</summary>
    private Dictionary<PageRef, byte[]>? opened;
    private bool known;

    public ActorId Id => id;

    /// <summary>Has been called since a checkpoint that is written.</summary>
    public bool IsDirty { get; private set; }

    /// <summary>Stays in memory until its partition releases it.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Its grain has left memory.</summary>
    public bool IsGone { get; set; }

    public async Task<EntityAnswer> RunAsync(EntityCall call)
    {
        if (await EnterAsync(call.Generation, call.Calls, call.HasRow) is { } refused)
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
            return IsGone || !IsHeld || slot is null || call.Rebuild || Refusal(call.Generation, call.Calls) is not null ? null : Run(call, null);
        }
    }

    /// <summary>Its grain keeps it in memory.</summary>
    public void Hold()
    {
        lock (gate)
        {
            IsHeld = true;
        }
    }

    /// <summary>Lets it leave memory, unless it has what no checkpoint has.</summary>
    /// <param name="over">A generation: what it has of that, or of one before, nobody will ask for.</param>
    public bool Release(long over)
    {
        lock (gate)
        {
            return !(IsHeld = IsDirty && generation > over);
        }
    }

    /// <summary>Copies its state as it is now, for a checkpoint.</summary>
    /// <returns>Whether it has pages for it too.</returns>
    public bool CaptureInto(CapturedRows rows, long checkpoint)
    {
        lock (gate)
        {
            captured = null;
            if (!known)
            {
                // Nothing was ever told of it, so there is nothing to write.
                return false;
            }

            var of = slot!;
            captured = new(checkpoint, generation, calls);
            capturedPages = of.Pages?.ToArray() ?? [];
            capturedStatePages = of.Actor.UnkeptPages.ToArray();
            var to = services.Writer;
            to.Clear();
            ActorRecord.Write(to, generation, calls, of, PagesThen(), StatePagesThen(checkpoint));
            rows.Add(id, to.Written);
            return capturedPages.Count + capturedStatePages.Count > 0;
        }
    }

    /// <summary>Writes the pages of what was captured.</summary>
    public async Task WritePagesAsync()
    {
        (long, Slot?) of;
        IReadOnlyList<HistoryPage> full;
        IReadOnlyList<StatePage> closed;
        long checkpoint;
        lock (gate)
        {
            checkpoint = captured?.Checkpoint
                ?? throw new NotJudgingException($"{id} has begun anew between the capture and the writing of a checkpoint.");
            (of, full, closed) = ((generation, slot), capturedPages, capturedStatePages);
        }

        foreach (var page in full)
        {
            await kept.WriteAsync(page).ConfigureAwait(false);
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
            await kept.WriteAsync(page, checkpoint).ConfigureAwait(false);
        }
    }

    /// <summary>What was captured for a checkpoint is written, and counts.</summary>
    public void Written(long checkpoint)
    {
        lock (gate)
        {
            if (captured is not { } then || then.Checkpoint != checkpoint)
            {
                return;
            }

            foreach (var page in capturedStatePages)
            {
                statePages[page.Number] = checkpoint;
                slot!.Actor.Kept(page);
            }

            (captured, capturedPages, capturedStatePages) = (null, [], []);
            IsDirty = then.Generation != generation || then.Calls != calls;
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
            : opened?.GetValueOrDefault(new(number, checkpoint)) ?? Task.Run(() => kept.ReadAsync(new PageRef(number, checkpoint))).GetAwaiter().GetResult();

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
            read[page] = await kept.ReadAsync(page);
        }

        return read;
    }

    private async Task AnswerableAsync(EntityQuestion question)
    {
        if (await EnterAsync(question.Generation, question.Calls, question.HasRow) is not null)
        {
            throw new NotJudgingException("The cluster is between two generations.");
        }
    }

    /// <summary>Sees to it that it is of the generation of a call, and has all of it so far.</summary>
    /// <returns>Why it cannot run the call; null: it can.</returns>
    private async Task<EntityAnswer?> EnterAsync(long ofGeneration, int expectedCalls, bool hasRow)
    {
        lock (gate)
        {
            if (ofGeneration < generation || (ofGeneration == generation && slot is not null))
            {
                return Refusal(ofGeneration, expectedCalls);
            }
        }

        ActorRecord? row = null;
        if (hasRow)
        {
            if (services.RowsOf(id, ofGeneration) is not { } rows)
            {
                return EntityAnswer.Gap;
            }

            row = await services.ReadAsync(rows, id);
        }

        lock (gate)
        {
            if (ofGeneration > generation || (ofGeneration == generation && slot is null))
            {
                Load(ofGeneration, row);
            }

            return Refusal(ofGeneration, expectedCalls);
        }
    }

    private EntityAnswer? Refusal(long ofGeneration, int expectedCalls) =>
        ofGeneration < generation ? EntityAnswer.Stale : ofGeneration == generation && calls == expectedCalls ? null : EntityAnswer.Gap;

    private void Load(long ofGeneration, ActorRecord? row)
    {
        statePages = row?.StatePages.ToDictionary(p => p.Number, p => p.Checkpoint) ?? [];
        slot = row is null ? new(id, this) : new(new ActorRow(id, row.State, row.HistoryTail, row.Deadline), this);
        known = row is not null;
        pages = row is null ? [] : [.. row.Pages];
        calls = row?.Generation == ofGeneration ? row.Calls : 0;
        (generation, epoch, changes, captured, capturedPages, capturedStatePages) = (ofGeneration, 0, null, null, [], []);
        IsDirty = false;
    }

    private EntityAnswer Run(EntityCall call, List<long>? places)
    {
        calls++;
        if (!known && call.Anew)
        {
            // Somebody asked for it, and nothing was ever told of it.
            return EntityAnswer.Nothing;
        }

        (known, IsDirty) = (true, true);
        return RunStage(call, places);
    }

    private IReadOnlyCollection<long> PagesThen() => capturedPages.Count == 0 ? pages : [.. pages, .. capturedPages.Select(p => p.FirstSeq)];

    private IReadOnlyCollection<PageRef> StatePagesThen(long checkpoint)
    {
        if (statePages.Count + capturedStatePages.Count == 0)
        {
            return [];
        }

        var then = new Dictionary<int, long>(statePages);
        foreach (var page in capturedStatePages)
        {
            then[page.Number] = checkpoint;
        }

        return [.. then.Select(p => new PageRef(p.Key, p.Value))];
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
            places.AddRange(await kept.ReadHistoryAsync(first));
        }

        places.AddRange(recent);
        return places;
    }

    /// <summary>Which of its calls are in what was captured.</summary>
    private readonly record struct Capture(long Checkpoint, long Generation, int Calls);
}
