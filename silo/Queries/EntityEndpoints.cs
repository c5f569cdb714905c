using System.Text.Json;
using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Problems;

namespace LtcActors.Silo.Queries;

/// <summary>Entities as they were known at an instant, and the journal's entries about them.</summary>
internal sealed class EntityEndpoints(ISupervision supervision, SiloLimits limits)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "persons", ActorId.Person, "An insured person");
        Map(routes, "caregivers", ActorId.Caregiver, "A caregiver");
        Map(routes, "institutions", ActorId.Institution, "A designated institution");
        Map(routes, "bindings", ActorId.Binding, "A family binding, by its person's id,");
        Map(routes, "accounts", ActorId.Account, "An account, telephone or card terminal");
        routes.Get("/v1/events/{seq}", EventAsync, "An event at its place in the journal").RequireAuthorization(Roles.Officer);
    }

    private void Map(IEndpointRouteBuilder routes, string plural, Func<string, ActorId> actor, string what)
    {
        routes.Get($"/v1/{plural}/{{id}}", context => ViewAsync(context, IdOf(context, actor)), what + " as known at an instant")
            .RequireAuthorization(Roles.Officer);
        routes.Get($"/v1/{plural}/{{id}}/history", context => HistoryAsync(context, IdOf(context, actor)), what + ": journal entries, oldest first")
            .RequireAuthorization(Roles.Officer);
    }

    private static ActorId IdOf(HttpContext context, Func<string, ActorId> actor)
    {
        var id = (string)context.GetRouteValue("id")!;
        return Ids.IsId(id) ? actor(id) : throw new Refusal(ProblemKind.Malformed, "An id is 1 to 64 of A-Z a-z 0-9 . _ : -.");
    }

    private async Task ViewAsync(HttpContext context, ActorId id)
    {
        var asOf = new QueryReader(context.Request).Instant("asOf");
        var view = await supervision.ViewAsync(id, asOf)
            ?? throw new Refusal(ProblemKind.NotFound, "Nothing was known of this id at that instant.");
        await Answer.WriteAsync(context, json => JsonSerializer.Serialize(json, view, view.GetType(), Json.Options));
    }

    private async Task HistoryAsync(HttpContext context, ActorId id)
    {
        var query = new QueryReader(context.Request);
        var from = query.Instant("from");
        var to = query.Instant("to");
        var after = query.Number("after", 0, 0, long.MaxValue);
        var limit = (int)query.Number("limit", limits.PageItemsDefault, 1, limits.PageItems);
        if (from > to)
        {
            throw new Refusal(ProblemKind.OutOfRange, "'to' must not lie before 'from'.") { Parameter = "to" };
        }

        var items = await supervision.HistoryAsync(id, from, to, after, limit);
        await Answer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("items"u8);
            JsonSerializer.Serialize(json, items, Json.Options);
            json.WriteNumber("next"u8, items.Count > 0 ? items[^1].Seq : after);
            json.WriteEndObject();
        });
    }

    private Task EventAsync(HttpContext context)
    {
        var text = (string)context.GetRouteValue("seq")!;
        if (!long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var seq) || seq < 1)
        {
            throw new Refusal(ProblemKind.Malformed, "A place in the journal is a whole number from 1.");
        }

        var stored = supervision.ReadEvent(seq) ?? throw new Refusal(ProblemKind.NotFound, "There is no event at this place.");
        return Answer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("seq"u8, stored.Seq);
            json.WriteString("recordedAt"u8, stored.RecordedAt);
            json.WritePropertyName("event"u8);
            // It was validated before it was stored.
            json.WriteRawValue(stored.Json.Span, skipInputValidation: true);
            json.WriteEndObject();
        });
    }
}
