using System.Globalization;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.InsuredPersons;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.Rules;

/// <summary>
/// Services that the region's catalogue (目录) does not hold: of VIS-11, beside what differs from the plan (docs/rules.md, Visits;
/// docs/decisions/0022). Where no catalogue is in force nothing is outside one.
/// </summary>
internal static class ServiceRules
{
    /// <summary>Codes that are shown; a figure counts all.</summary>
    private const int CodesShown = 10;

    /// <summary>
    /// A visit, whoever makes it, on a day of an arrangement that neither death, a stay nor a failed review stands against, is told with a
    /// service that is not in the catalogue of its day.
    /// </summary>
    public static bool IsOutside(Standing standing, Visit visit, ServiceCatalogue? catalogue) =>
        catalogue?.HoldsAll(visit.Services) == false
        && standing.InForce(visit.Day) is not null && !NoShowRules.IsStopped(standing, visit.Begin, visit.End);

    /// <summary>One finding each institution that served outside the catalogue in the month, and one for the relatives.</summary>
    public static List<Finding> Of(PersonFile file, Standing standing, PersonFindings findings, DateOnly month, IPolicies policies)
    {
        var sides = new SortedDictionary<string, List<(Visit Visit, ServiceCatalogue Catalogue)>>(StringComparer.Ordinal);
        var last = file.Visits.FirstFrom(Shanghai.StartOf(Shanghai.FirstOfNextMonth(month)));
        for (var i = file.Visits.FirstFrom(Shanghai.StartOf(month)); i < last; i++)
        {
            var visit = file.Visits.All[i];
            if (visit.Services.Length > 0 && policies.For(file.DistrictCode, visit.Day).Catalogue is { } catalogue && IsOutside(standing, visit, catalogue))
            {
                var side = standing.InstitutionOf(visit) ?? "";
                if (!sides.TryGetValue(side, out var told))
                {
                    sides[side] = told = [];
                }

                told.Add((visit, catalogue));
            }
        }

        return [.. sides.Select(side => Outside(findings, month, side.Key, side.Value))];
    }

    /// <param name="institution">Empty: relatives.</param>
    private static Finding Outside(PersonFindings findings, DateOnly month, string institution, List<(Visit Visit, ServiceCatalogue Catalogue)> told)
    {
        var outside = told.SelectMany(static t => t.Visit.Services.Distinct().Where(code => !t.Catalogue.Holds(code))).ToList();
        var codes = outside.Distinct().Order(StringComparer.Ordinal).ToList();
        var (first, last) = (told[0].Catalogue, told[^1].Catalogue);
        var anchor = string.Create(CultureInfo.InvariantCulture, $"{month:yyyy-MM}/catalogue{(institution.Length > 0 ? "/" : "")}{institution}");
        return findings.Of(
            NoShowRules.Vis11, anchor, told[0].Visit.Begin, [.. told.Select(static t => new Evidence(t.Visit.CheckOut, "check-out"))],
            [
                Figure.Of("outsideCatalogue", codes.Count, "items"), Figure.Of("outsideCodes", string.Join(' ', codes.Take(CodesShown))),
                Figure.Of("toldOutside", outside.Count, "services"), Figure.Of("visits", told.Count, "visits"),
                new Figure("catalogueFrom", null, Days.Text(last.From), null, null, last.Basis),
                .. first == last ? (Figure[])[] : [new Figure("catalogueBefore", null, Days.Text(first.From), null, null, first.Basis)],
            ]) with
        {
            InstitutionId = institution.Length > 0 ? institution : null,
            CaregiverId = told.TrueForAll(t => t.Visit.CaregiverId == told[0].Visit.CaregiverId) ? told[0].Visit.CaregiverId : null,
            VisitIds = [.. told.Select(static t => t.Visit.Id).Take(Finding.MaxEvidence)],
        };
    }
}
