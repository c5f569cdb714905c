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
internal sealed partial class Resident(EntityServices services, ActorId id) : IStatePages, IOwesRow
{
    /// <summary>Pages of its state that are read at one time.</summary>
    private const int PagesAtOnce = 64;

    /// <summary>For use on the way: nearly always it stays empty.</summary>
    [ThreadStatic]
    private static HashSet<int>? foreseen;

    private readonly Lock gate = new();
    private Slot? slot;
    private long generation;
    private int calls;
    private long epoch;
    private Changes? changes;
    private List<PagePlace> history = [];
    private Dictionary<int, PagePlace> pages = [];
    private readonly OwedRows owed = services.OwedBy(id);

    /// <summary>The checkpoint up to which it has captured what it had to.</summary>
    private long captures;
    private Captured? captured;

    /// <summary>Pages of its state that are at hand while a call runs; null: none.</summary>
    private Dictionary<PagePlace, byte[]>? opened;
    private bool known;

    /// <summary>Has been called since what the last complete checkpoint has of it.</summary>
    private bool isDirty;

    public ActorId Id => id;

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
        var atHand = await OpenAsync(call);
        lock (gate)
        {
            opened = atHand;
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
    /// <returns>
    /// Null: nothing was done, and its grain is to be called. It is not loaded, has left, is to be built anew, or must be kept in memory or
    /// given pages of its state first.
    /// </returns>
    public EntityAnswer? TryRun(EntityCall call)
    {
        lock (gate)
        {
            Settle();
            return IsGone || !IsHeld || slot is null || call.Rebuild || Refusal(call.Generation, call.Calls) is not null || Wanted(call).Count > 0
                ? null : Run(call, null);
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
            Settle();
            return !(IsHeld = isDirty && generation > over);
        }
    }

    public void Capture()
    {
        lock (gate)
        {
            CaptureOwed();
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
        !pages.TryGetValue(number, out var place) ? throw new InvalidDataException($"{id} has no page {number}.")
            : opened?.GetValueOrDefault(place) ?? services.ReadAtOnce(id, place);

    /// <summary>
    /// Reads the pages of its state that a call will open: of whom is judged anew all. Were each waited for when it is opened, and many
    /// actors at a time open theirs, the threads of the silo would all wait, and nobody would be left to read.
    /// </summary>
    /// <returns>Null: none.</returns>
    private async Task<Dictionary<PagePlace, byte[]>?> OpenAsync(EntityCall call)
    {
        IReadOnlyCollection<PagePlace> wanted;
        lock (gate)
        {
            Settle();
            wanted = call.Anew ? [.. pages.Values] : Wanted(call);
        }

        if (wanted.Count == 0)
        {
            return null;
        }

        var read = new Dictionary<PagePlace, byte[]>(wanted.Count);
        foreach (var some in wanted.Chunk(PagesAtOnce))
        {
            foreach (var (page, bytes) in some.Zip(await Task.WhenAll(some.Select(page => services.ReadAsync(id, page)))))
            {
                read[page] = bytes;
            }
        }

        return read;
    }

    /// <summary>Pages that are not in memory, and will be opened when the call's events are folded in.</summary>
    private IReadOnlyCollection<PagePlace> Wanted(EntityCall call)
    {
        if (pages.Count == 0 || call.Deliveries.Count == 0)
        {
            return [];
        }

        var numbers = foreseen ??= [];
        numbers.Clear();
        for (var n = 0; n < call.Deliveries.Count; n++)
        {
            slot!.Actor.Foresee(call.Deliveries[n].Entry, numbers);
        }

        return numbers.Count == 0 ? [] : [.. numbers.Where(pages.ContainsKey).Select(n => pages[n])];
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
        slot = row is null ? new(id, this) : new(new ActorRow(id, row.State, row.HistoryTail, row.Deadline), this);
        known = row is not null;
        history = [.. row?.History ?? []];
        pages = row?.Pages.ToDictionary(p => (int)p.Id) ?? [];
        calls = row?.Generation == ofGeneration ? row.Calls : 0;
        (generation, epoch, changes, captures, captured, isDirty) = (ofGeneration, 0, null, 0, null, false);
    }

    private EntityAnswer Run(EntityCall call, List<long>? places)
    {
        CaptureOwed();
        calls++;
        if (!known && call.Anew)
        {
            // Somebody asked for it, and nothing was ever told of it.
            return EntityAnswer.Nothing;
        }

        (known, isDirty) = (true, true);
        return RunStage(call, places);
    }

    /// <summary>Copies its state, before it changes, for a checkpoint that it is a part of, and the pages that no earlier one has.</summary>
    private void CaptureOwed()
    {
        if (owed.Of(generation) is not { } rows || rows.Checkpoint == captures)
        {
            return;
        }

        Settle();
        captures = rows.Checkpoint;
        if (!isDirty)
        {
            // An earlier one has it as it is.
            return;
        }

        var of = slot!;
        (HistoryPage Page, PagePlace Place)[] full = of.Pages is { } filled ? [.. filled.Select(p => (p, rows.AddPage(p.FirstSeq, p.Seqs.Span)))] : [];
        (StatePage Page, PagePlace Place)[] closed = [.. of.Actor.UnkeptPages.Select(p => (p, rows.AddPage(p.Number, p.Bytes.Span)))];
        captured = new(rows.Checkpoint, calls, full, closed);
        var row = services.Writer;
        row.Clear();
        ActorRecord.Write(
            row, generation, calls, of, full.Length == 0 ? history : [.. history, .. full.Select(p => p.Place)],
            closed.Length == 0 ? pages.Values : [.. pages.Values.Where(p => !Array.Exists(closed, c => c.Place.Id == p.Id)), .. closed.Select(p => p.Place)]);
        rows.Add(id, row.Written);
    }

    /// <summary>Takes note that what it had captured counts, if it does by now: the storage has these pages, and the row until it is called again.</summary>
    private void Settle()
    {
        if (captured is not { } then || !owed.Counting.Counts(then.Checkpoint))
        {
            return;
        }

        foreach (var (page, place) in then.Full)
        {
            slot!.ForgetPage(page);
            history.Add(place);
        }

        foreach (var (page, place) in then.Closed)
        {
            pages[page.Number] = place;
            slot!.Actor.Kept(page);
        }

        (captured, isDirty) = (null, then.Calls != calls);
    }

    private async Task<List<long>> PlacesWithAsync(EntityCall call) =>
        [.. await PlacesAsync(), .. call.Notes, .. call.Deliveries.Select(d => d.Entry.Seq)];

    private async Task<List<long>> PlacesAsync()
    {
        List<PagePlace> full;
        List<long> recent;
        lock (gate)
        {
            // Of one instant: a page that is written meanwhile moves from the one to the other.
            (full, recent) = ([.. history], [.. slot!.Recent()]);
        }

        var places = new List<long>();
        foreach (var page in full)
        {
            places.AddRange(History.Read(page.Id, await services.ReadAsync(id, page)));
        }

        places.AddRange(recent);
        return places;
    }

    /// <summary>Which of its calls are in what was captured, and which pages, with where they will lie.</summary>
    private readonly record struct Captured(
        long Checkpoint, int Calls, IReadOnlyList<(HistoryPage Page, PagePlace Place)> Full,
        IReadOnlyList<(StatePage Page, PagePlace Place)> Closed);
}
