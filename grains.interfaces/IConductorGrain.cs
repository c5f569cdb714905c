using LtcActors.Grains.Interfaces.Wire;
using Orleans.Concurrency;

namespace LtcActors.Grains.Interfaces;

/// <summary>
/// The one that writes the journal and runs the epochs: one activation in the cluster, under the key <see cref="Key"/>. Wherever it
/// is, it first becomes the journal's writer, so that an earlier one can write nothing more.
/// </summary>
[Alias("ltc.conductor")]
public interface IConductorGrain : IGrainWithStringKey
{
    const string Key = "conductor";

    /// <summary>Writes events; completes when they are durable, or refused.</summary>
    [Alias("submit")]
    [AlwaysInterleave]
    [ResponseTimeout("00:01:00")]
    Task<SubmitAnswer> Submit(SubmitCall call);

    /// <summary>Completes when all that was accepted before is judged and its alerts are durable.</summary>
    /// <returns>A place of the journal with no alert of these after it; a silo that has shown all up to it has shown them. -1: not judging now.</returns>
    [Alias("settled")]
    [AlwaysInterleave]
    [ResponseTimeout("00:05:00")]
    Task<long> Settled();

    /// <summary>Writes a checkpoint now.</summary>
    [Alias("checkpoint")]
    [AlwaysInterleave]
    [ResponseTimeout("00:10:00")]
    Task Checkpoint();

    [Alias("triage")]
    [ResponseTimeout("00:00:30")]
    [AlwaysInterleave]
    Task<TriageAnswer> Triage(TriageCall call);

    /// <summary>Begins or ends a silence.</summary>
    /// <param name="command">A <see cref="LtcActors.Engine.Ports.SilenceCommand"/> as JSON.</param>
    [Alias("silence")]
    [AlwaysInterleave]
    Task<SilenceCallAnswer> Silence(byte[] command);

    /// <summary>Writes records; completes when they are durable, or refused.</summary>
    [Alias("record")]
    [AlwaysInterleave]
    Task<RecordAnswer> Record(RecordCall call);

    /// <summary>Decides a step of a policy version.</summary>
    /// <param name="command">A <see cref="LtcActors.Domain.Policies.PolicyCommand"/> as JSON (<see cref="PolicyCommandJson"/>).</param>
    [Alias("policy")]
    [AlwaysInterleave]
    Task<PolicyCallAnswer> Policy(byte[] command);

    /// <summary>How it stands. To ask activates it, which is how a cluster that lost it gets it back.</summary>
    [Alias("health")]
    [AlwaysInterleave]
    Task<ConductorHealth> Health();
}
