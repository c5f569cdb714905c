using System.Text.Json;
using LtcActors.Domain.Actors;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Hosting;

namespace LtcActors.Silo.Investigation;

/// <summary>Ties as the entities' own views tell them now, so that the graph says what they say: of each, its latest 500 visits.</summary>
internal sealed class TiesNow(ISupervision supervision, PlaceFollower places, Scope scope, DateOnly today)
    : Ties(supervision, places, scope, today, DateTimeOffset.MaxValue)
{
    protected override async Task<List<Tie>?> OfPersonAsync(string id)
    {
        var view = await ViewAsync(ActorId.Person(id));
        var binding = await ViewAsync(ActorId.Binding(id));
        if (view is null && binding is null)
        {
            return null;
        }

        var ties = new List<Tie>();
        if (view is { } person)
        {
            ties.AddRange(Count(person, "visits", "provider", NodeKind.Caregiver, Relations.Visits));
            ties.AddRange(Each(person, "arrangements", "caregiverId", NodeKind.Caregiver, Relations.Assigned));
        }

        if (binding is { } bound)
        {
            ties.AddRange(Each(bound, "bindings", "caregiverId", NodeKind.Caregiver, Relations.Bound));
        }

        ties.AddRange(await AddressesOfAsync(id));
        return ties;
    }

    protected override async Task<List<Tie>?> OfCaregiverAsync(string id) => await ViewAsync(ActorId.Caregiver(id)) is not { } view ? null :
    [
        .. Count(view, "visits", "personId", NodeKind.Person, Relations.Visits), .. Each(view, "clients", "personId", NodeKind.Person, Relations.Assigned),
        .. Each(view, "boundTo", "personId", NodeKind.Person, Relations.Bound), .. Each(view, "devices", null, NodeKind.Device, Relations.Used),
        .. Each(view, "sameNameAs", null, NodeKind.Caregiver, Relations.SameName),
    ];

    protected override async Task<List<Tie>?> OfDeviceAsync(string id) => await ViewAsync(ActorId.Device(id)) is not { } view ? null :
    [
        .. Items(view, "sightings").Select(s => new Tie(NodeKind.Caregiver, s.GetProperty("caregiverId").GetString()!, Relations.Used, s.GetProperty("events").GetInt64())),
    ];

    private async Task<JsonElement?> ViewAsync(ActorId id) =>
        await Supervision.ViewAsync(id, null) is { } view ? Json.Of(view) : null;

    private static IEnumerable<Tie> Count(JsonElement view, string list, string member, NodeKind kind, string relation) =>
        Ids(view, list, member).GroupBy(id => id, StringComparer.Ordinal).Select(g => new Tie(kind, g.Key, relation, g.LongCount()));

    private static IEnumerable<Tie> Each(JsonElement view, string list, string? member, NodeKind kind, string relation) =>
        Ids(view, list, member).Distinct(StringComparer.Ordinal).Select(id => new Tie(kind, id, relation));

    private static IEnumerable<string> Ids(JsonElement view, string list, string? member) => Items(view, list)
        .Select(i => member is null ? i : i.TryGetProperty(member, out var value) ? value : default)
        .Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!).Where(id => id.Length > 0);

    private static IEnumerable<JsonElement> Items(JsonElement view, string list) =>
        view.TryGetProperty(list, out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : [];
}
