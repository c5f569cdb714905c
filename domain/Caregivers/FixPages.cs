using LtcActors.Domain.Actors;

namespace LtcActors.Domain.Caregivers;

/// <summary>The closed pages of a caregiver's days.</summary>
internal sealed class FixPages(ActorId owner) : OwnPages(owner)
{
    /// <param name="number">Of the page it replaces, if any.</param>
    public OwnPage Add(int? number, ReadOnlySpan<Fix> fixes, ReadOnlySpan<FixSource> sources)
    {
        var writer = Begin();
        FixCodec.Write(writer, fixes, sources);
        return End(number, fixes.Length, writer);
    }

    public (Fix[] Fixes, FixSource[] Sources) Read(OwnPage page) => FixCodec.Read(Open(page), page.Count);
}
