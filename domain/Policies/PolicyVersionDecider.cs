namespace LtcActors.Domain.Policies;

/// <summary>What a policy editor asks of a version.</summary>
public abstract record PolicyCommand(string By)
{
    /// <summary>A new version.</summary>
    public sealed record Draft(string Title, IReadOnlyList<PolicyValue> Values, string By) : PolicyCommand(By);

    public sealed record Revise(string Id, string Title, IReadOnlyList<PolicyValue> Values, string By) : PolicyCommand(By);

    public sealed record Approve(string Id, string? Note, string By) : PolicyCommand(By);

    public sealed record Reject(string Id, string Note, string By) : PolicyCommand(By);

    public sealed record Publish(string Id, DateOnly From, string By) : PolicyCommand(By);

    public sealed record Withdraw(string Id, string Note, string By) : PolicyCommand(By);

    /// <summary>Tries it beside what counts. Nobody need review that: only editors see it.</summary>
    /// <param name="From">Any day, as nothing that has counted is changed.</param>
    public sealed record Shadow(string Id, DateOnly From, string By) : PolicyCommand(By);

    public sealed record Unshadow(string Id, string By) : PolicyCommand(By);
}

public enum PolicyRefusal
{
    /// <summary>The version's state does not allow it.</summary>
    WrongState,

    /// <summary>Whoever wrote it may not review it.</summary>
    OwnDraft,

    /// <summary>Its first day is not after today: what has counted is never changed.</summary>
    NotAhead,
}

/// <summary>One of the two is there.</summary>
public readonly record struct PolicyDecision(PolicyFact? Fact, PolicyRefusal? Refusal);

/// <summary>Draft by one, review by another, live from a day to come.</summary>
public static class PolicyVersionDecider
{
    /// <param name="state">Null: there is none yet.</param>
    /// <param name="today">Asia/Shanghai.</param>
    public static PolicyDecision Decide(PolicyCommand command, PolicyVersion? state, DateOnly today) => (command, state) switch
    {
        (PolicyCommand.Draft c, null) => Accept(new PolicyFact.Drafted(c.Title, c.Values)),
        (PolicyCommand.Revise c, { Status: PolicyStatus.Draft or PolicyStatus.Rejected }) => Accept(new PolicyFact.Revised(c.Title, c.Values)),
        (PolicyCommand.Approve or PolicyCommand.Reject, { Status: PolicyStatus.Draft } s) when s.Authors.Contains(command.By) => Refuse(PolicyRefusal.OwnDraft),
        (PolicyCommand.Approve c, { Status: PolicyStatus.Draft }) => Accept(new PolicyFact.Approved(c.Note)),
        (PolicyCommand.Reject c, { Status: PolicyStatus.Draft }) => Accept(new PolicyFact.Rejected(c.Note)),
        (PolicyCommand.Publish c, { Status: PolicyStatus.Approved }) =>
            c.From > today ? Accept(new PolicyFact.Published(c.From)) : Refuse(PolicyRefusal.NotAhead),
        (PolicyCommand.Withdraw c, { Status: PolicyStatus.Draft or PolicyStatus.Approved or PolicyStatus.Rejected }) => Accept(new PolicyFact.Withdrawn(c.Note)),
        // Once a day of it has begun it has counted; another version takes its place from a day to come.
        (PolicyCommand.Withdraw c, { Status: PolicyStatus.Live, From: { } from }) =>
            from > today ? Accept(new PolicyFact.Withdrawn(c.Note)) : Refuse(PolicyRefusal.NotAhead),
        (PolicyCommand.Shadow c, { Status: PolicyStatus.Draft or PolicyStatus.Approved, ShadowFrom: null }) => Accept(new PolicyFact.Shadowed(c.From)),
        (PolicyCommand.Unshadow, { ShadowFrom: not null }) => Accept(new PolicyFact.Unshadowed()),
        _ => Refuse(PolicyRefusal.WrongState),
    };

    private static PolicyDecision Accept(PolicyFact fact) => new(fact, null);

    private static PolicyDecision Refuse(PolicyRefusal why) => new(null, why);
}
