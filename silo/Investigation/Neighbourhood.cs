using LtcActors.Domain.Actors;
using LtcActors.Silo.Access;

namespace LtcActors.Silo.Investigation;

/// <summary>
/// Who has to do with whom: caregivers, persons, devices and addresses, step by step from one of them. Institutions are left out: through
/// them everybody knows everybody.
/// </summary>
/// <param name="look">Persons and caregivers of others' scopes are not there; devices and addresses are, where somebody seen has them.</param>
internal sealed class Neighbourhood(Ties ties, Sight.Look look, SiloLimits limits)
{
    private readonly Dictionary<string, GraphNode> nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string, string), GraphEdge> edges = [];
    private bool truncated;

    /// <returns>Null: nothing is known of the root.</returns>
    public async Task<Graph?> AroundAsync(NodeKind kind, string id, int steps, int most)
    {
        if ((kind == NodeKind.Address ? await ties.AddressAsync(id) : id) is not { } known)
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
                if (await TiesAsync(node) is not { } found)
                {
                    if (step == 1)
                    {
                        return null;
                    }

                    continue;
                }

                Take(node, found, step, most, next);
            }

            frontier = next;
        }

        return new(root.Id, [.. nodes.Values], [.. edges.Values], truncated, ties.IsPartial ? true : null, ties.Position, ties.LastSeq);
    }

    private void Take(GraphNode node, List<Tie> found, int step, int most, List<GraphNode> next)
    {
        // The strongest ties first; a fixed order, so that the same question has the same answer.
        foreach (var others in found.GroupBy(t => (t.Kind, t.Id)).OrderByDescending(g => g.Sum(t => Math.Max(1, t.Count)))
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
        if (await ties.OfAsync(node) is not { } all)
        {
            return null;
        }

        var seen = new List<Tie>();
        foreach (var tie in all)
        {
            if (tie.Kind is NodeKind.Device or NodeKind.Address
                || await look.SeesAsync(tie.Kind == NodeKind.Person ? ActorId.Person(tie.Id) : ActorId.Caregiver(tie.Id)))
            {
                seen.Add(tie);
            }
        }

        // A device or an address that nobody seen has to do with is nobody's business either.
        return seen.Count > 0 || node.Kind is NodeKind.Person or NodeKind.Caregiver ? seen : null;
    }

    private static GraphNode Node(NodeKind kind, string id, int step) => new($"{kind.ToString().ToLowerInvariant()}:{id}", kind, id, step);
}

internal enum NodeKind { Person, Caregiver, Device, Address }

/// <param name="Id"><c>person:P-1</c>.</param>
/// <param name="Ref">Its own id.</param>
/// <param name="Step">How far from the one asked for.</param>
/// <param name="LeftOut">Neighbours that did not fit.</param>
internal sealed record GraphNode(string Id, NodeKind Kind, string Ref, int Step, int? LeftOut = null);

/// <param name="Relation">One of <see cref="Relations"/>.</param>
/// <param name="Count">Visits, or events on the device; absent where nothing is counted.</param>
internal sealed record GraphEdge(string From, string To, string Relation, long? Count);

/// <param name="Truncated">Neighbours were left out; the nodes say how many.</param>
/// <param name="Partial">As known at an instant: of some only the latest entries there were then were read for visits and devices.</param>
/// <param name="Position">Place in the journal up to which homes, and what was put together then, are known.</param>
internal sealed record Graph(
    string Root, IReadOnlyList<GraphNode> Nodes, IReadOnlyList<GraphEdge> Edges, bool Truncated, bool? Partial, long Position, long LastSeq);
