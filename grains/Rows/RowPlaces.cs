using System.Runtime.InteropServices;
using LtcActors.Domain.Actors;

namespace LtcActors.Grains.Rows;

/// <summary>Where the row of each actor of a partition lies, about 100 bytes an actor, and how much of each segment is still in use. Any thread.</summary>
internal sealed class RowPlaces
{
    private readonly Lock gate = new();
    private readonly Dictionary<ActorId, RowPlace> places = [];
    private readonly SortedDictionary<SegmentId, Use> segments = [];

    public RowPlace? Find(ActorId of)
    {
        lock (gate)
        {
            return places.TryGetValue(of, out var place) ? place : null;
        }
    }

    /// <summary>All that have a row.</summary>
    public List<ActorId> All()
    {
        lock (gate)
        {
            return [.. places.Keys];
        }
    }

    /// <summary>Segments of which less than half is still in use, oldest first, how many chunks they have, and how much is in use.</summary>
    public List<(SegmentId Id, int Chunks, long BytesInUse)> Sparse()
    {
        lock (gate)
        {
            return [.. segments.Where(s => s.Value.BytesInUse * 2 < s.Value.Bytes).Select(s => (s.Key, s.Value.Chunks, s.Value.BytesInUse))];
        }
    }

    /// <summary>Its rows count from now on, and those they replace no longer.</summary>
    public void Add(Segment segment)
    {
        lock (gate)
        {
            var bytes = segment.Rows.Sum(r => (long)r.Place.Length);
            segments.Add(segment.Id, new() { Chunks = segment.Chunks, Bytes = bytes, BytesInUse = bytes });
            foreach (var (of, place) in segment.Rows)
            {
                ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(places, of, out var replaces);
                if (replaces)
                {
                    segments[known.Segment].BytesInUse -= known.Length;
                }

                known = place;
            }
        }
    }

    /// <summary>Nothing in it is in use.</summary>
    public void Forget(SegmentId segment)
    {
        lock (gate)
        {
            segments.Remove(segment);
        }
    }

    private sealed class Use
    {
        public required int Chunks { get; init; }

        public required long Bytes { get; init; }

        public required long BytesInUse { get; set; }
    }
}
