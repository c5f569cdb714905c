using LtcActors.Domain.Policies;

namespace LtcActors.Engine.Ports;

public enum PolicyAnswer
{
    Done,
    NotFound,

    /// <summary>The version's state does not allow it.</summary>
    Conflict,

    /// <summary>Whoever wrote it may not review it.</summary>
    OwnDraft,

    /// <summary>Its first day must lie after today.</summary>
    NotAhead,

    /// <summary>Its values do not fit those in force, or its sources, from that day on.</summary>
    Invalid,
}

/// <param name="Version">After the change.</param>
public sealed record PolicyResult(PolicyAnswer Answer, PolicyVersion? Version, string? Reason);

/// <summary>A step of a version in the journal.</summary>
/// <param name="Seq">Its place.</param>
public sealed record StoredPolicyStep(long Seq, PolicyStep Step);
