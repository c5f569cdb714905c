using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;

namespace LtcActors.Journal.Segments.State;

/// <summary>Reads actors where they lie. Any thread.</summary>
/// <param name="chunk">The rows of a chunk; null when it is no more.</param>
internal sealed class ActorRows(ActorPlaces places, Func<long, byte[]?> chunk)
{
    /// <summary>Of a millisecond each but for the first few: far longer than places take to be known.</summary>
    private const int MostWaits = 5_000;

    /// <exception cref="InvalidDataException">It is not where it should lie.</exception>
    public ActorRow? Read(ActorId id)
    {
        // A checkpoint's chunks are in the store, and those it replaced are gone, an instant before their places are known.
        for (var wait = new SpinWait(); places.Find(id) is { } place; wait.SpinOnce())
        {
            if (chunk(place.Chunk) is { } rows)
            {
                return Row(id, place, rows);
            }

            if (wait.Count > MostWaits)
            {
                throw new InvalidDataException($"Chunk {place.Chunk} of the state is missing.");
            }
        }

        return null;
    }

    /// <summary>In the order they lie in; rows saved meanwhile may or may not be among them.</summary>
    public IEnumerable<ActorRow> All()
    {
        (long Number, byte[]? Rows) last = default;
        foreach (var (id, place) in places.All())
        {
            if (last.Number != place.Chunk)
            {
                last = (place.Chunk, chunk(place.Chunk));
            }

            if (last.Rows is { } rows)
            {
                yield return Row(id, place, rows);
            }
            else if (Read(id) is { } elsewhere)
            {
                yield return elsewhere;
            }
        }
    }

    public IEnumerable<(ActorId Id, DateTimeOffset Deadline)> Deadlines() =>
        places.All().Where(p => p.Place.DeadlineAt is not null).Select(p => (p.Id, p.Place.DeadlineAt!.Value));

    private static ActorRow Row(ActorId id, in Place place, byte[] rows)
    {
        if (rows.Length < place.Offset + place.State + place.Tail)
        {
            throw new InvalidDataException($"Chunk {place.Chunk} of the state is shorter than its directory says.");
        }

        // Copies: whoever keeps one row must not keep its neighbours.
        var state = rows.AsSpan(place.Offset, place.State).ToArray();
        return new(id, state, rows.AsSpan(place.Offset + place.State, place.Tail).ToArray(), place.DeadlineAt);
    }
}
