using System.Globalization;
using System.Text.Json;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Audit;
using LtcActors.Silo.Exports;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Problems;
using LtcActors.Silo.Queries;

namespace LtcActors.Silo.Investigation;

/// <summary>One visit, and one day of a caregiver or a person: elements, positions and the entries behind them, for the map and its replay.</summary>
internal sealed class TrailEndpoints(
    ISupervision supervision, PlaceFollower places, HomeShowing homes, PersonalData personal, Sight sight, Export export, SiloLimits limits, TimeProvider clock)
{
    /// <summary>A batch of positions may be told this long before or after the day it is of.</summary>
    private static readonly TimeSpan Around = TimeSpan.FromHours(36);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Get("/v1/persons/{id}/visits/{visit}", VisitAsync, "A visit: its six elements, every measured position, and the entries behind them")
            .RequireAuthorization(Roles.Officer);
        routes.Get("/v1/persons/{id}/homes", OfPersonAsync, "A person's homes on the day of an instant, with the reach of their fences").RequireAuthorization(Roles.Officer);
        routes.Get("/v1/persons/{id}/visits", context => OfEntityAsync(context, Ids.Of(context, ActorId.Person)), "A person's visits, as the view has them")
            .RequireAuthorization(Roles.Officer);
        routes.Get("/v1/caregivers/{id}/visits", context => OfEntityAsync(context, Ids.Of(context, ActorId.Caregiver)), "A caregiver's visits, as the view has them")
            .RequireAuthorization(Roles.Officer);
        routes.Get("/v1/institutions/{id}/visits", OfInstitutionAsync, "The latest visits served by an institution, with their six elements")
            .RequireAuthorization(Roles.Officer);
        routes.Get("/v1/caregivers/{id}/days/{day}", context => DayAsync(context, Ids.Of(context, ActorId.Caregiver)), "A caregiver's day: visits and every measured position")
            .RequireAuthorization(Roles.Officer);
        routes.Get("/v1/persons/{id}/days/{day}", context => DayAsync(context, Ids.Of(context, ActorId.Person)), "A person's day: visits and every position measured in them")
            .RequireAuthorization(Roles.Officer);
    }

    private async Task OfPersonAsync(HttpContext context)
    {
        var person = Ids.Of(context, ActorId.Person);
        var asOf = new QueryReader(context.Request).Instant("asOf");
        await personal.OpenAsync(context, person, AuditActions.Read);
        await Answer.WriteAsync(context, new HomeList(await HomesAsync(context, [person.Id], Shanghai.DayOf(asOf ?? clock.GetUtcNow()), asOf)));
    }

    /// <summary>The visits that the view tells one by one: the latest 500.</summary>
    private async Task OfEntityAsync(HttpContext context, ActorId id)
    {
        var asOf = new QueryReader(context.Request).Instant("asOf");
        await personal.CheckAsync(context, id);
        var view = await supervision.ViewAsync(id, asOf) ?? throw new Refusal(ProblemKind.NotFound, PersonalData.Unknown);
        await personal.NoteAsync(context, id, AuditActions.Read);
        var visits = VisitsOf(view).ToList();
        if (!await export.TryAnswerAsync(context, words => VisitTables.Visits(visits, words), (AuditLog.KindOf(id.Kind), id.Id)))
        {
            await Answer.WriteAsync(context, new VisitList(visits));
        }
    }

    private async Task VisitAsync(HttpContext context)
    {
        var person = Ids.Of(context, ActorId.Person);
        var visit = (string)context.GetRouteValue("visit")!;
        if (!Ids.IsId(visit))
        {
            throw new Refusal(ProblemKind.Malformed, "An id is 1 to 64 of A-Z a-z 0-9 . _ : -.");
        }

        var asOf = new QueryReader(context.Request).Instant("asOf");
        await personal.OpenAsync(context, person, AuditActions.Read);
        var (trail, complete) = await ReadAsync(context, person, asOf, item => Names(item, visit));
        var elements = trail.Visits().Find(v => v.VisitId == visit);
        if (trail.Entries == 0 || !trail.List().Exists(e => e.Type.StartsWith("ltc.visit.", StringComparison.Ordinal)))
        {
            throw new Refusal(ProblemKind.NotFound, "Nothing was known of this visit at that instant.");
        }

        if (await export.TryAnswerAsync(context, words => InvestigationTables.Entries(Whole(trail.List(), complete), words), (AuditLog.KindOf(person.Kind), person.Id)))
        {
            return;
        }

        var points = trail.Points();
        await Answer.WriteAsync(context, new VisitAnswer(
            visit, person.Id, elements, [.. points.Take(limits.TrailPoints)],
            elements is null ? [] : await HomesAsync(context, [person.Id], elements.Date, asOf), trail.List(), !complete || points.Count > limits.TrailPoints));
    }

    private async Task DayAsync(HttpContext context, ActorId whose)
    {
        if (!DateOnly.TryParseExact((string)context.GetRouteValue("day")!, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || day.Year is < 1900 or > 9000)
        {
            throw new Refusal(ProblemKind.Malformed, "A day is a date such as 2026-03-31.");
        }

        var (start, end) = (Shanghai.StartOf(day), Shanghai.StartOf(day.AddDays(1)));
        var asOf = new QueryReader(context.Request).Instant("asOf");
        await personal.OpenAsync(context, whose, AuditActions.Read);
        var (trail, complete) = await ReadAsync(context, whose, asOf, item => IsAround(item, start - Around, end + Around));
        var visits = trail.Visits().FindAll(v => v.Date == day || (v.End is { } e && Shanghai.DayOf(e.At) == day));
        if (await export.TryAnswerAsync(context, words => InvestigationTables.Day(Whole(visits, complete), words), (AuditLog.KindOf(whose.Kind), whose.Id)))
        {
            return;
        }

        var points = trail.Points().FindAll(p => p.Time >= start && p.Time < end);
        var isPerson = whose.Kind == ActorKind.Person;
        await Answer.WriteAsync(context, new DayAnswer(
            isPerson ? null : whose.Id, isPerson ? whose.Id : null, day, visits, [.. points.Take(limits.TrailPoints)],
            await HomesAsync(context, isPerson ? [whose.Id] : visits.Select(v => v.PersonId).Distinct(), day, asOf), !complete || points.Count > limits.TrailPoints));
    }

    /// <summary>From the persons' own views, so that it says what they say: of each, its latest 500 visits.</summary>
    private async Task OfInstitutionAsync(HttpContext context)
    {
        var institution = Ids.Of(context, ActorId.Institution);
        var query = new QueryReader(context.Request);
        var asOf = query.Instant("asOf");
        var limit = (int)query.Number("limit", limits.PageItemsDefault, 1, limits.PageItems);
        await personal.OpenAsync(context, institution, AuditActions.Read);
        var scope = Caller.Of(context).Scope;
        var (clients, _) = await places.AskAsync(book => book.ClientsOf(institution.Id).Where(p => book.IsSeenBy(scope, p)).ToList());
        var visits = new List<JsonElement>();
        foreach (var person in clients.Take(limits.InstitutionClients))
        {
            visits.AddRange(VisitsOf(await supervision.ViewAsync(ActorId.Person(person), asOf)).Where(v => IsServedBy(v, institution.Id)));
        }

        if (await export.TryAnswerAsync(
            context, words => VisitTables.Visits(visits.OrderByDescending(BeginOf), words), (AuditLog.KindOf(institution.Kind), institution.Id)))
        {
            return;
        }

        var latest = visits.OrderByDescending(BeginOf).Take(limit).ToList();
        await Answer.WriteAsync(context, new InstitutionVisits(latest, visits.Count, clients.Count > limits.InstitutionClients));
    }

    private static IEnumerable<JsonElement> VisitsOf(object? view) =>
        view is not null && Json.Of(view).TryGetProperty("visits", out var visits) && visits.ValueKind == JsonValueKind.Array ? visits.EnumerateArray() : [];

    private static bool IsServedBy(JsonElement visit, string institution) =>
        visit.TryGetProperty("place", out var place) && place.TryGetProperty("institutionId", out var id) && id.GetString() == institution;

    private static DateTimeOffset BeginOf(JsonElement visit) =>
        (visit.TryGetProperty("begin", out var at) || visit.TryGetProperty("end", out at)) && at.TryGetDateTimeOffset(out var instant)
            ? instant : DateTimeOffset.MinValue;

    /// <summary>Homes on a day as they were known, not as the index over the whole journal has them.</summary>
    private async Task<List<ShownHome>> HomesAsync(HttpContext context, IEnumerable<string> persons, DateOnly day, DateTimeOffset? asOf)
    {
        var show = homes.On(context, day);
        var found = new List<ShownHome>();
        foreach (var person in persons)
        {
            if (await supervision.ViewAsync(ActorId.Person(person), asOf) is { } view)
            {
                found.AddRange(HomesInView.On(person, Json.Of(view), day).Select(show));
            }
        }

        return found;
    }

    /// <summary>
    /// Entries that matter, and every withdrawal: it may come days after what it withdraws, and counts for those too who may not read it.
    /// </summary>
    /// <returns>And whether all were read.</returns>
    private async Task<(Trail Trail, bool Complete)> ReadAsync(HttpContext context, ActorId id, DateTimeOffset? asOf, Func<HistoryItem, bool> matters)
    {
        var trail = new Trail();
        var scope = Caller.Of(context).Scope;
        var look = sight.Of(scope);
        long after = 0;
        while (trail.Entries < limits.TrailEntries)
        {
            var page = await supervision.HistoryAsync(id, null, null, after, limits.PageItems);
            foreach (var item in page.Where(i => !(i.RecordedAt > asOf)))
            {
                if (IsWithdrawal(item) || (matters(item) && await look.SeesAsync(item.Event, id)))
                {
                    trail.Add(item with { Alerts = [.. item.Alerts.Where(a => supervision.Alert(a) is { } alert && scope.Sees(alert) && !(alert.RaisedAt > asOf))] });
                }
            }

            if (page.Count < limits.PageItems)
            {
                return (trail, true);
            }

            after = page[^1].Seq;
        }

        return (trail, false);
    }

    /// <exception cref="Refusal">400: not all of the journal that may matter was read, and a file is never cut in silence.</exception>
    private static List<T> Whole<T>(List<T> rows, bool complete) => complete ? rows
        : throw new Refusal(ProblemKind.OutOfRange, "More entries matter than are read at once: a file would not be whole.") { Parameter = "format" };

    private static bool IsWithdrawal(HistoryItem item) => item.Event.GetProperty("type").GetString() == "ltc.event.withdrawn";

    private static bool IsAround(HistoryItem item, DateTimeOffset from, DateTimeOffset to) =>
        item.Event.GetProperty("time").TryGetDateTimeOffset(out var time) && time >= from && time < to;

    private static bool Names(HistoryItem item, string visit) =>
        item.Event.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
        && data.TryGetProperty("visitId", out var id) && id.ValueKind == JsonValueKind.String && id.GetString() == visit;

    private sealed record VisitList(IReadOnlyList<JsonElement> Items);

    private sealed record HomeList(IReadOnlyList<ShownHome> Items);

    /// <param name="Elements">Absent: only positions are known of it.</param>
    private sealed record VisitAnswer(
        string VisitId, string PersonId, VisitElements? Elements, IReadOnlyList<TrailPoint> Points, IReadOnlyList<ShownHome> Homes,
        IReadOnlyList<TrailEntry> Entries, bool Truncated);

    /// <param name="CaregiverId">Whose day it is, or <paramref name="PersonId"/>.</param>
    private sealed record DayAnswer(
        string? CaregiverId, string? PersonId, DateOnly Date, IReadOnlyList<VisitElements> Visits, IReadOnlyList<TrailPoint> Points, IReadOnlyList<ShownHome> Homes, bool Truncated);

    /// <param name="Total">Before the limit.</param>
    /// <param name="Truncated">It serves more persons than are looked through.</param>
    private sealed record InstitutionVisits(IReadOnlyList<JsonElement> Items, int Total, bool Truncated);
}
