using System.Text.Json;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Records;
using LtcActors.Silo.Access;
using LtcActors.Silo.Exports;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Problems;
using LtcActors.Silo.Queries;

namespace LtcActors.Silo.Audit;

/// <summary>The audit, for auditors: the latest first. To have looked at it stands in it too.</summary>
internal sealed class AuditEndpoints(ISupervision supervision, AuditLog audit, Export export, SiloLimits limits)
{
    private static readonly string[] Names = ["by", "action", "kind", "id", "result", "purpose"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Get("/v1/audit", ListAsync, "Entries of the audit, the latest first").RequireAuthorization(Roles.AuditPolicy);
        routes.Get("/v1/audit/head", HeadAsync, "Number and hash of the last entry, to be noted elsewhere").RequireAuthorization(Roles.AuditPolicy);
    }

    private async Task ListAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request);
        var before = query.Number("before", long.MaxValue, 1, long.MaxValue);
        var limit = (int)query.Number("limit", limits.PageItemsDefault, 1, limits.PageItems);
        var (from, to) = (query.Instant("from"), query.Instant("to"));
        var wanted = Names.Select(name => (Name: name, Value: One(query, name))).Where(w => w.Value is not null).ToList();
        // An auditor of some districts would see whom those of others looked at.
        if (!Caller.Of(context).Scope.IsAll)
        {
            throw new Refusal(ProblemKind.Forbidden, "The audit is of all districts: it is for accounts without a scope.");
        }

        if (await export.TryAnswerAsync(context, words => DeskTables.Audit(
            supervision.RecordedBefore(DecisionKind.Audit, before).Select(s => JsonElement.Parse(s.Json.Span)).Where(e => Matches(e, wanted, from, to)), words)))
        {
            return;
        }

        await audit.NoteAsync(context, AuditActions.Read, "shown", "audit");
        var (items, next) = Read(before, limit, e => Matches(e, wanted, from, to));
        await Answer.WriteAsync(context, new AuditPage(items, next));
    }

    private Task HeadAsync(HttpContext context) => Answer.WriteAsync(context, AuditHeads.Now(supervision));

    /// <returns>The entries, and the place before which to go on; null when all are read.</returns>
    private (List<JsonElement> Items, long? Next) Read(long before, int limit, Func<JsonElement, bool> wanted)
    {
        var items = new List<JsonElement>();
        var looked = 0;
        foreach (var stored in supervision.RecordedBefore(DecisionKind.Audit, before))
        {
            if (items.Count == limit || looked == limits.AuditScan)
            {
                return (items, before);
            }

            before = stored.Seq;
            looked++;
            if (JsonElement.Parse(stored.Json.Span) is var entry && wanted(entry))
            {
                items.Add(entry);
            }
        }

        return (items, null);
    }

    private static string? One(QueryReader query, string name)
    {
        var values = query.Values(name);
        return values.Count <= 1
            ? values.SingleOrDefault() is { Length: > 0 } value ? value : null
            : throw new Refusal(ProblemKind.Repeated, $"'{name}' is given more than once.") { Parameter = name };
    }

    private static bool Matches(JsonElement entry, List<(string Name, string? Value)> wanted, DateTimeOffset? from, DateTimeOffset? to)
    {
        var at = entry.GetProperty("at").GetDateTimeOffset();
        return !(at < from) && !(at >= to)
            && wanted.TrueForAll(w => entry.TryGetProperty(w.Name, out var value) && value.GetString() == w.Value);
    }

    private sealed record AuditPage(IReadOnlyList<JsonElement> Items, long? Next);
}
