using LtcActors.Domain.Actors;
using LtcActors.Domain.Rules;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.InsuredPersons;

/// <summary>Whether a visit touches what is judged over all services.</summary>
public sealed partial class InsuredPerson
{
    private bool IsConcerned(Judgement to, Visit visit) =>
        standing!.Concerns(visit, to.Policies.For(file.DistrictCode, visit.Day))
        || IsNotContinued(visit, to.Policies.For(file.DistrictCode, visit.Day), to.Now)
        || BenefitTermRules.MayBeTooEarly(file, standing, visit)
        || ((file.IsPersonSeen || (records is not null && PersonProofRules.IsAsked(standing, at => records?.Of(at), visit)))
            && PersonProofRules.MayBeUnproved(file, visit, day => to.Policies.For(file.DistrictCode, day)))
        || (file.Extras is { Audits.Length: > 0 } extras && Array.Exists(extras.Audits, a => a.VisitId == visit.Id))
        || FamilyPersonRules.MayLackRecords(file, visit, to.Policies.For(file.DistrictCode, visit.Day).RecordEvery, due)
        || (agreements is not null && standing.InstitutionOf(visit) is { } at && agreements.TryGetValue(at, out var agreement)
            && Institutions.AgreementGaps.Find(agreement.Gaps, visit.Day) is not null);

    /// <summary>A visit in a month not confirmed: to be judged now, or when the month and its grace are over.</summary>
    private bool IsNotContinued(Visit visit, Policies.Thresholds limits, DateTimeOffset now)
    {
        if (standing!.InstitutionOf(visit) is not { } institution || !BenefitTermRules.Lacks(file.Extras, records?.Of(institution), visit.Day))
        {
            return false;
        }

        var at = BenefitTermRules.ContinuedBy(visit.Day, limits);
        due = at > now && !(due <= at) ? at : due;
        return at <= now;
    }

    private bool HasServiceFindings()
    {
        foreach (var (scope, isOfServices, _) in PersonCase.Rules)
        {
            if (isOfServices && Findings.Has(scope))
            {
                return true;
            }
        }

        return false;
    }
}
