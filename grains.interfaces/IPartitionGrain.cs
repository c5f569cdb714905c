using LtcActors.Grains.Interfaces.Wire;
using Orleans.Concurrency;

namespace LtcActors.Grains.Interfaces;

/// <summary>
/// One share of the actors, <c>partition-0</c> and on. It takes one message a stage for all of them and calls them where it is
/// itself, for they are first called from there. What it does in a stage may take long: many late positions are each read from the
/// storage. That its silo has died shows otherwise, and a stage cut short would only be begun anew.
/// </summary>
[Alias("ltc.partition")]
public interface IPartitionGrain : IGrainWithStringKey
{
    /// <summary>Begins a generation: everything it knew before is forgotten, and nothing of an older one is taken any more.</summary>
    /// <param name="policies">Steps of policy versions that count at the checkpoint, as the engine writes them; empty: none.</param>
    /// <param name="judging">What the conductor's silo judges by, part by part.</param>
    /// <returns>False: it has heard of a newer one.</returns>
    /// <exception cref="NotJudgingException">The silo judges by others.</exception>
    [Alias("begin")]
    Task<bool> Begin(long generation, Checkpoints checkpoints, byte[] policies, string judging);

    /// <summary>Runs one stage of an epoch for its actors.</summary>
    [Alias("run")]
    [ResponseTimeout("00:02:00")]
    Task<StageAnswer> Run(StageCall call);

    /// <summary>Judges all its actors anew, by the call's policies; those in memory and those of the checkpoint.</summary>
    [Alias("adopt")]
    [ResponseTimeout("00:10:00")]
    Task<StageAnswer> Adopt(StageCall call);

    /// <summary>Runs a stage for the partitions of a silo: one of them is called, and calls the others where it is itself.</summary>
    [Alias("run-all")]
    [ResponseTimeout("00:02:00")]
    Task<SiloAnswer> RunAll(SiloCall call);

    /// <summary>The state that all actors have now which changed since the last checkpoint belongs to this one.</summary>
    /// <returns>False: it is of another generation.</returns>
    [Alias("capture")]
    [ResponseTimeout("00:02:00")]
    Task<bool> Capture(long generation, long checkpoint);

    /// <summary>Writes what they had then. Stages may run meanwhile.</summary>
    /// <param name="over">In what time, so that the journal and the stages have their share meanwhile; zero: somebody waits for it.</param>
    [Alias("write")]
    [AlwaysInterleave]
    [ResponseTimeout("00:10:00")]
    Task Write(long generation, long checkpoint, TimeSpan over);

    /// <summary>The checkpoint is complete (or failed): what was written for it counts from now on (or is to be written again).</summary>
    [Alias("written")]
    [ResponseTimeout("00:02:00")]
    Task Written(long generation, Checkpoints checkpoints);

    /// <returns>The entity's view as JSON, null when nothing was ever told of it.</returns>
    /// <exception cref="NotJudgingException">No generation has begun here.</exception>
    [Alias("view")]
    [ResponseTimeout("00:00:10")]
    [AlwaysInterleave]
    Task<byte[]?> View(ActorName actor, DateTimeOffset now);

    /// <returns>Places of all journal entries that concern the entity, ascending.</returns>
    /// <exception cref="NotJudgingException">No generation has begun here.</exception>
    [Alias("places")]
    [ResponseTimeout("00:00:10")]
    [AlwaysInterleave]
    Task<long[]> Places(ActorName actor);
}

/// <summary>The cluster is between two generations; ask again in a moment.</summary>
[GenerateSerializer]
[Alias("ltc.not-judging")]
public sealed class NotJudgingException(string message) : Exception(message);
