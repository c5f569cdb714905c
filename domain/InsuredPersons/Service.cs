using LtcActors.Domain.Calendars;
using LtcActors.Domain.Claims;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.InsuredPersons;

/// <summary>A visit, or a line of a claim that no known visit stands for, or a claim without lines.</summary>
/// <param name="At">A visit's beginning; a line's day at its start; a month at its start.</param>
/// <param name="IsMonth">A claim without lines: a whole month.</param>
internal readonly record struct Service(
    DateTimeOffset At, DateOnly Day, Visit? Visit, Claim? Claim, bool IsMonth, string? InstitutionId, string? CaregiverId)
{
    public FactRef Fact => Visit?.First ?? Claim!.Fact;

    public string Note => Visit is null ? (IsMonth ? "claim" : "claim-line") : Visit.CheckedIn ? "check-in" : "check-out";

    public static Service Of(Visit visit, Standing standing) =>
        new(visit.Begin, visit.Day, visit, null, false, standing.InstitutionOf(visit), visit.CaregiverId);

    /// <summary>All services of a person, oldest first. A line of a known visit is none: the visit stands for it.</summary>
    public static List<Service> All(PersonFile file, Standing standing)
    {
        var services = new List<Service>(file.Visits.Count);
        foreach (var visit in file.Visits.All)
        {
            services.Add(Of(visit, standing));
        }

        foreach (var claim in file.Claims)
        {
            foreach (var line in claim.Lines)
            {
                if (line.VisitId is null || file.Visits.Find(line.VisitId) is null)
                {
                    services.Add(new(Shanghai.StartOf(line.Date), line.Date, null, claim, false, claim.InstitutionId, claim.CaregiverId));
                }
            }

            if (claim.Lines.Length == 0)
            {
                var month = claim.Month;
                services.Add(new(Shanghai.StartOf(month), month, null, claim, true, claim.InstitutionId, claim.CaregiverId));
            }
        }

        services.Sort(InOrder);
        return services;
    }

    private static int InOrder(Service a, Service b)
    {
        var byTime = a.At.CompareTo(b.At);
        return byTime != 0 ? byTime : a.Fact.CompareTo(b.Fact);
    }
}
