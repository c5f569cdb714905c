using LtcActors.Engine.Ports;
using LtcActors.Engine.Wire;

namespace LtcActors.Grains.Interfaces.Wire;

/// <summary>Events that one silo gathered: their bodies one after the other.</summary>
/// <param name="Lengths">Bytes of each body.</param>
[GenerateSerializer, Immutable, Alias("ltc.submit")]
public sealed record SubmitCall([property: Id(0)] byte[] Bodies, [property: Id(1)] int[] Lengths)
{
    /// <summary>The events as they were read; they stay within the silo, and are null in another.</summary>
    [field: NonSerialized]
    public ParsedEvent[]? Read { get; init; }
}

/// <summary>Whether anything of a call was taken.</summary>
[GenerateSerializer]
public enum Taken : byte
{
    Yes = 1,

    /// <summary>The queue is full.</summary>
    Overloaded = 2,

    /// <summary>The journal cannot be written now, or nobody writes it.</summary>
    Unavailable = 3,
}

/// <param name="Places">Of each event in the order sent: its place in the journal, negative for that of the one it repeats; 0: its id is known with another content.</param>
/// <param name="RetryAfter">When overloaded.</param>
/// <param name="Reason">When not taken.</param>
[GenerateSerializer, Immutable, Alias("ltc.submit-answer")]
public sealed record SubmitAnswer(
    [property: Id(0)] Taken Taken, [property: Id(1)] long[] Places, [property: Id(2)] TimeSpan RetryAfter, [property: Id(3)] string? Reason)
{
    public static SubmitAnswer Unavailable(string reason) => new(Taken.Unavailable, [], TimeSpan.Zero, reason);
}

[GenerateSerializer, Immutable, Alias("ltc.triage")]
public sealed record TriageCall(
    [property: Id(0)] string AlertId, [property: Id(1)] TriageAction Action, [property: Id(2)] string By, [property: Id(3)] string? Note,
    [property: Id(4)] string? Assignee, [property: Id(5)] string? Outcome, [property: Id(6)] long? IfSeq);

/// <param name="Alert">The record as the journal has it; null when there is none.</param>
/// <param name="Seq">Its place in the journal.</param>
[GenerateSerializer, Immutable, Alias("ltc.triage-answer")]
public sealed record TriageAnswer(
    [property: Id(0)] Taken Taken, [property: Id(1)] TriageStatus Status, [property: Id(2)] byte[]? Alert, [property: Id(3)] long Seq,
    [property: Id(4)] string? Reason);

/// <param name="Silence">As the journal has it; null when there is none.</param>
/// <param name="Seq">Its place in the journal.</param>
[GenerateSerializer, Immutable, Alias("ltc.silence-answer")]
public sealed record SilenceCallAnswer(
    [property: Id(0)] Taken Taken, [property: Id(1)] SilenceAnswer Answer, [property: Id(2)] byte[]? Silence, [property: Id(3)] long Seq,
    [property: Id(4)] string? Reason);

/// <param name="Kinds">Of each entry, as the journal numbers them.</param>
/// <param name="Bodies">Of each entry, JSON.</param>
[GenerateSerializer, Immutable, Alias("ltc.record")]
public sealed record RecordCall([property: Id(0)] byte[] Kinds, [property: Id(1)] byte[][] Bodies);

/// <param name="Seq">Place of the first.</param>
/// <param name="Reason">When not taken.</param>
[GenerateSerializer, Immutable, Alias("ltc.record-answer")]
public sealed record RecordAnswer([property: Id(0)] Taken Taken, [property: Id(1)] long Seq, [property: Id(2)] string? Reason);

/// <param name="Id">Of the version; null when there is none. Its state is in the journal's decisions.</param>
[GenerateSerializer, Immutable, Alias("ltc.policy-answer")]
public sealed record PolicyCallAnswer(
    [property: Id(0)] Taken Taken, [property: Id(1)] PolicyAnswer Answer, [property: Id(2)] string? Id, [property: Id(3)] string? Reason);

/// <param name="Ready">Takes events and judges them.</param>
/// <param name="Position">Place up to which everything is judged.</param>
/// <param name="Silo">Where the conductor is.</param>
/// <param name="Silos">Silos over which the partitions are spread.</param>
/// <param name="CheckpointFailure">Why the last checkpoint was not written; null when it was.</param>
[GenerateSerializer, Immutable, Alias("ltc.health")]
public sealed record ConductorHealth(
    [property: Id(0)] bool Ready, [property: Id(1)] string? Reason, [property: Id(2)] long Generation, [property: Id(3)] long LastSeq,
    [property: Id(4)] long Position, [property: Id(5)] int Waiting, [property: Id(6)] long ActiveActors, [property: Id(7)] int Faults,
    [property: Id(8)] string? LastFault, [property: Id(9)] string? Silo, [property: Id(10)] int Silos,
    [property: Id(11)] string? CheckpointFailure = null);
