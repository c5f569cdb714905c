using System.Globalization;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Geo;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Audit;
using LtcActors.Silo.Exports;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Problems;
using LtcActors.Silo.Queries;

namespace LtcActors.Silo.Investigation;

/// <summary>What lies in a part of the map, gathered in clusters where it lies close; and where tiles come from, if from anywhere.</summary>
internal sealed class MapEndpoints(
    ISupervision supervision, PlaceFollower places, HomeShowing homes, AuditLog audit, Export export, SiloOptions options, SiloLimits limits, TimeProvider clock)
{
    private const string Homes = "homes", Institutions = "institutions", CheckIns = "check-ins", Alerts = "alerts";

    private static readonly string[] Layers = [Homes, Institutions, CheckIns, Alerts];
    private static readonly TimeSpan CheckInsSince = TimeSpan.FromDays(1);

    private static readonly AlertFilter Active =
        AlertFilter.All with { Statuses = new HashSet<AlertStatus> { AlertStatus.Open, AlertStatus.Acknowledged } };

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Get("/v1/map", ContentAsync, "Homes, institutions, check-ins and active alerts in a part of the map").RequireAuthorization(Roles.Officer);
        routes.Get("/v1/institutions", InstitutionsAsync, "Institutions with their names and districts, by id").RequireAuthorization(Roles.Officer);
        routes.Get("/v1/map/tiles", TilesAsync, "The source of background tiles and its datum, where one is configured").RequireAuthorization(Roles.Officer);
    }

    private Task TilesAsync(HttpContext context) => Answer.WriteAsync(context, new TileSource(options.Tiles, options.Tiles is null ? null : options.TilesDatum));

    /// <summary>Names are asked for where ids alone would have to be known by heart; those of institutions are nobody's personal data.</summary>
    private async Task InstitutionsAsync(HttpContext context)
    {
        var scope = Caller.Of(context).Scope;
        var (found, position) = await places.AskAsync(book => book.Institutions().Where(i => scope.Sees(i.DistrictCode, i.Id))
            .OrderBy(i => i.Id, StringComparer.Ordinal).Select(i => new InstitutionName(i.Id, i.Name, i.DistrictCode)).ToList());
        var kept = found.Take(limits.MapItems).ToList();
        await Answer.WriteAsync(context, new InstitutionNames(kept, kept.Count < found.Count, position, supervision.Health.LastSeq));
    }

    private async Task ContentAsync(HttpContext context)
    {
        var query = new QueryReader(context.Request);
        var box = BoxOf(query);
        var layers = LayersOf(query);
        var columns = (int)query.Number("cells", limits.MapCellsDefault, 1, limits.MapCells);
        var to = query.Instant("to") ?? clock.GetUtcNow();
        var from = query.Instant("from") ?? to - CheckInsSince;
        if (from > to)
        {
            throw new Refusal(ProblemKind.OutOfRange, "'to' must not lie before 'from'.") { Parameter = "to" };
        }

        var day = Shanghai.DayOf(to);
        var scope = Caller.Of(context).Scope;
        var alerts = layers.Contains(Alerts) ? ActiveAlerts(scope) : [];
        if (layers.Contains(Homes) || layers.Contains(CheckIns))
        {
            await audit.NoteAsync(context, AuditActions.Read, Caller.Of(context).Session is null ? "shown" : "masked", "map", note: query.Text("bbox", 200));
        }

        var show = homes.On(context, day);
        if (Export.IsWanted(context))
        {
            // One by one: what lies close together is no row of a list.
            var (all, _) = await places.AskAsync(book => Found(new(book, scope, day, show), layers, from, to, alerts).Where(i => box.Contains(new(i.Lat, i.Lon))).ToList());
            await export.TryAnswerAsync(context, words => InvestigationTables.Map(all, words));
            return;
        }

        var ((items, clusters), position) = await places.AskAsync(book => MapGrid.Gather(
            [.. Found(new(book, scope, day, show), layers, from, to, alerts).Where(i => box.Contains(new(i.Lat, i.Lon)))], box, columns, limits.MapClusterIds));
        var kept = items.Take(limits.MapItems).ToList();
        var keptClusters = clusters.Take(limits.MapItems - kept.Count).ToList();
        await Answer.WriteAsync(context, new Content(
            kept, keptClusters, kept.Count < items.Count || keptClusters.Count < clusters.Count, position, supervision.Health.LastSeq));
    }

    private static IEnumerable<MapItem> Found(Look look, HashSet<string> layers, DateTimeOffset from, DateTimeOffset to, List<AlertRecord> alerts)
    {
        // The gravest first: what does not fit into the answer is of the last layers.
        var found = alerts.Select(alert => Place(alert, look)).OfType<MapItem>();
        if (layers.Contains(Institutions))
        {
            found = found.Concat(look.Book.Institutions().Where(i => look.Scope.Sees(i.DistrictCode, i.Id))
                .Select(i => new MapItem(Institutions, i.Id, i.Point.Lat, i.Point.Lon, i.DistrictCode, i.Name)));
        }

        if (layers.Contains(Homes))
        {
            found = found.Concat(look.Book.Homes(look.Day).Where(h => look.Book.IsSeenBy(look.Scope, h.PersonId)).Select(h => Place(h, look.Show(h))));
        }

        return layers.Contains(CheckIns)
            ? found.Concat(look.Book.CheckIns().Where(c => c.At.Time >= from && c.At.Time < to && look.Book.IsSeenBy(look.Scope, c.Fact.PersonId))
                .Select(c => Place(c, look.Book)))
            : found;
    }

    private static MapItem Place(HomePlace home, ShownHome shown) => new(
        Homes, home.PersonId, shown.Lat, shown.Lon, home.DistrictCode, Radius: shown.Radius, Away: shown.Away, PersonId: home.PersonId, Masked: shown.Masked);

    private static MapItem Place(CheckInPlace c, PlaceBook book) => new(
        CheckIns, c.At.Seq.ToString(CultureInfo.InvariantCulture), c.Fix.Point.Lat, c.Fix.Point.Lon, book.DistrictOf(c.Fact.PersonId),
        Accuracy: c.Fix.Accuracy, PersonId: c.Fact.PersonId, CaregiverId: c.Fact.CaregiverId, VisitId: c.Fact.VisitId,
        End: c.Fact.IsCheckIn ? "check-in" : "check-out", At: c.At.Time.ToOffset(Shanghai.Offset), Seq: c.At.Seq, Mock: c.Fix.Mock ? true : null);

    /// <summary>
    /// Where the check-in it rests on was measured; else at the person's home, if that is the caller's to see; else at the institution; else nowhere.
    /// </summary>
    private static MapItem? Place(AlertRecord alert, Look look)
    {
        var book = look.Book;
        var home = alert.PersonId is { } person && book.IsSeenBy(look.Scope, person) ? book.HomesOf(person, Shanghai.DayOf(alert.OccurredAt)).Select(look.Show).FirstOrDefault() : null;
        var at = alert.Evidence.Select(e => book.CheckInAt(e.Seq)).LastOrDefault(c => c is not null)?.Fix.Point
            ?? (home is null ? (GeoPoint?)null : new GeoPoint(home.Lat, home.Lon))
            ?? (alert.InstitutionId is { } house ? book.InstitutionOf(house)?.Point : null);
        return at is { } point
            ? new(Alerts, alert.Id, point.Lat, point.Lon, alert.DistrictCode, PersonId: alert.PersonId, CaregiverId: alert.CaregiverId,
                At: alert.OccurredAt, Rule: alert.Rule, Severity: alert.Severity)
            : null;
    }

    private List<AlertRecord> ActiveAlerts(Scope scope)
    {
        var found = new List<AlertRecord>();
        var filter = Active with { Scope = scope };
        long after = 0;
        while (supervision.Alerts(filter, after, limits.PageItems) is { Count: > 0 } page)
        {
            found.AddRange(page);
            after = page[^1].Seq;
        }

        return found;
    }

    private static HashSet<string> LayersOf(QueryReader query)
    {
        var given = query.Values("layers").SelectMany(v => v.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToHashSet();
        return given.Count == 0 ? [.. Layers]
            : given.IsSubsetOf(Layers) ? given
            : throw new Refusal(ProblemKind.UnknownValue, $"Each value of 'layers' is one of {string.Join(", ", Layers)}.") { Parameter = "layers" };
    }

    private static MapBox BoxOf(QueryReader query)
    {
        var text = query.Values("bbox");
        var parts = text.Count == 1 ? text[0].Split(',') : [];
        var numbers = new double[4];
        for (var i = 0; i < 4; i++)
        {
            if (parts.Length != 4 || !double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !double.IsFinite(numbers[i]))
            {
                throw new Refusal(text.Count == 0 ? ProblemKind.Missing : ProblemKind.Malformed, "'bbox' is west,south,east,north in WGS-84 degrees.") { Parameter = "bbox" };
            }
        }

        return numbers[0] < numbers[2] && numbers[1] < numbers[3] && numbers[0] >= -180 && numbers[2] <= 180 && numbers[1] >= -90 && numbers[3] <= 90
            ? new(numbers[0], numbers[1], numbers[2], numbers[3])
            : throw new Refusal(ProblemKind.OutOfRange, "'bbox' goes from west to east and from south to north, within the globe.") { Parameter = "bbox" };
    }

    /// <param name="Position">Place in the journal up to which the places are read; behind <paramref name="LastSeq"/> while an index is built.</param>
    private sealed record Content(IReadOnlyList<MapItem> Items, IReadOnlyList<MapCluster> Clusters, bool Truncated, long Position, long LastSeq);

    private sealed record InstitutionName(string Id, string Name, string DistrictCode);

    /// <inheritdoc cref="Content"/>
    private sealed record InstitutionNames(IReadOnlyList<InstitutionName> Items, bool Truncated, long Position, long LastSeq);

    private sealed record Look(PlaceBook Book, Scope Scope, DateOnly Day, Func<HomePlace, ShownHome> Show);

    private sealed record TileSource(string? Url, string? Datum);
}
