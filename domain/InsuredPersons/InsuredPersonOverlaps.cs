using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Rules;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.InsuredPersons;

/// <summary>Visits of one person at one time, judged by the day on which the later of a pair begins.</summary>
public sealed partial class InsuredPerson
{
    private const string OverlapScope = "/VIS-07:";

    /// <summary>Days that the visits touched may change, and all that have a finding: those may have lost it.</summary>
    private void JudgeOverlaps(Judgement to)
    {
        SortedSet<DateOnly>? days = null;
        foreach (var (scope, _) in Findings.Any ? Findings.Scopes : [])
        {
            if (scope.StartsWith(OverlapScope, StringComparison.Ordinal))
            {
                (days ??= []).Add(DateOnly.FromDayNumber(int.Parse(scope.AsSpan(OverlapScope.Length), null)));
            }
        }

        foreach (var visit in touchedAll ? file.Visits.All : System.Runtime.InteropServices.CollectionsMarshal.AsSpan(touched))
        {
            PlanRules.DaysOfOverlap(file, visit, ref days);
        }

        var found = new List<Finding>();
        foreach (var day in days ?? [])
        {
            found.Clear();
            PlanRules.Overlaps(Id, file, standing!, to.Policies, day, found);
            var scope = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{OverlapScope}{day.DayNumber}");
            if (found.Count > 0 || Findings.Has(scope))
            {
                to.Replace(this, scope, found.ToArray());
            }
        }
    }
}
