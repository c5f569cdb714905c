using LtcActors.Domain.Calendars;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;
using LtcActors.Silo.Access;
using LtcActors.Silo.Hosting;

namespace LtcActors.Silo.PolicyVersions;

/// <summary>
/// What a draft is written from: every key with its unit, its values in force today by region, the rules that use it, and the texts it
/// may cite; and the catalogue of services in force today of each region that has filed one, which no draft changes.
/// </summary>
internal sealed class PolicyValuesEndpoint(PoliciesInForce inForce, SiloParts parts)
{
    public void Map(IEndpointRouteBuilder routes) =>
        routes.Get("/v1/policy-values", ReadAsync, "The values in force today, by key and region").RequireAuthorization(Roles.Editor);

    private Task ReadAsync(HttpContext context)
    {
        var today = Shanghai.DayOf(parts.Clock.GetUtcNow());
        var book = inForce.Book;
        var rules = Catalogue.All.SelectMany(r => r.Thresholds, (rule, key) => (rule.Id, key)).ToLookup(r => r.key, r => r.Id, StringComparer.Ordinal);
        return Answer.WriteAsync(context, new Values(
            [.. book.Regions.Select(r => new RegionInfo(r.Id, r.Name, r.On(today).Catalogue is { } filed ? CatalogueInfo.Of(filed) : null))],
            [.. book.Sources.Select(s => new SourceInfo(s.Id, s.Title, s.StatusName, [.. s.Articles.Keys])).OrderBy(s => s.Id, StringComparer.Ordinal)],
            [
                .. PolicyBook.Units.OrderBy(u => u.Key, StringComparer.Ordinal).Select(u => new KeyInfo(
                    u.Key, u.Value, [.. rules[u.Key]], [.. book.Regions.Select(r => ValueInfo.Of(r.Id, r.InForce(u.Key, today)))])),
            ]));
    }

    private sealed record Values(IReadOnlyList<RegionInfo> Regions, IReadOnlyList<SourceInfo> Sources, IReadOnlyList<KeyInfo> Items);

    /// <param name="Catalogue">Absent: none is in force.</param>
    private sealed record RegionInfo(string Id, Bilingual Name, CatalogueInfo? Catalogue);

    private sealed record CatalogueInfo(DateOnly From, DateOnly? Until, string Basis, IReadOnlyList<CatalogueService> Services)
    {
        public static CatalogueInfo Of(ServiceCatalogue filed) => new(filed.From, filed.Until, filed.Basis, filed.Services);
    }

    private sealed record SourceInfo(string Id, Bilingual Title, string Status, IReadOnlyList<string> Articles);

    private sealed record KeyInfo(string Key, string Unit, IReadOnlyList<string> Rules, IReadOnlyList<ValueInfo> Values);

    private sealed record ValueInfo(string Region, double Value, string Basis, DateOnly From)
    {
        public static ValueInfo Of(string region, DatedLimit limit) => new(region, limit.Limit.Value, limit.Limit.Basis, limit.From);
    }
}
