using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Claims;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.InsuredPersons;

/// <summary>What the rules over all services of a person look at: made anew for each judging, kept by nobody.</summary>
internal sealed class PersonCase(ActorId person, PersonFile file, Standing standing, IPolicies policies)
{
    /// <summary>What is judged over all services together. No scope can be a visit's id: those hold no slash.</summary>
    public static (string Scope, Action<PersonCase, List<Finding>> Judge)[] Rules { get; } =
    [
        ("/ELG-01", EligibilityRules.AfterDeath),
        ("/ELG-02", EligibilityRules.InHospital),
        ("/ELG-03", LateNoticeRule.Judge),
        ("/ELG-04", EligibilityRules.OnExpiredAssessment),
        ("/ELG-06", EligibilityRules.BelowLevel),
        ("/ELG-07", EligibilityRules.AfterFailedReview),
    ];

    public PersonFile File { get; } = file;

    public Standing Standing { get; } = standing;

    /// <summary>Oldest first.</summary>
    public List<Service> Services { get; } = Service.All(file, standing);

    public PersonFindings Findings { get; } = new(person, file);

    public Thresholds PolicyOn(DateOnly day) => policies.For(File.DistrictCode, day);

    /// <summary>A line as a service: its visit, when that is known.</summary>
    public Service ServiceOf(Claim claim, LineKept line) =>
        line.VisitId is not null && File.Visits.Find(line.VisitId) is { } visit
            ? Service.Of(visit, Standing)
            : new(Shanghai.StartOf(line.Date), line.Date, null, claim, false, claim.InstitutionId, claim.CaregiverId);

    /// <summary>Services by the assessment that speaks against them, each oldest first.</summary>
    /// <param name="against">The assessment to blame on a day; none: the day is in order.</param>
    public List<(Validity Assessment, List<Service> Services)> ByAssessment(Func<Validity[], DateOnly, Validity?> against)
    {
        var groups = new List<(Validity Assessment, List<Service> Services)>();
        if (Standing.Assessments.Length == 0)
        {
            return groups;
        }

        foreach (var service in Services)
        {
            if (service.IsMonth || against(Standing.Assessments, service.Day) is not { } assessment)
            {
                continue;
            }

            var known = groups.FindIndex(g => g.Assessment.From == assessment.From);
            if (known < 0)
            {
                groups.Add((assessment, [service]));
            }
            else
            {
                groups[known].Services.Add(service);
            }
        }

        return groups;
    }
}
