using System.Globalization;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Rules;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.InsuredPersons;

/// <summary>
/// Months in which services outside the region's catalogue were told. Each month has a scope of its own, and is judged as its visits
/// are told: what is outside on the day it is told stays so, and no plan is waited for.
/// </summary>
public sealed partial class InsuredPerson
{
    private const string CatalogueScope = "/VIS-11/catalogue:";

    private void JudgeCatalogue(Judgement to)
    {
        if (touchedAll || touched.Exists(static v => v.IsRebegun))
        {
            JudgeAllCatalogueMonths(to);
            return;
        }

        foreach (var visit in touched)
        {
            // One that tells nothing outside can only take back what its earlier check-out told.
            if (MayBeOutside(to, visit) || (Findings.Any && Findings.Has(CatalogueScopeOf(Shanghai.FirstOfMonth(visit.Day)))))
            {
                JudgeCatalogueMonth(to, Shanghai.FirstOfMonth(visit.Day));
            }
        }
    }

    private void JudgeAllCatalogueMonths(Judgement to)
    {
        var months = new HashSet<DateOnly>();
        foreach (var visit in file.Visits.All)
        {
            if (MayBeOutside(to, visit))
            {
                months.Add(Shanghai.FirstOfMonth(visit.Day));
            }
        }

        foreach (var (scope, _) in Findings.Any ? Findings.Scopes.ToArray() : [])
        {
            if (scope.StartsWith(CatalogueScope, StringComparison.Ordinal) && !months.Any(m => CatalogueScopeOf(m) == scope))
            {
                to.Replace(this, scope, []);
            }
        }

        foreach (var month in months)
        {
            JudgeCatalogueMonth(to, month);
        }
    }

    private bool MayBeOutside(Judgement to, Visit visit) =>
        visit.Services.Length > 0 && ServiceRules.IsOutside(standing!, visit, to.Policies.For(file.DistrictCode, visit.Day).Catalogue);

    private void JudgeCatalogueMonth(Judgement to, DateOnly month)
    {
        var found = ServiceRules.Of(file, standing!, new(Id, file), month, to.Policies);
        var scope = CatalogueScopeOf(month);
        if (found.Count > 0 || Findings.Has(scope))
        {
            to.Replace(this, scope, [.. found]);
        }
    }

    private static string CatalogueScopeOf(DateOnly month) => string.Create(CultureInfo.InvariantCulture, $"{CatalogueScope}{month:yyyy-MM}");
}
