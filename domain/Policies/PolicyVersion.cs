using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Policies;

/// <summary>A number that a policy version sets, in one region.</summary>
/// <param name="Region">Id of the region, as in <c>regions.json</c>.</param>
/// <param name="Citation">Where the law gives the number.</param>
/// <param name="Proposed">Why this number, where no law gives one. Exactly one of the two is there.</param>
public sealed record PolicyValue(string Region, string Key, double Value, string Unit, Citation? Citation, string? Proposed);

/// <summary>Where a version stands. The order is that of its life; numbers are not stored.</summary>
public enum PolicyStatus { Draft, Approved, Rejected, Live, Withdrawn }

/// <summary>What happened to a policy version: a fact, kept in the journal, never changed.</summary>
public abstract record PolicyFact
{
    private PolicyFact()
    {
    }

    public sealed record Drafted(string Title, IReadOnlyList<PolicyValue> Values) : PolicyFact;

    /// <summary>The draft in place of what it said before; whoever did it is an author too.</summary>
    public sealed record Revised(string Title, IReadOnlyList<PolicyValue> Values) : PolicyFact;

    public sealed record Approved(string? Note) : PolicyFact;

    public sealed record Rejected(string Note) : PolicyFact;

    /// <param name="From">The first day on which its values count.</param>
    public sealed record Published(DateOnly From) : PolicyFact;

    public sealed record Withdrawn(string Note) : PolicyFact;

    /// <summary>Its values run beside those that count, as if they counted from the day on: only editors see what comes of it.</summary>
    public sealed record Shadowed(DateOnly From) : PolicyFact;

    public sealed record Unshadowed : PolicyFact;
}

/// <summary>A fact with its version, and who and when.</summary>
/// <param name="Id">Of the version: <c>policy-</c> and its number, from 1.</param>
public sealed record PolicyStep(string Id, PolicyFact Fact, string By, DateTimeOffset At);

/// <summary>Values that are drafted by one, reviewed by another, and live from a day on.</summary>
/// <param name="Authors">All who wrote it; none of them may review it.</param>
/// <param name="From">The first day on which it counts; null: on none yet.</param>
public sealed record PolicyVersion(
    string Id, string Title, IReadOnlyList<PolicyValue> Values, PolicyStatus Status, IReadOnlyList<string> Authors, string? Reviewer, DateOnly? From)
{
    /// <summary>Whether its values count from <see cref="From"/> on.</summary>
    public bool IsLive => Status == PolicyStatus.Live;

    /// <summary>The first day on which its values are tried beside those that count; null: they are not.</summary>
    public DateOnly? ShadowFrom { get; init; }

    /// <summary>As it would be, did its values count from the day on from which they are tried.</summary>
    public PolicyVersion AsTried() => this with { Status = PolicyStatus.Live, From = ShadowFrom };

    /// <exception cref="InvalidOperationException">A step before the draft, or a second draft: no journal of ours has that.</exception>
    public static PolicyVersion Evolve(PolicyVersion? state, PolicyStep step) => (step.Fact, state) switch
    {
        (PolicyFact.Drafted f, null) => new(step.Id, f.Title, f.Values, PolicyStatus.Draft, [step.By], null, null),
        (PolicyFact.Revised f, { } s) => s with { Title = f.Title, Values = f.Values, Status = PolicyStatus.Draft, Authors = [.. s.Authors.Union([step.By])] },
        (PolicyFact.Approved, { } s) => s with { Status = PolicyStatus.Approved, Reviewer = step.By },
        (PolicyFact.Rejected, { } s) => s with { Status = PolicyStatus.Rejected, Reviewer = step.By },
        (PolicyFact.Published f, { } s) => s with { Status = PolicyStatus.Live, From = f.From, ShadowFrom = null },
        (PolicyFact.Withdrawn, { } s) => s with { Status = PolicyStatus.Withdrawn, From = null, ShadowFrom = null },
        (PolicyFact.Shadowed f, { } s) => s with { ShadowFrom = f.From },
        (PolicyFact.Unshadowed, { } s) => s with { ShadowFrom = null },
        _ => throw new InvalidOperationException($"{step.Id} cannot take the step {step.Fact.GetType().Name}."),
    };
}
