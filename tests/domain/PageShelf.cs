using LtcActors.Domain.Actors;

namespace LtcActors.Domain.Tests;

/// <summary>Keeps the pages of actors' states as a checkpoint would.</summary>
internal sealed class PageShelf : IStatePages
{
    private readonly Dictionary<(ActorId, int), byte[]> pages = [];

    /// <summary>Pages that were read, by their numbers.</summary>
    public List<int> Asked { get; } = [];

    public ReadOnlyMemory<byte> Read(ActorId id, int number)
    {
        Asked.Add(number);
        return pages[(id, number)];
    }

    /// <returns>Pages that were new or changed.</returns>
    public int Keep(IEnumerable<Actor> actors)
    {
        var kept = 0;
        foreach (var actor in actors)
        {
            foreach (var page in actor.UnkeptPages.ToList())
            {
                pages[(actor.Id, page.Number)] = page.Bytes.ToArray();
                actor.Kept(page);
                kept++;
            }
        }

        return kept;
    }
}
