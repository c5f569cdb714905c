using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Claims;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.InsuredPersons;

/// <summary>What the rules over all services of a person look at: made anew for each judging, kept by nobody.</summary>
internal sealed class PersonCase(
    ActorId person, PersonFile file, Standing standing, Caregivers.HeardBriefs<Brief.Records>? records, IPolicies policies, DateTimeOffset now)
{
    /// <summary>
    /// What is judged over all services together. No scope can be a visit's id: those hold no slash. A finding of those that are
    /// about services changes with each of them; one of the others stands whatever visits come.
    /// </summary>
    public static (string Scope, bool OfServices, Action<PersonCase, List<Finding>> Judge)[] Rules { get; } =
    [
        ("/ELG-01", true, EligibilityRules.AfterDeath),
        ("/ELG-02", true, EligibilityRules.InHospital),
        ("/ELG-03", true, LateNoticeRule.Judge),
        ("/ELG-04", true, EligibilityRules.OnExpiredAssessment),
        ("/ELG-05", false, BenefitTermRules.NotAppliedFor),
        ("/ELG-06", true, EligibilityRules.BelowLevel),
        ("/ELG-07", true, EligibilityRules.AfterFailedReview),
        ("/ELG-08", true, BenefitTermRules.NotContinued),
        ("/ELG-09", true, BenefitTermRules.TooEarly),
        ("/FAM-03", true, FamilyPersonRules.NoRecords),
        ("/IDN-02", true, PersonProofRules.Unproved),
        ("/IDN-05", true, AuditRules.Failed),
        ("/FAM-07", false, WelfareRules.Fares),
    ];

    /// <summary>The instant of judging.</summary>
    public DateTimeOffset Now { get; } = now;

    /// <summary>When it is to be judged again though nothing comes; none: never.</summary>
    public DateTimeOffset? NextWake { get; private set; }

    public PersonFile File { get; } = file;

    public Standing Standing { get; } = standing;

    /// <summary>Whether an institution told what is recorded of any of its persons.</summary>
    public bool AnyRecords { get; } = records is { Count: > 0 };

    /// <summary>Oldest first.</summary>
    public List<Service> Services { get; } = Service.All(file, standing);

    public PersonFindings Findings { get; } = new(person, file);

    /// <summary>What is recorded of any person of the institution; none: nothing is.</summary>
    public Brief.Records? RecordsOf(string institution) => records?.Of(institution);

    public Thresholds PolicyOn(DateOnly day) => policies.For(File.DistrictCode, day);

    /// <summary>Something begins or ends by itself then.</summary>
    public void Wake(DateTimeOffset at)
    {
        if (at > Now && !(NextWake <= at))
        {
            NextWake = at;
        }
    }

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
