using System.Globalization;
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
            if (row is null || again)
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

    public async Task WritePageAsync(HistoryPage page)
    {
        var state = new GrainState<PageRecord>(new PageRecord());
        var id = PageId(page.FirstSeq);
        await storage.ReadStateAsync(HistoryName, id, state);
        if (state.RecordExists && state.State!.Places.AsSpan().SequenceEqual(page.Seqs.Span))
        {
            return;
        }

        state.State = new() { Places = page.Seqs.ToArray() };
        await storage.WriteStateAsync(HistoryName, id, state);
    }

    /// <exception cref="InvalidDataException">The page is not there.</exception>
    public async Task<IEnumerable<long>> ReadPageAsync(long firstSeq)
    {
        var state = new GrainState<PageRecord>(new PageRecord());
        await storage.ReadStateAsync(HistoryName, PageId(firstSeq), state);
        return state.RecordExists
            ? History.Read(firstSeq, state.State!.Places)
            : throw new InvalidDataException($"The history of {grain.Key} lacks its page at {firstSeq}.");
    }

    private GrainId PageId(long firstSeq) =>
        GrainId.Create("ltc-history", string.Create(CultureInfo.InvariantCulture, $"{grain.Key}/{firstSeq}"));
}
