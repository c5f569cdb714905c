using System.Globalization;
using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Running;
using LtcActors.Grains.Interfaces.Wire;
using Orleans.Runtime;
using Orleans.Storage;

namespace LtcActors.Grains.Entities;

/// <summary>
/// One entity's rows in grain storage: its record in two rows that are written in turn, so that the version that counts stays while the
/// next is written and nobody knows yet whether that will; and the full pages of its history.
/// </summary>
/// <param name="stateName">Unique among all grain classes: the row's key leaves the grain's type out.</param>
internal sealed class Snapshots(IGrainStorage storage, string stateName, GrainId grain)
{
    private const string HistoryName = "ltc-history";
    private const string PagesName = "ltc-pages";

    // Stored names: they never change. The first is written first, so that every entity has it.
    private readonly string[] names = [stateName, stateName + "-turn"];

    /// <summary>What is known of either row, without what stands in it; null: nothing.</summary>
    private readonly GrainState<EntityRecord>?[] rows = new GrainState<EntityRecord>?[2];

    /// <summary>The row of the version that counts, and of the one written last; -1: none.</summary>
    private int counting = -1;
    private int last = -1;

    /// <summary>Reads the newest version that counts.</summary>
    /// <returns>Null: there is none.</returns>
    public async Task<EntityVersion?> ReadAsync(Checkpoints checkpoints)
    {
        var read = await Task.WhenAll(ReadAsync(0), ReadAsync(1));
        var (first, second) = (read[0].Of(checkpoints), read[1].Of(checkpoints));
        counting = first is null && second is null ? -1 : second is null || first?.Checkpoint > second.Checkpoint ? 0 : 1;
        return counting == 1 ? second : first;
    }

    /// <summary>Writes a version over the one that does not count.</summary>
    /// <exception cref="InconsistentStateException">A newer generation writes here.</exception>
    public async Task WriteAsync(EntityVersion version, Checkpoints checkpoints)
    {
        var to = counting == 0 ? 1 : 0;
        for (var again = false; ; again = true)
        {
            // Before the first checkpoint hardly ever is there a row already: of one that was never completed.
            var known = rows[to] is not null || checkpoints.Completed == 0;
            if ((again || !known) && (await ReadAsync(to)).Newer is { } there && there.Generation > version.Generation)
            {
                throw new InconsistentStateException($"{grain} has a version of generation {there.Generation}, and this is one of {version.Generation}.");
            }

            var row = rows[to] ??= new();
            row.State = new() { Newer = version };
            try
            {
                await storage.WriteStateAsync(names[to], grain, row);
                last = to;
                return;
            }
            catch (InconsistentStateException) when (!again)
            {
                // Somebody whose generation is over wrote meanwhile.
            }
            catch
            {
                rows[to] = null;
                throw;
            }
            finally
            {
                row.State = null!;
            }
        }
    }

    /// <summary>The version that was written last counts.</summary>
    public void Written() => counting = last;

    public Task WriteAsync(HistoryPage page) => WritePageAsync(HistoryName, HistoryId(page.FirstSeq), page.Seqs);

    /// <summary>A page may be replaced by a later checkpoint: so every checkpoint has rows of its own, and an earlier one keeps its page.</summary>
    public Task WriteAsync(StatePage page, long checkpoint) => WritePageAsync(PagesName, PageId(page.Number, checkpoint), page.Bytes);

    /// <exception cref="InvalidDataException">The page is not there.</exception>
    public async Task<IEnumerable<long>> ReadPageAsync(long firstSeq) =>
        History.Read(firstSeq, await ReadPageAsync(HistoryName, HistoryId(firstSeq)));

    /// <summary>The actor folds and cannot wait: the row is read off the grain's turns, and the turn waits for it. Rare: late positions.</summary>
    /// <exception cref="InvalidDataException">The page is not there.</exception>
    public byte[] ReadStatePage(PageRef page) => Task.Run(() => ReadStatePageAsync(page)).GetAwaiter().GetResult();

    /// <exception cref="InvalidDataException">The page is not there.</exception>
    public Task<byte[]> ReadStatePageAsync(PageRef page) => ReadPageAsync(PagesName, PageId(page.Number, page.Checkpoint));

    private async Task<EntityRecord> ReadAsync(int of)
    {
        var row = new GrainState<EntityRecord>();
        await storage.ReadStateAsync(names[of], grain, row);
        var read = row.State ?? new();
        row.State = null!;
        rows[of] = row;
        return read;
    }

    private async Task WritePageAsync(string name, GrainId id, ReadOnlyMemory<byte> bytes)
    {
        var state = new GrainState<PageRecord>(new PageRecord());
        // A generation before this one may have written it, and failed then.
        await storage.ReadStateAsync(name, id, state);
        if (!state.RecordExists || !state.State!.Bytes.AsSpan().SequenceEqual(bytes.Span))
        {
            state.State = new() { Bytes = bytes.ToArray() };
            await storage.WriteStateAsync(name, id, state);
        }
    }

    private async Task<byte[]> ReadPageAsync(string name, GrainId id)
    {
        var state = new GrainState<PageRecord>(new PageRecord());
        await storage.ReadStateAsync(name, id, state);
        return state.RecordExists ? state.State!.Bytes : throw new InvalidDataException($"There is no page {id.Key}.");
    }

    private GrainId HistoryId(long firstSeq) =>
        GrainId.Create(HistoryName, string.Create(CultureInfo.InvariantCulture, $"{grain.Key}/{firstSeq}"));

    private GrainId PageId(int number, long checkpoint) =>
        GrainId.Create(PagesName, string.Create(CultureInfo.InvariantCulture, $"{grain.Key}/{number}@{checkpoint}"));
}
