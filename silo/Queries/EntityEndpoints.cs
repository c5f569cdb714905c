using System.Text.Json;
using LtcActors.Domain.Actors;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Audit;
using LtcActors.Silo.Exports;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Investigation;
using LtcActors.Silo.Problems;

namespace LtcActors.Silo.Queries;

/// <summary>Entities as they were known at an instant, and the journal's entries about them.</summary>
internal sealed class EntityEndpoints(
    ISupervision supervision, PlaceFollower places, PersonalData personal, Sight sight, AuditLog audit, Export export, SiloLimits limits)
{
    private const string NoEvent = "There is no event at this place.";
    private const string OverTime = "over-time";

    public void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "persons", ActorId.Person, "An insured person");
        Map(routes, "caregivers", ActorId.Caregiver, "A caregiver");
        Map(routes, "institutions", ActorId.Institution, "A designated institution");
        Map(routes, "bindings", ActorId.Binding, "A family binding, by its person's id,");
        // Who shares an account may live anywhere: it is of no district.
        Map(routes, "payment-accounts", ActorId.Account, "An account, telephone or card terminal", Roles.WholePolicy);
        routes.Get("/v1/events/{seq}", EventAsync, "An event at its place in the journal").RequireAuthorization(Roles.Officer);
    }

    private void Map(IEndpointRouteBuilder routes, string plural, Func<string, ActorId> actor, string what, string policy = Roles.Officer)
    {
        routes.Get($"/v1/{plural}/{{id}}", context => ViewAsync(context, Ids.Of(context, actor)), what + " as known at an instant")
            .RequireAuthorization(policy);
        routes.Get($"/v1/{plural}/{{id}}/history", context => HistoryAsync(context, Ids.Of(context, actor)), what + ": journal entries, oldest first")
            .RequireAuthorization(policy);
    }

    private async Task ViewAsync(HttpContext context, ActorId id)
    {
        var asOf = new QueryReader(context.Request).Instant("asOf");
        await personal.CheckAsync(context, id);
        var view = await supervision.ViewAsync(id, asOf) ?? throw new Refusal(ProblemKind.NotFound, PersonalData.Unknown);
        var showing = await personal.NoteAsync(context, id, AuditActions.Read);
        await Answer.WriteAsync(context, json => showing.WriteView(json, view));
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

        var isOverTime = query.OneOf("standing", "now", OverTime) == OverTime;
        var wantsFile = Export.IsWanted(context);
        var showing = await personal.OpenAsync(context, id, AuditActions.History);
        var scope = Caller.Of(context).Scope;
        if (wantsFile)
        {
            var all = (await AllAsync(scope, id, from, to, after)).ConvertAll(showing.Item);
            await export.TryAnswerAsync(context, words => Tables.History(all, words), (AuditLog.KindOf(id.Kind), id.Id));
            return;
        }

        var page = await ReadAsync(scope, id, from, to, after, limit);
        if (isOverTime)
        {
            await Answer.WriteAsync(context, await OverTimeAsync(page, showing));
            return;
        }

        await Answer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("items"u8);
            JsonSerializer.Serialize(json, page.Items.ConvertAll(showing.Item), Json.Options);
            json.WriteNumber("next"u8, page.Next);
            json.WriteEndObject();
        });
    }

    /// <summary>With what depends on the instant that a reader looks back to: whether an entry counted then, and which alerts there were.</summary>
    private async Task<HistoryOverTime> OverTimeAsync(HistoryPage page, Showing showing)
    {
        var (turns, position) = await places.AskAsync(book => page.Items.ConvertAll(i => book.TurnsOf(IdentityOf(i.Event))));
        var items = page.Items.Select(showing.Item).Zip(turns, (i, at) => new EntryOverTime(i.Seq, i.RecordedAt, i.Event, i.Alerts, at.Count > 0 ? at : null));
        var raised = page.Items.SelectMany(i => i.Alerts).Distinct().Select(supervision.Alert).OfType<AlertRecord>().ToDictionary(a => a.Id, a => a.RaisedAt);
        return new([.. items], page.Next, raised, page.Withdrew, position, supervision.Health.LastSeq);
    }

    private static EventIdentity IdentityOf(JsonElement cloudEvent) =>
        new(cloudEvent.GetProperty("source").GetString()!, cloudEvent.GetProperty("id").GetString()!);

    private async Task<List<HistoryItem>> AllAsync(Scope scope, ActorId id, DateTimeOffset? from, DateTimeOffset? to, long after)
    {
        var all = new List<HistoryItem>();
        while (all.Count <= Export.MaxRows && await ReadAsync(scope, id, from, to, after, limits.PageItems) is { Items.Count: > 0 } page)
        {
            all.AddRange(page.Items);
            after = page.Next;
        }

        return all;
    }

    /// <summary>Entries that the caller may see: of a caregiver or an institution some are about others' persons.</summary>
    private async Task<HistoryPage> ReadAsync(
        Scope scope, ActorId id, DateTimeOffset? from, DateTimeOffset? to, long after, int limit)
    {
        var look = sight.Of(scope);
        var seen = new List<HistoryItem>();
        var withdrew = false;
        while (await supervision.HistoryAsync(id, from, to, after, limit) is { Count: > 0 } some)
        {
            foreach (var item in some)
            {
                if (seen.Count == limit)
                {
                    return new(seen, after, withdrew);
                }

                after = item.Seq;
                withdrew |= item.Event.GetProperty("type").GetString() == "ltc.event.withdrawn";
                if (await look.SeesAsync(item.Event, id))
                {
                    seen.Add(item with { Alerts = [.. item.Alerts.Where(a => scope.IsAll || supervision.Alert(a) is { } alert && scope.Sees(alert))] });
                }
            }

            if (some.Count < limit || seen.Count == limit)
            {
                break;
            }
        }

        return new(seen, after, withdrew);
    }

    private async Task EventAsync(HttpContext context)
    {
        var text = (string)context.GetRouteValue("seq")!;
        if (!long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var seq) || seq < 1)
        {
            throw new Refusal(ProblemKind.Malformed, "A place in the journal is a whole number from 1.");
        }

        var stored = supervision.ReadEvent(seq) ?? throw new Refusal(ProblemKind.NotFound, NoEvent);
        var cloudEvent = JsonElement.Parse(stored.Json.Span);
        var (type, subject) = (cloudEvent.GetProperty("type").GetString(), cloudEvent.GetProperty("subject").GetString()!);
        var about = Sight.SubjectOf(type, subject);
        if (!await sight.Of(Caller.Of(context).Scope).SeesAsync(cloudEvent))
        {
            throw new Refusal(ProblemKind.NotFound, NoEvent) { OutOfScope = ("event", text) };
        }

        var showing = about is { } id ? personal.ShowingOf(context, id) : new(Caller.Of(context).Session is not null, null);
        await audit.NoteAsync(context, AuditActions.Event, showing.Result, about is { Kind: var kind } ? AuditLog.KindOf(kind) : "event", subject, showing.Purpose, text);
        var item = showing.Item(new(seq, stored.RecordedAt, cloudEvent, []));
        await Answer.WriteAsync(context, new EventInfo(seq, stored.RecordedAt, item.Event));
    }

    private sealed record HistoryPage(List<HistoryItem> Items, long Next, bool Withdrew);

    /// <param name="WithdrawnAt">When it was withdrawn, counted again, and so on; absent: never.</param>
    private sealed record EntryOverTime(
        long Seq, DateTimeOffset RecordedAt, JsonElement Event, IReadOnlyList<string> Alerts, IReadOnlyList<DateTimeOffset>? WithdrawnAt);

    /// <param name="Raised">When each of the alerts was raised, by its id.</param>
    /// <param name="Withdrew">A withdrawal was passed, shown or not: by it entries of earlier pages may have turned.</param>
    /// <param name="Position">Place in the journal up to which withdrawals are known; behind <paramref name="LastSeq"/> while an index is built.</param>
    private sealed record HistoryOverTime(
        IReadOnlyList<EntryOverTime> Items, long Next, IReadOnlyDictionary<string, DateTimeOffset> Raised, bool Withdrew, long Position, long LastSeq);

    private sealed record EventInfo(long Seq, DateTimeOffset RecordedAt, JsonElement Event);
}
