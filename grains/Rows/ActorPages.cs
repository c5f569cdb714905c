using System.Globalization;
using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Running;
using Orleans.Runtime;
using Orleans.Storage;

namespace LtcActors.Grains.Rows;

/// <summary>What an actor closes and never changes again has rows of its own in grain storage: full pages of its history, and pieces of its state.</summary>
/// <param name="actor">The key of its grain.</param>
internal sealed class ActorPages(IGrainStorage storage, string actor)
{
    // Stored names: they never change.
    private const string HistoryName = "ltc-history";
    private const string PagesName = "ltc-pages";

    public Task WriteAsync(HistoryPage page) => WriteAsync(HistoryName, HistoryId(page.FirstSeq), page.Seqs);

    /// <summary>A page may be replaced by a later checkpoint: so every checkpoint has rows of its own, and an earlier one keeps its page.</summary>
    public Task WriteAsync(StatePage page, long checkpoint) => WriteAsync(PagesName, PageId(new(page.Number, checkpoint)), page.Bytes);

    /// <exception cref="InvalidDataException">The page is not there.</exception>
    public async Task<IEnumerable<long>> ReadHistoryAsync(long firstSeq) =>
        History.Read(firstSeq, await ReadAsync(HistoryName, HistoryId(firstSeq)).ConfigureAwait(false));

    /// <exception cref="InvalidDataException">The page is not there.</exception>
    public Task<byte[]> ReadAsync(PageRef page) => ReadAsync(PagesName, PageId(page));

    private async Task WriteAsync(string name, GrainId id, ReadOnlyMemory<byte> bytes)
    {
        var row = new GrainState<RowRecord>(new() { Bytes = bytes.ToArray() });
        try
        {
            await storage.WriteStateAsync(name, id, row).ConfigureAwait(false);
        }
        catch (InconsistentStateException)
        {
            // A checkpoint that failed, or a generation before this one, has written it.
            await storage.ReadStateAsync(name, id, row).ConfigureAwait(false);
            if (!row.State!.Bytes.AsSpan().SequenceEqual(bytes.Span))
            {
                row.State = new() { Bytes = bytes.ToArray() };
                await storage.WriteStateAsync(name, id, row).ConfigureAwait(false);
            }
        }
    }

    private async Task<byte[]> ReadAsync(string name, GrainId id)
    {
        var row = new GrainState<RowRecord>(new RowRecord());
        await storage.ReadStateAsync(name, id, row).ConfigureAwait(false);
        return row.RecordExists ? row.State!.Bytes : throw new InvalidDataException($"There is no page {id.Key}.");
    }

    private GrainId HistoryId(long firstSeq) => GrainId.Create(HistoryName, string.Create(CultureInfo.InvariantCulture, $"{actor}/{firstSeq}"));

    private GrainId PageId(PageRef page) => GrainId.Create(PagesName, string.Create(CultureInfo.InvariantCulture, $"{actor}/{page.Number}@{page.Checkpoint}"));
}
