using System.Runtime.InteropServices;
using LtcActors.Domain.Actors;

namespace LtcActors.Journal.Segments.State;

/// <summary>
/// Where the last row of each actor lies, and how much of each chunk is last rows. About 100 bytes an actor. Asked by any thread,
/// changed by the writer alone.
/// </summary>
internal sealed class ActorPlaces
{
    private readonly Lock gate = new();
    private readonly Dictionary<ActorId, Place> places = [];
    private readonly Dictionary<long, (int Written, int Valid)> chunks = [];

    public Place? Find(ActorId id)
    {
        lock (gate)
        {
            return places.TryGetValue(id, out var place) ? place : null;
        }
    }

    /// <summary>All there are now, in the order they lie in.</summary>
    public List<(ActorId Id, Place Place)> All()
    {
        List<(ActorId Id, Place Place)> all;
        lock (gate)
        {
            all = [.. places.Select(p => (p.Key, p.Value))];
        }

        all.Sort(static (a, b) => (a.Place.Chunk, a.Place.Offset).CompareTo((b.Place.Chunk, b.Place.Offset)));
        return all;
    }

    /// <summary>Chunks of which less than half is still valid, in the order they were written.</summary>
    public List<long> Sparse()
    {
        lock (gate)
        {
            return [.. chunks.Where(c => c.Value.Valid * 2L < c.Value.Written).Select(c => c.Key).Order()];
        }
    }

    /// <param name="written">Their new places.</param>
    /// <param name="dropped">Chunks that are no more, with nothing valid left in them.</param>
    public void Move(List<(ActorId Id, Place Place)> written, List<long> dropped)
    {
        lock (gate)
        {
            foreach (var (id, place) in written)
            {
                ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(places, id, out var exists);
                if (exists)
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(chunks, known.Chunk, out _).Valid -= known.Weight;
                }

                known = place;
                ref var chunk = ref CollectionsMarshal.GetValueRefOrAddDefault(chunks, place.Chunk, out _);
                chunk = (chunk.Written + place.Weight, chunk.Valid + place.Weight);
            }

            dropped.ForEach(c => chunks.Remove(c));
        }
    }

    /// <summary>Forgets what it knew for this.</summary>
    public void Restart(List<(ActorId Id, Place Place)> all)
    {
        lock (gate)
        {
            Clear();
            Move(all, []);
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            places.Clear();
            chunks.Clear();
        }
    }
}
