using System.Collections.Concurrent;
using System.Globalization;
using LtcActors.Domain.Actors;
using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Interfaces.Wire;
using LtcActors.Grains.Ports;
using Orleans.Runtime;
using Orleans.Storage;

namespace LtcActors.Grains.Rows;

/// <summary>
/// The rows of a partition's actors in grain storage, as of the last complete checkpoint. A checkpoint appends those of all that changed,
/// one after the other, in chunks that are never changed; a segment of chunks that is less than half in use gives the rest to the next
/// checkpoint and goes with the one after it. So what counts stays as it is until all of the next checkpoint is there, and of
/// checkpoints that are never complete nothing counts, though their chunks lie about until a later one drops them.
/// Read by any thread; written for one checkpoint at a time.
/// </summary>
internal sealed class PartitionRows
{
    /// <summary>Counts up when rows lie otherwise: older ones are then left, and all is built anew from the journal.</summary>
    public const int Layout = 2;

    // Stored names: they never change.
    private const string ChunkName = "ltc-chunk";
    private const string LinesName = "ltc-lines";
    private const string PagesName = "ltc-pages";

    /// <summary>Segments that are dropped together.</summary>
    private const int DropAtOnce = 4;

    /// <summary>What dropping a chunk counts for beside writing: it is found and marked, and not copied.</summary>
    private const int BytesADrop = Segment.ChunkBytes / 3;

    /// <summary>By how much more what changed may come to than the last time, and still not be late: to be done early hurts nobody.</summary>
    private const double Margin = 1.1;

    private readonly RowPlaces places = new();
    private readonly ConcurrentDictionary<(SegmentId Segment, int Chunk), Lazy<Task<byte[]?>>> reading = [];
    private readonly IGrainStorage storage;
    private readonly ISnapshotRows rows;
    private readonly string partition;
    private readonly int atOnce;

    /// <summary>Those of which nothing counts any more, or ever will; and packs of pages of checkpoints that never will.</summary>
    private readonly List<Doomed> doomed = [];

    /// <summary>Of the checkpoint that is being written: its own, and those that it makes needless.</summary>
    private readonly List<Segment> appended = [];
    private readonly List<Doomed> emptied = [];

    /// <summary>With its pages, in the last checkpoint: what the next is expected to come to. At first a guess.</summary>
    private double bytesAnActor = 1_000;

    private PartitionRows(IGrainStorage storage, ISnapshotRows rows, int number, int atOnce)
    {
        (this.storage, this.rows, this.atOnce) = (storage, rows, atOnce);
        partition = EntityKeys.OfPartition(number);
    }

    /// <param name="counting">Which checkpoints do.</param>
    /// <param name="atOnce">Rows of the storage under way at one time.</param>
    public static async Task<PartitionRows> OpenAsync(IGrainStorage storage, ISnapshotRows rows, int number, Checkpoints counting, int atOnce)
    {
        var opened = new PartitionRows(storage, rows, number, atOnce);
        var prefix = opened.partition + "/";
        var ids = (await rows.KeysAsync(LinesName, prefix).ConfigureAwait(false)).Select(k => SegmentId.Read(k.AsSpan(prefix.Length))).Order().ToArray();
        var segments = new Segment[ids.Length];
        await opened.EachAsync(ids.Length, async n => segments[n] = await opened.ReadAsync(ids[n]).ConfigureAwait(false)).ConfigureAwait(false);
        foreach (var segment in segments)
        {
            if (counting.Counts(segment.Id.Checkpoint))
            {
                opened.places.Add(segment);
            }
            else
            {
                opened.doomed.Add(Doomed.Whole(segment));
            }
        }

        return opened;
    }

    /// <summary>All actors that have a row.</summary>
    public List<ActorId> All() => places.All();

    public bool Has(ActorId of) => places.Find(of) is not null;

    /// <returns>Null: it has no row.</returns>
    /// <exception cref="InvalidDataException">The row is not where it should be.</exception>
    public async Task<ActorRecord?> ReadAsync(ActorId of)
    {
        // Its chunk may go while it is asked for: the row then lies elsewhere already.
        for (RowPlace? missed = null; places.Find(of) is { } place; missed = place)
        {
            if (await ChunkAsync(place.Segment, place.Chunk).ConfigureAwait(false) is { } chunk)
            {
                // A copy: whoever keeps one row must not keep its neighbours.
                return ActorRecord.Read(chunk.AsSpan(place.Offset, place.Length).ToArray());
            }

            if (place == missed)
            {
                throw Missing(place.Segment);
            }
        }

        return null;
    }

    /// <exception cref="InvalidDataException">The page is not where it should be.</exception>
    public static async Task<byte[]> ReadPageAsync(IGrainStorage storage, int number, PagePlace page)
    {
        var key = KeyOf(EntityKeys.OfPartition(number), page.Checkpoint, page.Pack);
        var pack = await ReadRowAsync(storage, PagesName, key).ConfigureAwait(false) ?? throw new InvalidDataException($"Pages {key} are not there.");
        return pack.AsSpan(page.Offset, page.Length).ToArray();
    }

    /// <summary>
    /// Writes a checkpoint's rows and pages, and what is still in use of sparse segments, and drops what counts no more. None of it counts
    /// until <see cref="Completed"/>.
    /// </summary>
    /// <param name="over">In what time; zero: as quickly as may be.</param>
    /// <exception cref="InvalidDataException">A segment is not all there.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public async Task WriteAsync(CapturedRows captured, TimeSpan over, CancellationToken stop)
    {
        var sparse = places.Sparse();
        // By bytes and not by rows: those of caregivers, with their pages, are many times those of persons, and come together.
        var (changed, old) = (captured.Owing.Count * bytesAnActor, sparse.Sum(static s => s.BytesInUse) + ((double)doomed.Sum(static d => d.Chunks) * BytesADrop));
        var share = over * (changed / Math.Max(1, changed + old));
        // What changed comes to more or less than the last time. It has a share of its own, so that what is old is never done in a hurry.
        var (pace, bytes) = (new Pace(share, (long)(changed * Margin), TimeProvider.System, stop), 0L);
        while (captured.Next() is { } batch)
        {
            bytes += await AppendAsync(captured.Checkpoint, batch, pace).ConfigureAwait(false);
            batch.Release();
        }

        bytesAnActor = captured.Owing.Count > 0 ? (double)bytes / captured.Owing.Count : bytesAnActor;
        pace = new Pace(over - share, (long)old, TimeProvider.System, stop);
        await CarryAsync(captured, sparse, pace).ConfigureAwait(false);
        await DropAsync(pace).ConfigureAwait(false);
    }

    /// <summary>What was written last counts from now on.</summary>
    public void Completed()
    {
        appended.ForEach(places.Add);
        emptied.ForEach(s => places.Forget(s.Id));
        doomed.AddRange(emptied);
        appended.Clear();
        emptied.Clear();
    }

    /// <summary>What was written last never counts.</summary>
    public void Failed()
    {
        doomed.AddRange(appended.Select(Doomed.Whole));
        appended.Clear();
        emptied.Clear();
    }

    /// <returns>Bytes written.</returns>
    private async Task<long> AppendAsync(long checkpoint, CapturedBatch batch, Pace pace)
    {
        Segment[] segments = [.. Segment.Divide(new(checkpoint, appended.Count), batch.Rows.Select(static r => (r.Of, r.Row.Length)))];
        segments[0] = segments[0] with { FirstPack = batch.FirstPack, Packs = batch.Packs.Count };
        appended.AddRange(segments);
        // First what says which rows there are: so none is ever left that nobody knows of.
        await EachAsync(segments.Length, n => WriteAsync(segments[n])).ConfigureAwait(false);
        var (written, at) = (0L, 0);
        var packs = batch.Packs.Select((parts, n) => (Name: PagesName, Key: KeyOf(partition, checkpoint, batch.FirstPack + n), Parts: parts));
        var chunks = segments.SelectMany(static s => s.Rows).CountBy(static r => (r.Place.Segment, r.Place.Chunk))
            .Select(chunk => (Name: ChunkName, Key: KeyOf(chunk.Key.Segment, chunk.Key.Chunk), Parts: RowsOf(chunk.Value)));
        foreach (var some in packs.Concat(chunks).Chunk(atOnce))
        {
            await Task.WhenAll(some.Select(r => WriteAsync(r.Name, r.Key, r.Parts))).ConfigureAwait(false);
            var bytes = some.Sum(static r => r.Parts.Sum(static p => (long)p.Length));
            written += bytes;
            await pace.DoneAsync(bytes).ConfigureAwait(false);
        }

        return written;

        IReadOnlyList<ReadOnlyMemory<byte>> RowsOf(int count)
        {
            var rowsOf = new ReadOnlyMemory<byte>[count];
            for (var n = 0; n < count; n++)
            {
                rowsOf[n] = batch.Rows[at++].Row;
            }

            return rowsOf;
        }
    }

    /// <summary>Appends the rows that are in use, of segments that are sparse, but for those that are written anyway.</summary>
    private async Task CarryAsync(CapturedRows captured, List<(SegmentId Id, int Chunks, long BytesInUse)> sparse, Pace pace)
    {
        var named = captured.Owing.Select(static o => o.Id).ToHashSet();
        var carried = new CapturedBatch(0);
        foreach (var (id, count, bytesInUse) in sparse)
        {
            emptied.Add(new(id, count, FirstPack: 0, Packs: 0));
            if (bytesInUse > 0)
            {
                var chunksOf = (await ReadAsync(id).ConfigureAwait(false)).Rows
                    .Where(r => places.Find(r.Of) == r.Place && !named.Contains(r.Of)).GroupBy(static r => r.Place.Chunk).ToList();
                var chunks = new byte[chunksOf.Count][];
                await EachAsync(chunks.Length, async n => chunks[n] = await ChunkAsync(id, chunksOf[n].Key).ConfigureAwait(false) ?? throw Missing(id)).ConfigureAwait(false);
                foreach (var (rowsOf, chunk) in chunksOf.Zip(chunks))
                {
                    foreach (var (of, place) in rowsOf)
                    {
                        carried.Add(of, chunk.AsSpan(place.Offset, place.Length));
                    }
                }
            }

            if (carried.IsFull)
            {
                await AppendAsync(captured.Checkpoint, carried, pace).ConfigureAwait(false);
                carried.Release();
                carried = new(0);
            }
        }

        if (carried.Rows.Count > 0)
        {
            await AppendAsync(captured.Checkpoint, carried, pace).ConfigureAwait(false);
            carried.Release();
        }
    }

    private async Task DropAsync(Pace pace)
    {
        foreach (var some in doomed.Chunk(DropAtOnce))
        {
            await rows.DropAsync(ChunkName, [.. some.SelectMany(s => Enumerable.Range(0, s.Chunks).Select(chunk => KeyOf(s.Id, chunk)))]).ConfigureAwait(false);
            await rows.DropAsync(
                PagesName, [.. some.SelectMany(s => Enumerable.Range(s.FirstPack, s.Packs).Select(pack => KeyOf(partition, s.Id.Checkpoint, pack)))]).ConfigureAwait(false);
            // Last what says which rows there were.
            await rows.DropAsync(LinesName, Array.ConvertAll(some, s => KeyOf(s.Id))).ConfigureAwait(false);
            await pace.DoneAsync(some.Sum(static s => s.Chunks) * BytesADrop).ConfigureAwait(false);
        }

        doomed.Clear();
    }

    private async Task<byte[]?> ChunkAsync(SegmentId segment, int chunk)
    {
        // Whoever is read together mostly lies together.
        var read = reading.GetOrAdd((segment, chunk), key => new(() => ReadRowAsync(storage, ChunkName, KeyOf(key.Segment, key.Chunk))));
        try
        {
            return await read.Value.ConfigureAwait(false);
        }
        finally
        {
            reading.TryRemove(KeyValuePair.Create((segment, chunk), read));
        }
    }

    private async Task<Segment> ReadAsync(SegmentId id) =>
        Segment.Read(id, await ReadRowAsync(storage, LinesName, KeyOf(id)).ConfigureAwait(false) ?? throw Missing(id));

    private Task WriteAsync(Segment segment)
    {
        var lines = new StateWriter();
        segment.Write(lines);
        return WriteRowAsync(LinesName, KeyOf(segment.Id), lines.Written.ToArray());
    }

    /// <summary>Writes parts as one row.</summary>
    private Task WriteAsync(string name, string key, IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(parts.Sum(p => p.Length));
        var at = 0;
        foreach (var part in parts)
        {
            part.Span.CopyTo(bytes.AsSpan(at));
            at += part.Length;
        }

        return WriteRowAsync(name, key, bytes);
    }

    private static async Task<byte[]?> ReadRowAsync(IGrainStorage storage, string name, string key)
    {
        var row = new GrainState<RowRecord>(new RowRecord());
        await storage.ReadStateAsync(name, GrainId.Create(name, key), row).ConfigureAwait(false);
        return row.RecordExists ? row.State!.Bytes : null;
    }

    // The number of a checkpoint is used once, so nobody else ever writes it.
    private Task WriteRowAsync(string name, string key, byte[] bytes) =>
        storage.WriteStateAsync(name, GrainId.Create(name, key), new GrainState<RowRecord>(new() { Bytes = bytes }));

    private Task EachAsync(int count, Func<int, Task> act) =>
        Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (n, _) => await act(n).ConfigureAwait(false));

    private string KeyOf(SegmentId segment) => $"{partition}/{segment}";

    private string KeyOf(SegmentId segment, int chunk) => string.Create(CultureInfo.InvariantCulture, $"{partition}/{segment}/{chunk}");

    private static string KeyOf(string partition, long checkpoint, int pack) => string.Create(CultureInfo.InvariantCulture, $"{partition}/{checkpoint}/{pack}");

    private InvalidDataException Missing(SegmentId segment) => new($"Segment {segment} of {partition} is not all there.");

    /// <summary>Rows of the storage that are to be dropped.</summary>
    private readonly record struct Doomed(SegmentId Id, int Chunks, int FirstPack, int Packs)
    {
        /// <summary>Of a checkpoint that does not count: its pages too.</summary>
        public static Doomed Whole(Segment segment) => new(segment.Id, segment.Chunks, segment.FirstPack, segment.Packs);
    }
}
