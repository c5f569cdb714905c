using System.Text.Json;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Problems;
using LtcActors.Silo.Queries;

namespace LtcActors.Silo.Investigation;

/// <summary>The alerts of one entity as they stood at an instant: what was raised by then, in the state it had then.</summary>
internal sealed class SubjectAlertEndpoints(ISupervision supervision, SiloLimits limits)
{
    private static readonly (string Plural, Func<AlertRecord, string?> Subject)[] Kinds =
    [
        ("persons", a => a.PersonId), ("caregivers", a => a.CaregiverId), ("institutions", a => a.InstitutionId),
    ];

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (plural, subject) in Kinds)
        {
            routes.Get($"/v1/{plural}/{{id}}/alerts", context => ListAsync(context, subject), "The alerts of one entity as they stood at an instant")
                .RequireAuthorization(Roles.Officer);
        }
    }

    private Task ListAsync(HttpContext context, Func<AlertRecord, string?> subject)
    {
        var id = (string)context.GetRouteValue("id")!;
        if (!Ids.IsId(id))
        {
            throw new Refusal(ProblemKind.Malformed, "An id is 1 to 64 of A-Z a-z 0-9 . _ : -.");
        }

        var asOf = new QueryReader(context.Request).Instant("asOf");
        var then = Latest(id).Where(a => subject(a) == id).Select(a => AsOf(a, asOf)).OfType<AlertRecord>().ToList();
        return Answer.WriteAsync(context, json =>
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

    /// <summary>Those that changed last, as many as a page holds.</summary>
    private Queue<AlertRecord> Latest(string id)
    {
        var latest = new Queue<AlertRecord>();
        var filter = AlertFilter.All with { Subject = id };
        long after = 0;
        while (supervision.Alerts(filter, after, limits.PageItems) is { Count: > 0 } page)
        {
            foreach (var alert in page)
            {
                latest.Enqueue(alert);
                if (latest.Count > limits.PageItems)
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
