using LtcActors.Domain.Policies;
using LtcActors.Engine.Ports;

namespace LtcActors.Engine.PolicyVersions;

/// <summary>The policy versions of a journal that no engine has open.</summary>
public static class StoredPolicyVersions
{
    /// <summary>Decisions read at one time.</summary>
    private const int Page = 10_000;

    /// <summary>In the order in which they were drafted.</summary>
    public static IReadOnlyList<PolicyVersion> Of(IJournal journal)
    {
        var register = new PolicyRegister();
        for (var (after, read) = (0L, journal.ReadDecisions(0, Page)); read.Count > 0; read = journal.ReadDecisions(after, Page))
        {
            foreach (var decision in read.Where(d => d.Kind == DecisionKind.Policy))
            {
                register.Show(new(decision.Seq, PolicyStepJson.Read(decision.Json.Span)));
            }

            after = read[^1].Seq;
        }

        return register.Versions();
    }
}
