using LtcActors.Engine.Alerts;

namespace LtcActors.Silo.Problems;

/// <summary>Ends a request with a problem. Thrown where the fault is found, written in one place.</summary>
/// <param name="detail">One English sentence for whoever reads the client's log; it never repeats what the client sent.</param>
public sealed class Refusal(ProblemKind kind, string detail) : Exception(detail)
{
    public ProblemKind Kind { get; } = kind;

    /// <summary>JSON pointer into the body.</summary>
    public string? Pointer { get; init; }

    /// <summary>Name of the query parameter.</summary>
    public string? Parameter { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What is there, and is of another's scope: told to the audit, never to the client.</summary>
    public (string Kind, string Id)? OutOfScope { get; init; }

    /// <summary>On a conflict: the alert as it stands.</summary>
    public AlertRecord? Alert { get; init; }
}
