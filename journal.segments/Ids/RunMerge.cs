using System.Runtime.InteropServices;

namespace LtcActors.Journal.Segments.Ids;

/// <summary>
/// Neighbouring runs become one of the next level, a few blocks at a time, so that a fresh run never waits for a merge of a
/// thousand million entries. What is half merged counts for nothing until the end.
/// </summary>
internal sealed class RunMerge
{
    private const int EntriesAtOnce = 64 << 10;

    private readonly IRunStore store;
    private readonly IReadOnlyList<Run> inputs;
    private readonly List<ulong> keys = [];
    private readonly List<long> seqs = [];

    /// <summary>All runs have a boundary between blocks at each multiple of 2^(64 - rangeBits).</summary>
    private readonly int rangeBits;

    private long nextRange;

    public RunMerge(IRunStore store, IReadOnlyList<Run> inputs)
    {
        this.store = store;
        this.inputs = inputs;
        rangeBits = inputs.Min(r => r.Bits);
        var (oldest, newest) = (inputs[0], inputs[^1]);
        var events = inputs.Sum(r => r.Events);
        Output = new Run(
            store.NewId(), oldest.Level + 1, Math.Max(rangeBits, Run.BitsFor(events)), events, oldest.After, newest.Upto, newest.Mark);
    }

    public Run Output { get; }

    public IReadOnlyList<Run> Inputs => inputs;

    /// <returns>True when it is done and <see cref="Output"/> counts instead of <see cref="Inputs"/>.</returns>
    public bool Step()
    {
        var done = false;
        store.Transact(() =>
        {
            for (var entries = 0; entries < EntriesAtOnce && nextRange < 1L << rangeBits; nextRange++)
            {
                entries += MergeRange(nextRange);
            }

            done = nextRange == 1L << rangeBits;
            if (done)
            {
                store.Publish(Output, inputs);
            }
        });
        return done;
    }

    private int MergeRange(long range)
    {
        keys.Clear();
        seqs.Clear();
        foreach (var run in inputs)
        {
            var blocks = 1L << (run.Bits - rangeBits);
            store.ReadBlocks(run, range * blocks, blocks, keys, seqs);
        }

        var allKeys = CollectionsMarshal.AsSpan(keys);
        var allSeqs = CollectionsMarshal.AsSpan(seqs);
        allKeys.Sort(allSeqs);
        var outputs = 1L << (Output.Bits - rangeBits);
        store.InsertBlocks(Output, range * outputs, outputs, allKeys, allSeqs);
        return keys.Count;
    }
}
