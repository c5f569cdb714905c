using System.Text.Json;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;

namespace LtcActors.Silo.Investigation;

/// <summary>
/// Ties as they were known at an instant. A view built anew would lack what its entity was told by others, and costs all of its entries; so
/// visits and devices are read from the latest entries there were then, and who was put together with whom from the index of it.
/// </summary>
internal sealed class TiesThen(ISupervision supervision, PlaceFollower places, Scope scope, DateTimeOffset instant, SiloLimits limits)
    : Ties(supervision, places, scope, Shanghai.DayOf(instant), instant)
{
    private int left = limits.GraphEntries;
    private bool isPartial;

    public override bool IsPartial => isPartial;

    protected override async Task<List<Tie>?> OfPersonAsync(string id)
    {
        var trail = await ReadAsync(ActorId.Person(id));
        var told = await AskAsync(book => book.Ties.OfPerson(id, KnownAt).ToList());
        var visits = trail.Visits().Where(v => v.PersonId == id).GroupBy(v => v.CaregiverId)
            .Select(g => new Tie(NodeKind.Caregiver, g.Key, Relations.Visits, g.LongCount()));
        return IfAny(trail, [.. visits, .. told, .. await AddressesOfAsync(id)]);
    }

    protected override async Task<List<Tie>?> OfCaregiverAsync(string id)
    {
        var trail = await ReadAsync(ActorId.Caregiver(id));
        var told = await AskAsync(book => book.Ties.OfCaregiver(id, KnownAt).ToList());
        var visits = trail.Visits().Where(v => v.CaregiverId == id).GroupBy(v => v.PersonId)
            .Select(g => new Tie(NodeKind.Person, g.Key, Relations.Visits, g.LongCount()));
        var used = trail.Sightings().Where(s => s.CaregiverId == id).GroupBy(s => s.DeviceId)
            .Select(g => new Tie(NodeKind.Device, g.Key, Relations.Used, g.LongCount()));
        return IfAny(trail, [.. visits, .. told, .. used]);
    }

    protected override async Task<List<Tie>?> OfDeviceAsync(string id)
    {
        var trail = await ReadAsync(ActorId.Device(id));
        return IfAny(trail, [.. trail.Sightings().Where(s => s.DeviceId == id).GroupBy(s => s.CaregiverId)
            .Select(g => new Tie(NodeKind.Caregiver, g.Key, Relations.Used, g.LongCount()))]);
    }

    /// <summary>Nothing known of it and no tie: it was not there yet.</summary>
    private static List<Tie>? IfAny(Trail trail, List<Tie> ties) => trail.Entries == 0 && ties.Count == 0 ? null : ties;

    /// <summary>The nodes come with the strongest ties first: when all that one graph may read is read, it is the weakest that go without.</summary>
    private async Task<Trail> ReadAsync(ActorId id)
    {
        var most = Math.Min(limits.GraphEntriesOfOne, left);
        var entries = await Supervision.LatestAsync(id, KnownAt, most + 1);
        isPartial |= entries.Count > most;
        var trail = new Trail();
        foreach (var entry in entries.Take(most))
        {
            trail.Add(new(entry.Seq, entry.RecordedAt, JsonElement.Parse(entry.Json.Span), []));
        }

        left -= Math.Min(most, entries.Count);
        return trail;
    }
}
