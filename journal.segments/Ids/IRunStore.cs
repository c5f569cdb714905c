namespace LtcActors.Journal.Segments.Ids;

/// <summary>
/// Where the sorted runs lie; written by one thread. Nothing in it is worth keeping: whatever is wrong with it, it is built again
/// from the journal, so it need not be on the disk the moment it is written.
/// </summary>
internal interface IRunStore : IDisposable
{
    /// <summary>Oldest first; as found when opened.</summary>
    IReadOnlyList<Run> Runs { get; }

    long NewId();

    /// <summary>All of it or nothing.</summary>
    void Transact(Action work);

    /// <summary>Writes a sorted stretch of a run as its blocks.</summary>
    /// <param name="first">The first of the blocks; the keys are all of these blocks' and no others'.</param>
    void InsertBlocks(Run run, long first, long count, ReadOnlySpan<ulong> keys, ReadOnlySpan<long> seqs);

    /// <summary>Adds all of neighbouring blocks, in their order.</summary>
    /// <exception cref="InvalidDataException">One is missing or damaged.</exception>
    void ReadBlocks(Run run, long first, long count, List<ulong> keys, List<long> seqs);

    /// <summary>Makes a run count, and those it replaces count no longer. Its blocks are there already.</summary>
    void Publish(Run run, IEnumerable<Run> replaced);

    /// <summary>The blocks of a run that does not count go when there is time.</summary>
    void Discard(long runId);

    /// <returns>False when there is nothing left to delete.</returns>
    bool DeleteSome();

    /// <summary>Looks keys up beside the writing thread.</summary>
    IRunReader OpenReader();
}

/// <summary>Looks keys up in the runs; the journal writer's thread.</summary>
internal interface IRunReader : IDisposable
{
    /// <summary>Adds the places of a key; none when the run has been merged away, which the caller notices by itself.</summary>
    void Collect(Run run, ulong key, List<long> places);
}
