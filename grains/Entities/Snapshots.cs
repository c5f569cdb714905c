using System.Globalization;
using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Running;
using LtcActors.Grains.Interfaces.Wire;
using Orleans.Runtime;
using Orleans.Storage;

namespace LtcActors.Grains.Entities;

/// <summary>One entity's rows in grain storage: its record, and the full pages of its history.</summary>
/// <param name="stateName">Unique among all grain classes: the row's key leaves the grain's type out.</param>
internal sealed class Snapshots(IGrainStorage storage, string stateName, GrainId grain)
{
    private const string HistoryName = "ltc-history";
    private const string PagesName = "ltc-pages";

    private GrainState<EntityRecord>? row;

    /// <summary>Reads the record, whatever in it counts.</summary>
    public async Task<EntityRecord> ReadAsync()
    {
        row = new(new EntityRecord());
        await storage.ReadStateAsync(stateName, grain, row);
        return row.State ??= new();
    }

    /// <summary>Writes a version, and keeps beside it the newest that counts so far.</summary>
    public async Task WriteAsync(EntityVersion version, Checkpoints checkpoints)
    {
        for (var again = false; ; again = true)
        {
            if (row is null && !again && checkpoints.Completed == 0)
            {
                // Hardly ever is there a row already: of a checkpoint that was never completed.
                row = new(new EntityRecord());
            }
            else if (row is null || again)
            {
                // Somebody whose generation is over wrote meanwhile, or this row was never read: look what stands there.
                await ReadAsync();
            }

            var before = row!.State!;
            row.State = new() { Newer = version, Older = before.Of(checkpoints) };
            try
            {
                await storage.WriteStateAsync(stateName, grain, row);
                return;
            }
            catch (InconsistentStateException) when (!again)
            {
            }
            catch
            {
                row = null;
                throw;
            }
        }
    }

    public Task WriteAsync(HistoryPage page) => WritePageAsync(HistoryName, HistoryId(page.FirstSeq), page.Seqs);

    /// <summary>A page may be replaced by a later checkpoint: so every checkpoint has rows of its own, and an earlier one keeps its page.</summary>
    public Task WriteAsync(StatePage page, long checkpoint) => WritePageAsync(PagesName, PageId(page.Number, checkpoint), page.Bytes);

    /// <exception cref="InvalidDataException">The page is not there.</exception>
    public async Task<IEnumerable<long>> ReadPageAsync(long firstSeq) =>
        History.Read(firstSeq, await ReadPageAsync(HistoryName, HistoryId(firstSeq)));

    /// <summary>The actor folds and cannot wait: the row is read off the grain's turns, and the turn waits for it. Rare: late positions.</summary>
    /// <exception cref="InvalidDataException">The page is not there.</exception>
    public byte[] ReadStatePage(PageRef page) =>
        Task.Run(() => ReadPageAsync(PagesName, PageId(page.Number, page.Checkpoint))).GetAwaiter().GetResult();

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
