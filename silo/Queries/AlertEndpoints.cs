using System.Text.Json;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Exports;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Problems;

namespace LtcActors.Silo.Queries;

/// <summary>Reading alerts.</summary>
internal sealed class AlertEndpoints(ISupervision supervision, Export export, SiloLimits limits, TimeProvider clock)
{
    /// <summary>Longer than any alert's id.</summary>
    public const int MaxIdChars = 200;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Get("/v1/alerts", ListAsync, "Alerts by their latest change, oldest first").RequireAuthorization(Roles.Officer).WithMetadata(new ForWall());
        routes.Get("/v1/alerts/counts", CountsAsync, "How many alerts a filter has, by each of its names").RequireAuthorization(Roles.Officer).WithMetadata(new ForWall());
        routes.Get("/v1/alerts/{id}", OneAsync, "An alert with its history").RequireAuthorization(Roles.Officer);
    }

    public static AlertRecord Find(ISupervision supervision, HttpContext context)
    {
        var id = (string)context.GetRouteValue("id")!;
        const string unknown = "There is no alert with this id.";
        var alert = (id.Length <= MaxIdChars ? supervision.Alert(id) : null) ?? throw new Refusal(ProblemKind.NotFound, unknown);
        // One of another's scope is not there: whoever asks must not learn that it exists.
        return Caller.Of(context).Scope.Sees(alert) ? alert : throw new Refusal(ProblemKind.NotFound, unknown) { OutOfScope = ("alert", id) };
    }

    private async Task ListAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request);
        var filter = AlertFilters.Build(query, clock.GetUtcNow()) with { Scope = Caller.Of(context).Scope };
        var after = query.Number("after", 0, 0, long.MaxValue);
        var text = AlertText.Read(query);
        if (await export.TryAnswerAsync(context, words => Tables.Alerts(supervision.AllAlerts(filter, after).Where(text.Matches), words)))
        {
            return;
        }

        var before = query.Number("before", 0, 0, long.MaxValue);
        var limit = (int)query.Number("limit", limits.PageItemsDefault, 1, limits.PageItems);
        var newest = query.OneOf("order", "oldest", "newest") == "newest";
        var position = supervision.AlertsSeq;
        var items = newest ? supervision.NewestAlerts(filter, text, before, limit) : supervision.Alerts(filter, text, after, limit);
        await Answer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items"u8);
            foreach (var alert in items)
            {
                JsonSerializer.Serialize(json, alert, Json.Alert);
            }

            json.WriteEndArray();
            json.WriteNumber("next"u8, items.Count > 0 ? items[^1].Seq : newest ? before : after);
            json.WriteNumber("position"u8, position);
            json.WriteEndObject();
        });
    }

    private Task CountsAsync(HttpContext context)
    {
        var now = clock.GetUtcNow();
        var query = new QueryReader(context.Request);
        var filter = AlertFilters.Build(query, now) with { Scope = Caller.Of(context).Scope };
        return Answer.WriteAsync(context, AlertTally.Of(supervision, filter, AlertText.Read(query), now));
    }

    private Task OneAsync(HttpContext context)
    {
        var alert = Find(supervision, context);
        var history = supervision.AlertHistory(alert.Id);
        var body = JsonSerializer.SerializeToNode(alert, Json.Alert)!.AsObject();
        return Answer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            foreach (var (name, value) in body)
            {
                json.WritePropertyName(name);
                JsonSerializer.Serialize(json, value, Json.Options);
            }

            json.WriteStartArray("history"u8);
            foreach (var change in history)
            {
                WriteChange(json, change);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void WriteChange(Utf8JsonWriter json, AlertRecord change)
    {
        json.WriteStartObject();
        json.WriteNumber("seq"u8, change.Seq);
        json.WriteString("at"u8, change.ChangedAt);
        json.WriteString("by"u8, change.By);
        json.WriteString("action"u8, change.Action);
        json.WriteString("status"u8, AlertFilters.Statuses.First(s => s.Value == change.Status).Key);
        WriteIf(json, "note", change.Note);
        WriteIf(json, "assignee", change.Assignee);
        WriteIf(json, "outcome", change.Outcome);
        if (change.DueAt is { } due)
        {
            // Of a change after which it waited: a reader sees by it whether, and when, that was too long.
            json.WriteString("dueAt"u8, due);
        }

        WriteIf(json, "silencedUntil", change.SilencedUntil?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private static void WriteIf(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
