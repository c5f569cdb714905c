using System.Collections.Immutable;
using System.Globalization;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.Policies;

namespace LtcActors.Domain.Rules;

/// <summary>How a visit is vouched for: who signed it, and whether the caregiver's face was seen (docs/rules.md, Identity).</summary>
public static class SignatureRules
{
    public static Rule Idn04 { get; } = new(
        "IDN-04", 1, Zh: "替代核验比例过高", En: "Too many visits without a look at the face", Severity.P3, [],
        ["idn.altShare", "idn.altMinVisits"]);

    public static ImmutableArray<Rule> All { get; } = [Idn04];

    /// <summary>
    /// Whether the visit lacks a signature, or is the first that bears one, from which on others are asked for it, or is signed by
    /// somebody named, who may sign for others too.
    /// </summary>
    internal static bool MayBe(CaregiverCase of, CareVisit visit) =>
        IsUnsigned(visit) || Array.Exists(visit.Checks, static c => c.Extras?.Signer is not null)
        || (IsSigned(visit) && of.File.Visits.ByTime.Find(IsSigned) == visit);

    /// <summary>By real name: visits checked out by app and not signed, each at most a window after the one before.</summary>
    internal static void Unsigned(CaregiverCase of, List<Finding> to)
    {
        if (!of.File.Visits.IsAnySigned)
        {
            return;
        }

        var run = new List<CareVisit>();
        var isTold = false;
        foreach (var visit in of.File.Visits.ByTime)
        {
            isTold |= IsSigned(visit);
            if (!isTold || !IsUnsigned(visit))
            {
                continue;
            }

            if (run.Count > 0 && visit.At - run[^1].At > of.On(visit.Day, visit.PersonId).UnsignedWindow.Time)
            {
                Close(of, run, to);
            }

            run.Add(visit);
        }

        Close(of, run, to);
    }

    /// <summary>By real name: one signer under visits to several persons, whom the register does not know as their representative.</summary>
    internal static void Signers(CaregiverCase of, List<Finding> to)
    {
        if (!of.File.Visits.IsAnyExtra)
        {
            return;
        }

        var signed = of.File.Visits.ByTime.SelectMany(static v => v.Checks.Where(static c => c.Extras?.Signer is not null)
            .Select(c => (Visit: v, Check: c, Signer: c.Extras!.Signer!)));
        foreach (var signer in signed.GroupBy(static s => s.Signer).OrderBy(static g => g.Key, StringComparer.Ordinal))
        {
            var all = signer.ToList();
            var persons = all.DistinctBy(static s => s.Visit.PersonId).ToList();
            var limit = of.On(all[0].Visit.Day, all[0].Visit.PersonId).SignerPersons;
            if (persons.Count >= limit.Count)
            {
                var evidence = new EvidenceList();
                all.ForEach(s => evidence.Add(s.Check.Ref, s.Check.Note));
                to.Add(of.Find(
                    ReuseRules.Idn06, $"signer:{signer.Key}", Severity.P2, persons[limit.Count - 1].Check.Ref.Time, evidence,
                    [Figure.Against("signedFor", persons.Count, limit), Figure.Of("signer", signer.Key)],
                    [.. all.Select(static s => s.Visit).Distinct()]));
            }
        }
    }

    /// <summary>By real name and calendar month: visits at which no face was looked at, where faces are looked at else.</summary>
    internal static void Alternative(CaregiverCase of, DateOnly month, List<Finding> to)
    {
        if (!of.File.Visits.IsAnyFace)
        {
            return;
        }

        var visits = ContractRules.During(of.File, new DaySpan(month, month.AddMonths(1)));
        var limits = of.On(month);
        var without = visits.FindAll(v => v.Checks.All(static c => c.Face is null) && !RecordRules.IsExempt(of.File, ExemptionKind.Identity, v.Day));
        if (visits.Count < limits.AlternativeMinVisits.Count || without.Count * 100.0 <= limits.AlternativeShare.Value * visits.Count)
        {
            return;
        }

        var evidence = new EvidenceList();
        without.ForEach(v => evidence.Add(v));
        to.Add(of.Find(
            Idn04, month.ToString("yyyy-MM", CultureInfo.InvariantCulture), Severity.P3, without[0].At, evidence,
            [
                Figure.Against("alternativeShare", without.Count * 100.0 / visits.Count, limits.AlternativeShare),
                Figure.Against("visits", visits.Count, limits.AlternativeMinVisits), Figure.Of("alternative", without.Count, "visits"),
                Figure.Of("persons", without.Select(static v => v.PersonId).Distinct().Count(), "persons"),
            ],
            without));
    }

    private static bool IsSigned(CareVisit visit) => Array.Exists(visit.Checks, static c => c.Prints.Signature != 0);

    private static bool IsUnsigned(CareVisit visit)
    {
        var isOut = false;
        foreach (var check in visit.Checks)
        {
            if (check.IsCheckIn)
            {
                continue;
            }

            if (!check.IsMobile || check.Prints.Signature != 0)
            {
                return false;
            }

            isOut = true;
        }

        return isOut;
    }

    private static void Close(CaregiverCase of, List<CareVisit> run, List<Finding> to)
    {
        if (run.Count > 0 && of.On(run[0].Day, run[0].PersonId).Unsigned is var limit && run.Count >= limit.Count)
        {
            var evidence = new EvidenceList();
            run.ForEach(v => evidence.AddAll(v.Checks.Where(static c => !c.IsCheckIn), static c => c.Ref, "check-out"));
            to.Add(of.Find(
                ReuseRules.Idn06, $"unsigned:{run[0].Key}", Severity.P3, run[limit.Count - 1].At, evidence,
                [Figure.Against("unsigned", run.Count, limit), Figure.Of("persons", run.Select(static v => v.PersonId).Distinct().Count(), "persons")],
                [.. run]));
        }

        run.Clear();
    }
}
