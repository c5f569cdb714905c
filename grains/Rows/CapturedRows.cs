using LtcActors.Domain.Actors;

namespace LtcActors.Grains.Rows;

/// <summary>
/// What a partition's actors were at the instant of a checkpoint, on its way to the storage. Nobody is copied at that instant: each is when
/// it is to be written, or before it is next called, whichever comes first. So no stage waits for all of them, and what lies in memory is
/// what was captured and is not written yet. Any thread.
/// </summary>
/// <param name="generation">Whose checkpoint it is.</param>
/// <param name="owing">Those that changed.</param>
internal sealed class CapturedRows(long generation, long checkpoint, IReadOnlyList<IOwesRow> owing)
{
    private readonly Lock gate = new();
    private readonly Queue<CapturedBatch> full = [];
    private CapturedBatch filling = new(0);
    private int next;

    public long Generation => generation;

    public long Checkpoint => checkpoint;

    public IReadOnlyList<IOwesRow> Owing => owing;

    /// <summary>Copies an actor's row.</summary>
    public void Add(ActorId of, ReadOnlySpan<byte> row)
    {
        lock (gate)
        {
            filling.Add(of, row);
            if (filling.IsFull)
            {
                full.Enqueue(filling);
                filling = new(filling.FirstPack + filling.Packs.Count);
            }
        }
    }

    /// <summary>Copies a page.</summary>
    /// <param name="id">Its number, or the first place in it.</param>
    /// <returns>Where it will lie.</returns>
    public PagePlace AddPage(long id, ReadOnlySpan<byte> page)
    {
        lock (gate)
        {
            var (pack, offset) = filling.AddPage(page);
            return new(id, checkpoint, pack, offset, page.Length);
        }
    }

    /// <summary>What is to be written next; whoever is not captured yet is, as far as it takes. Not for several threads at once.</summary>
    /// <returns>Null: all has been taken.</returns>
    public CapturedBatch? Next()
    {
        while (true)
        {
            lock (gate)
            {
                if (full.TryDequeue(out var batch))
                {
                    return batch;
                }

                if (next == owing.Count)
                {
                    (batch, filling) = (filling, new(0));
                    return batch.Rows.Count == 0 ? null : batch;
                }
            }

            // Not under the gate: whoever is called at this instant captures its own, and comes through it.
            owing[next++].Capture();
        }
    }
}
