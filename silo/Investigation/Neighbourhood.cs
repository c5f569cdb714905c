using System.Text.Json;
using LtcActors.Domain.Actors;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Hosting;

namespace LtcActors.Silo.Investigation;

/// <summary>
/// Who has to do with whom: caregivers, persons, devices and addresses, step by step from one of them. It rests on the entities' own
/// views, so that it says what they say: of each, its latest 500 visits. Institutions are left out: through them everybody knows everybody.
/// </summary>
/// <param name="scope">Persons and caregivers of others' scopes are not there; devices and addresses are, where somebody seen has them.</param>
internal sealed class Neighbourhood(ISupervision supervision, PlaceFollower places, Sight sight, Scope scope, SiloLimits limits, DateOnly today)
{
    private const string AwayMark = "away:";

    private readonly Sight.Look look = sight.Of(scope);
    private readonly Dictionary<string, GraphNode> nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string, string), GraphEdge> edges = [];
    private bool truncated;

    /// <returns>Null: nothing is known of the root.</returns>
    public async Task<Graph?> AroundAsync(NodeKind kind, string id, int steps, int most)
    {
        if ((kind == NodeKind.Address ? await CanonicalAsync(id) : id) is not { } known)
        {
            return null;
        }

        var root = Node(kind, known, 0);
        nodes.Add(root.Id, root);
        var frontier = new List<GraphNode> { root };
        for (var step = 1; step <= steps; step++)
        {
            var next = new List<GraphNode>();
            foreach (var node in frontier)
            {
                if (await TiesAsync(node) is not { } ties)
                {
                    if (step == 1)
                    {
                        return null;
                    }

                    continue;
                }

                Take(node, ties, step, most, next);
            }

            frontier = next;
        }

        return new(root.Id, [.. nodes.Values], [.. edges.Values], truncated);
    }

    private void Take(GraphNode node, List<Tie> ties, int step, int most, List<GraphNode> next)
    {
        // The strongest ties first; a fixed order, so that the same question has the same answer.
        foreach (var others in ties.GroupBy(t => (t.Kind, t.Id)).OrderByDescending(g => g.Sum(t => Math.Max(1, t.Count)))
            .ThenBy(g => g.Key.Id, StringComparer.Ordinal).Select((g, i) => (Ties: g, Index: i)))
        {
            var other = Node(others.Ties.Key.Kind, others.Ties.Key.Id, step);
            var hasRoom = others.Index < limits.GraphNeighbours && nodes.Count < most;
            if (hasRoom && nodes.TryAdd(other.Id, other))
            {
                next.Add(other);
            }
            else if (!nodes.ContainsKey(other.Id))
            {
                truncated = true;
                nodes[node.Id] = nodes[node.Id] with { LeftOut = (nodes[node.Id].LeftOut ?? 0) + 1 };
                continue;
            }

            foreach (var tie in others.Ties)
            {
                Join(node.Id, other.Id, tie);
            }
        }
    }

    /// <summary>Both ends may tell of one tie; it is one edge, with the larger count.</summary>
    private void Join(string a, string b, Tie tie)
    {
        var (from, to) = string.CompareOrdinal(a, b) <= 0 ? (a, b) : (b, a);
        var known = edges.GetValueOrDefault((from, to, tie.Relation));
        var count = Math.Max(tie.Count, known?.Count ?? 0);
        edges[(from, to, tie.Relation)] = new(from, to, tie.Relation, count > 0 ? count : null);
    }

    private async Task<List<Tie>?> TiesAsync(GraphNode node)
    {
        if (await AllTiesAsync(node) is not { } all)
        {
            return null;
        }

        var seen = new List<Tie>();
        foreach (var tie in all)
        {
            if (scope.IsAll || tie.Kind is NodeKind.Device or NodeKind.Address
                || await look.SeesAsync(tie.Kind == NodeKind.Person ? ActorId.Person(tie.Id) : ActorId.Caregiver(tie.Id)))
            {
                seen.Add(tie);
            }
        }

        // A device or an address that nobody seen has to do with is nobody's business either.
        return seen.Count > 0 || node.Kind is NodeKind.Person or NodeKind.Caregiver ? seen : null;
    }

    private async Task<List<Tie>?> AllTiesAsync(GraphNode node) => node.Kind switch
    {
        NodeKind.Person => await OfPersonAsync(node.Ref),
        NodeKind.Caregiver => await ViewAsync(ActorId.Caregiver(node.Ref)) is { } view ? OfCaregiver(view) : null,
        NodeKind.Device => await ViewAsync(ActorId.Device(node.Ref)) is { } view ? OfDevice(view) : null,
        NodeKind.Address => await OfAddressAsync(node.Ref),
        _ => throw new ArgumentOutOfRangeException(nameof(node), node.Kind, "A kind of node without ties."),
    };

    private async Task<List<Tie>?> OfPersonAsync(string id)
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
            ties.AddRange(Count(person, "visits", "provider", NodeKind.Caregiver, "visits"));
            ties.AddRange(Each(person, "arrangements", "caregiverId", NodeKind.Caregiver, "assigned"));
        }

        if (binding is { } bound)
        {
            ties.AddRange(Each(bound, "bindings", "caregiverId", NodeKind.Caregiver, "bound"));
        }

        var (addresses, _) = await places.AskAsync(book => book.HomesOf(id, today).Select(h => IdOf(book, h)).ToList());
        ties.AddRange(addresses.Select(address => new Tie(NodeKind.Address, address, "lives-at", 0)));
        return ties;
    }

    private static List<Tie> OfCaregiver(JsonElement view) =>
    [
        .. Count(view, "visits", "personId", NodeKind.Person, "visits"), .. Each(view, "clients", "personId", NodeKind.Person, "assigned"),
        .. Each(view, "boundTo", "personId", NodeKind.Person, "bound"), .. Each(view, "devices", null, NodeKind.Device, "used"),
        .. Each(view, "sameNameAs", null, NodeKind.Caregiver, "same-name"),
    ];

    private static List<Tie> OfDevice(JsonElement view) =>
    [
        .. Items(view, "sightings").Select(s => new Tie(NodeKind.Caregiver, s.GetProperty("caregiverId").GetString()!, "used", s.GetProperty("events").GetInt64())),
    ];

    private async Task<List<Tie>?> OfAddressAsync(string id)
    {
        var (homes, _) = await places.AskAsync(book => Find(book, id) is { } home ? book.At(home.Point, today).ToList() : []);
        return homes.Count == 0 ? null : [.. homes.Select(h => new Tie(NodeKind.Person, h.PersonId, "lives-at", 0))];
    }

    private async Task<string?> CanonicalAsync(string id) =>
        (await places.AskAsync(book => Find(book, id) is { } home && book.IsSeenBy(scope, home.PersonId) ? IdOf(book, home) : null)).Answer;

    /// <summary>
    /// An address is named by the first of those seen who live there, so that its name tells nobody where it is: <c>P-1</c>, or
    /// <c>away:P-1</c> where that one lives for a time.
    /// </summary>
    private string IdOf(PlaceBook book, HomePlace home) => book.At(home.Point, today).Where(h => book.IsSeenBy(scope, h.PersonId))
        .Select(h => h.Away ? AwayMark + h.PersonId : h.PersonId).Min(StringComparer.Ordinal)!;

    private HomePlace? Find(PlaceBook book, string id) => id.StartsWith(AwayMark, StringComparison.Ordinal)
        ? book.HomesOf(id[AwayMark.Length..], today).FirstOrDefault(h => h.Away) ?? Usual(book, id)
        : Usual(book, id);

    private HomePlace? Usual(PlaceBook book, string person) => book.HomesOf(person, today).FirstOrDefault(h => !h.Away);

    private async Task<JsonElement?> ViewAsync(ActorId id) =>
        await supervision.ViewAsync(id, null) is { } view ? Json.Of(view) : null;

    private static IEnumerable<Tie> Count(JsonElement view, string list, string member, NodeKind kind, string relation) =>
        Ids(view, list, member).GroupBy(id => id, StringComparer.Ordinal).Select(g => new Tie(kind, g.Key, relation, g.LongCount()));

    private static IEnumerable<Tie> Each(JsonElement view, string list, string? member, NodeKind kind, string relation) =>
        Ids(view, list, member).Distinct(StringComparer.Ordinal).Select(id => new Tie(kind, id, relation, 0));

    private static IEnumerable<string> Ids(JsonElement view, string list, string? member) => Items(view, list)
        .Select(i => member is null ? i : i.TryGetProperty(member, out var value) ? value : default)
        .Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!).Where(id => id.Length > 0);

    private static IEnumerable<JsonElement> Items(JsonElement view, string list) =>
        view.TryGetProperty(list, out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : [];

    private static GraphNode Node(NodeKind kind, string id, int step) => new($"{kind.ToString().ToLowerInvariant()}:{id}", kind, id, step);

    private readonly record struct Tie(NodeKind Kind, string Id, string Relation, long Count);
}

internal enum NodeKind { Person, Caregiver, Device, Address }

/// <param name="Id"><c>person:P-1</c>.</param>
/// <param name="Ref">Its own id.</param>
/// <param name="Step">How far from the one asked for.</param>
/// <param name="LeftOut">Neighbours that did not fit.</param>
internal sealed record GraphNode(string Id, NodeKind Kind, string Ref, int Step, int? LeftOut = null);

/// <param name="Relation"><c>visits</c>, <c>assigned</c>, <c>bound</c>, <c>used</c>, <c>same-name</c> or <c>lives-at</c>.</param>
/// <param name="Count">Visits, or events on the device; absent where nothing is counted.</param>
internal sealed record GraphEdge(string From, string To, string Relation, long? Count);

/// <param name="Truncated">Neighbours were left out; the nodes say how many.</param>
internal sealed record Graph(string Root, IReadOnlyList<GraphNode> Nodes, IReadOnlyList<GraphEdge> Edges, bool Truncated);
