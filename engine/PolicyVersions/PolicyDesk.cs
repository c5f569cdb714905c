using LtcActors.Domain.Calendars;
using LtcActors.Domain.Policies;
using LtcActors.Engine.Ports;

namespace LtcActors.Engine.PolicyVersions;

/// <summary>
/// The policy versions as the engine has decided them, and the book by which it judges. A step is decided at once, and counts for
/// judging only from its place in the journal on. The conductor's thread only; see <see cref="PolicyRegister"/>.
/// </summary>
/// <param name="book">The policies that came with the program.</param>
internal sealed class PolicyDesk(PolicyBook book)
{
    private readonly PolicyBook shipped = book;
    private readonly Dictionary<string, PolicyVersion> decided = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PolicyVersion> reached = new(StringComparer.Ordinal);

    /// <summary>What is judged by.</summary>
    public PolicyBook Book { get; private set; } = book;

    /// <summary>The book that counts after some steps.</summary>
    /// <param name="shipped">The policies that came with the program.</param>
    public static PolicyBook BookOf(PolicyBook shipped, IEnumerable<StoredPolicyStep> steps)
    {
        var desk = new PolicyDesk(shipped);
        foreach (var step in steps)
        {
            desk.Reach(step.Step, isOfEarlierRun: true);
        }

        return desk.Book;
    }

    public (PolicyResult Result, PolicyStep? Step) Decide(PolicyCommand command, DateTimeOffset now)
    {
        var id = IdOf(command);
        if (command is not PolicyCommand.Draft && !decided.ContainsKey(id))
        {
            return (new(PolicyAnswer.NotFound, null, "There is no policy version with this id."), null);
        }

        var state = decided.GetValueOrDefault(id);
        var decision = PolicyVersionDecider.Decide(command, state, Shanghai.DayOf(now));
        if (decision.Fact is not { } fact)
        {
            return (Refused(decision.Refusal!.Value, state), null);
        }

        var step = new PolicyStep(id, fact, command.By, now);
        var version = PolicyVersion.Evolve(state, step);
        try
        {
            // Asked for every step: a draft whose day comes later must fit on that day, whatever others have published since.
            var others = decided.Values.Where(v => v.Id != id);
            shipped.With(others.Append(version));
            if (version.ShadowFrom is not null)
            {
                // What runs beside must fit what counts, and whatever else runs beside it.
                shipped.With(others.Select(o => o.ShadowFrom is null ? o : o.AsTried()).Append(version.AsTried()));
            }
        }
        catch (PolicyException e)
        {
            return (new(PolicyAnswer.Invalid, state, e.Message), null);
        }

        decided[id] = version;
        return (new(PolicyAnswer.Done, version, null), step);
    }

    /// <summary>A step has been reached in the journal.</summary>
    /// <param name="isOfEarlierRun">It was not decided here: what is decided here is ahead of what is reached.</param>
    /// <returns>Whether another book counts from here on.</returns>
    /// <exception cref="PolicyException">What counts does not fit the program's own policies, as when an update brings a value of the same day.</exception>
    public bool Reach(PolicyStep step, bool isOfEarlierRun)
    {
        var before = reached.GetValueOrDefault(step.Id);
        var version = PolicyVersion.Evolve(before, step);
        reached[step.Id] = version;
        if (isOfEarlierRun)
        {
            decided[step.Id] = version;
        }

        if (before?.IsLive != true && !version.IsLive)
        {
            return false;
        }

        try
        {
            Book = shipped.With(reached.Values);
        }
        catch (PolicyException e)
        {
            throw new PolicyException(
                "policies/", null, $"the files do not fit the versions that count. {e.Message} Give the files' value another first day, or start the program with the files before.");
        }

        return true;
    }

    private string IdOf(PolicyCommand command) => command switch
    {
        PolicyCommand.Draft => $"policy-{decided.Count + 1}",
        PolicyCommand.Revise c => c.Id,
        PolicyCommand.Approve c => c.Id,
        PolicyCommand.Reject c => c.Id,
        PolicyCommand.Publish c => c.Id,
        PolicyCommand.Withdraw c => c.Id,
        PolicyCommand.Shadow c => c.Id,
        PolicyCommand.Unshadow c => c.Id,
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "No such command."),
    };

    private static PolicyResult Refused(PolicyRefusal why, PolicyVersion? state) => why switch
    {
        PolicyRefusal.OwnDraft => new(PolicyAnswer.OwnDraft, state, "Whoever wrote a draft may not review it."),
        PolicyRefusal.NotAhead => new(PolicyAnswer.NotAhead, state, "The first day must lie after today: what has counted is never changed."),
        _ => new(PolicyAnswer.Conflict, state, $"A version that is {state?.Status.ToString().ToLowerInvariant()} does not allow it."),
    };
}
