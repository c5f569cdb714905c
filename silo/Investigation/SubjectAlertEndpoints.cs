using System.Text.Json;
using LtcActors.Domain.Actors;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Audit;
using LtcActors.Silo.Exports;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Queries;

namespace LtcActors.Silo.Investigation;

/// <summary>The alerts of one entity as they stood at an instant: what was raised by then, in the state it had then.</summary>
internal sealed class SubjectAlertEndpoints(ISupervision supervision, PersonalData personal, Export export, SiloLimits limits)
{
    private static readonly (string Plural, Func<string, ActorId> Actor, Func<AlertRecord, string?> Subject)[] Kinds =
    [
        ("persons", ActorId.Person, a => a.PersonId), ("caregivers", ActorId.Caregiver, a => a.CaregiverId),
        ("institutions", ActorId.Institution, a => a.InstitutionId),
    ];

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (plural, actor, subject) in Kinds)
        {
            routes.Get($"/v1/{plural}/{{id}}/alerts", context => ListAsync(context, Ids.Of(context, actor), subject), "The alerts of one entity as they stood at an instant")
                .RequireAuthorization(Roles.Officer);
        }
    }

    private async Task ListAsync(HttpContext context, ActorId id, Func<AlertRecord, string?> subject)
    {
        var asOf = new QueryReader(context.Request).Instant("asOf");
        await personal.CheckAsync(context, id);
        var then = Latest(id.Id, Caller.Of(context).Scope, Export.IsWanted(context) ? Export.MaxRows + 1 : limits.PageItems).Where(a => subject(a) == id.Id).Select(a => AsOf(a, asOf)).OfType<AlertRecord>().ToList();
        if (await export.TryAnswerAsync(context, words => Tables.Alerts(then, words), (AuditLog.KindOf(id.Kind), id.Id)))
        {
            return;
        }

        await Answer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items"u8);
            foreach (var alert in then)
            {
                JsonSerializer.Serialize(json, alert, Json.Alert);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>Those that changed last.</summary>
    private Queue<AlertRecord> Latest(string id, Scope scope, int most)
    {
        var latest = new Queue<AlertRecord>();
        var filter = AlertFilter.All with { Subject = id, Scope = scope };
        long after = 0;
        while (supervision.Alerts(filter, after, limits.PageItems) is { Count: > 0 } page)
        {
            foreach (var alert in page)
            {
                latest.Enqueue(alert);
                if (latest.Count > most)
                {
                    latest.Dequeue();
                }
            }

            after = page[^1].Seq;
        }

        return latest;
    }

    private AlertRecord? AsOf(AlertRecord alert, DateTimeOffset? instant) =>
        instant is null || alert.ChangedAt <= instant ? alert
        : alert.RaisedAt > instant ? null
        : supervision.AlertHistory(alert.Id).LastOrDefault(change => change.ChangedAt <= instant);
}
