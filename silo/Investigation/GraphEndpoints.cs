using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Audit;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Problems;
using LtcActors.Silo.Queries;

namespace LtcActors.Silo.Investigation;

/// <summary>The neighbours of a caregiver, a person, a device or an address.</summary>
internal sealed class GraphEndpoints(
    ISupervision supervision, PlaceFollower places, PersonalData personal, Sight sight, AuditLog audit, SiloLimits limits, TimeProvider clock)
{
    private static readonly Dictionary<string, NodeKind> Kinds = new(StringComparer.Ordinal)
    {
        ["persons"] = NodeKind.Person, ["caregivers"] = NodeKind.Caregiver, ["devices"] = NodeKind.Device, ["addresses"] = NodeKind.Address,
    };

    public void Map(IEndpointRouteBuilder routes) =>
        routes.Get("/v1/graph/{kind}/{id}", GraphAsync, "Caregivers, persons, devices and addresses around one of them, step by step")
            .RequireAuthorization(Roles.Officer);

    private async Task GraphAsync(HttpContext context)
    {
        if (!Kinds.TryGetValue((string)context.GetRouteValue("kind")!, out var kind))
        {
            throw new Refusal(ProblemKind.NotFound, $"There are graphs of {string.Join(", ", Kinds.Keys)}.");
        }

        var id = (string)context.GetRouteValue("id")!;
        // An address's id is a person's with a mark before it.
        if (!Ids.IsId(id.StartsWith("away:", StringComparison.Ordinal) && kind == NodeKind.Address ? id["away:".Length..] : id))
        {
            throw new Refusal(ProblemKind.Malformed, "An id is 1 to 64 of A-Z a-z 0-9 . _ : -.");
        }

        var query = new QueryReader(context.Request);
        var asOf = query.Instant("asOf");
        var steps = (int)query.Number("steps", 2, 1, limits.GraphSteps);
        var most = (int)query.Number("limit", limits.GraphNodesDefault, 2, limits.GraphNodes);
        var isSomebody = kind is NodeKind.Person or NodeKind.Caregiver;
        if (isSomebody)
        {
            await personal.OpenAsync(context, kind == NodeKind.Person ? ActorId.Person(id) : ActorId.Caregiver(id), AuditActions.Read);
        }

        var graph = await Of(Caller.Of(context).Scope, asOf).AroundAsync(kind, id, steps, most) ?? throw await UnknownAsync(kind, id, asOf);
        if (!isSomebody)
        {
            await audit.NoteAsync(context, AuditActions.Read, "shown", KindOf(kind), id);
        }

        await Answer.WriteAsync(context, graph);
    }

    /// <summary>What somebody without a scope would see is of another's: the client hears the same, and the audit hears which it was.</summary>
    private async Task<Refusal> UnknownAsync(NodeKind kind, string id, DateTimeOffset? asOf) => new(ProblemKind.NotFound, PersonalData.Unknown)
    {
        OutOfScope = await Of(Scope.All, asOf).AroundAsync(kind, id, steps: 1, most: 2) is null ? null : (KindOf(kind), id),
    };

    private Neighbourhood Of(Scope scope, DateTimeOffset? asOf) => new(
        asOf is { } instant
            ? new TiesThen(supervision, places, scope, instant, limits)
            : new TiesNow(supervision, places, scope, Shanghai.DayOf(clock.GetUtcNow())),
        sight.Of(scope), limits);

    private static string KindOf(NodeKind kind) => kind.ToString().ToLowerInvariant();
}
