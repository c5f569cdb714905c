using LtcActors.Domain.Policies;
using LtcActors.Engine.Ports;

namespace LtcActors.Silo.PolicyVersions;

/// <summary>The policies by which is judged: those that came with the program, with the versions that editors have published.</summary>
internal sealed class PoliciesInForce(ISupervision supervision, SiloParts parts)
{
    /// <exception cref="JournalUnavailableException">The two do not fit each other, so that nothing is judged.</exception>
    public PolicyBook Book
    {
        get
        {
            try
            {
                return parts.Policies.With(supervision.PolicyVersions());
            }
            catch (PolicyException e)
            {
                throw new JournalUnavailableException($"The policies of this program do not fit the versions published: {e.Message}", e);
            }
        }
    }
}
