using System.Globalization;
using System.Text.Json;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Problems;
using LtcActors.Silo.Queries;

namespace LtcActors.Silo.Investigation;

/// <summary>One visit, and one day of a caregiver: elements, positions and the entries behind them, for the replay on the map.</summary>
internal sealed class TrailEndpoints(ISupervision supervision, PlaceFollower places, Fences fences, SiloLimits limits)
{
    /// <summary>A batch of positions may be told this long before or after the day it is of.</summary>
    private static readonly TimeSpan Around = TimeSpan.FromHours(36);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Get("/v1/persons/{id}/visits/{visit}", VisitAsync, "A visit: its six elements, every measured position, and the entries behind them")
            .RequireAuthorization(Roles.Officer);
        routes.Get("/v1/caregivers/{id}/days/{day}", DayAsync, "A caregiver's day: visits and every measured position")
            .RequireAuthorization(Roles.Officer);
    }

    private async Task VisitAsync(HttpContext context)
    {
        var person = IdOf(context, "id");
        var visit = IdOf(context, "visit");
        var asOf = new QueryReader(context.Request).Instant("asOf");
        var (trail, complete) = await ReadAsync(ActorId.Person(person), null, null, asOf, item => Names(item, visit));
        var elements = trail.Visits().Find(v => v.VisitId == visit);
        if (trail.Entries == 0 || !trail.List().Exists(e => e.Type.StartsWith("ltc.visit.", StringComparison.Ordinal)))
        {
            throw new Refusal(ProblemKind.NotFound, "Nothing was known of this visit at that instant.");
        }

        var points = trail.Points();
        await Answer.WriteAsync(context, new VisitAnswer(
            visit, person, elements, [.. points.Take(limits.TrailPoints)],
            elements is null ? [] : await HomesAsync([person], elements.Date), trail.List(), !complete || points.Count > limits.TrailPoints));
    }

    private async Task DayAsync(HttpContext context)
    {
        var caregiver = IdOf(context, "id");
        if (!DateOnly.TryParseExact((string)context.GetRouteValue("day")!, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || day.Year is < 1900 or > 9000)
        {
            throw new Refusal(ProblemKind.Malformed, "A day is a date such as 2026-03-31.");
        }

        var (start, end) = (Shanghai.StartOf(day), Shanghai.StartOf(day.AddDays(1)));
        var asOf = new QueryReader(context.Request).Instant("asOf");
        var (trail, complete) = await ReadAsync(ActorId.Caregiver(caregiver), start - Around, end + Around, asOf, _ => true);
        var points = trail.Points().FindAll(p => p.Time >= start && p.Time < end);
        var visits = trail.Visits().FindAll(v => v.Date == day || (v.End is { } e && Shanghai.DayOf(e.At) == day));
        await Answer.WriteAsync(context, new DayAnswer(
            caregiver, day, visits, [.. points.Take(limits.TrailPoints)], await HomesAsync(visits.Select(v => v.PersonId).Distinct(), day),
            !complete || points.Count > limits.TrailPoints));
    }

    private async Task<List<TrailHome>> HomesAsync(IEnumerable<string> persons, DateOnly day)
    {
        var fence = fences.On(day);
        var (homes, _) = await places.AskAsync(book => persons.SelectMany(p => book.HomesOf(p, day)).ToList());
        return [.. homes.Select(h => new TrailHome(h.PersonId, h.Point.Lat, h.Point.Lon, fence(h), h.Away ? true : null))];
    }

    /// <returns>The entries that matter, and whether all were read.</returns>
    private async Task<(Trail Trail, bool Complete)> ReadAsync(
        ActorId id, DateTimeOffset? from, DateTimeOffset? to, DateTimeOffset? asOf, Func<HistoryItem, bool> matters)
    {
        var trail = new Trail();
        long after = 0;
        for (var read = 0; read < limits.TrailEntries;)
        {
            var page = await supervision.HistoryAsync(id, from, to, after, limits.PageItems);
            foreach (var item in page.Where(i => !(i.RecordedAt > asOf) && matters(i)))
            {
                trail.Add(item);
            }

            if (page.Count < limits.PageItems)
            {
                return (trail, true);
            }

            after = page[^1].Seq;
            read += page.Count;
        }

        return (trail, false);
    }

    /// <summary>Whether an entry is of the visit, or may withdraw one that is.</summary>
    private static bool Names(HistoryItem item, string visit) =>
        item.Event.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
        && ((data.TryGetProperty("visitId", out var id) && id.ValueKind == JsonValueKind.String && id.GetString() == visit)
            || item.Event.GetProperty("type").GetString() == "ltc.event.withdrawn");

    private static string IdOf(HttpContext context, string name)
    {
        var id = (string)context.GetRouteValue(name)!;
        return Ids.IsId(id) ? id : throw new Refusal(ProblemKind.Malformed, "An id is 1 to 64 of A-Z a-z 0-9 . _ : -.");
    }

    /// <param name="Elements">Absent: only positions are known of it.</param>
    private sealed record VisitAnswer(
        string VisitId, string PersonId, VisitElements? Elements, IReadOnlyList<TrailPoint> Points, IReadOnlyList<TrailHome> Homes,
        IReadOnlyList<TrailEntry> Entries, bool Truncated);

    private sealed record DayAnswer(
        string CaregiverId, DateOnly Date, IReadOnlyList<VisitElements> Visits, IReadOnlyList<TrailPoint> Points, IReadOnlyList<TrailHome> Homes, bool Truncated);

    /// <param name="Radius">Of its fence on that day, in metres.</param>
    private sealed record TrailHome(string PersonId, double Lat, double Lon, double Radius, bool? Away);
}
