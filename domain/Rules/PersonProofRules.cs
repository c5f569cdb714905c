using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.InsuredPersons;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.Rules;

/// <summary>Whether it is the insured person who is cared for (docs/rules.md, Identity).</summary>
public static class PersonProofRules
{
    public static Rule Idn02 { get; } = new(
        "IDN-02", 2, "参保人核验缺失或不符", "Insured person not verified", Severity.P2,
        [new("tianjin-2023-catalogue", "4"), new("jiaxing-2019-supervision", "6(4)")], ["idn.face", "idn.faceFailures", "idn.proofEvery"]);

    public static ImmutableArray<Rule> All { get; } = [Idn02];

    /// <summary>The person's face was looked at again and again in one visit, and never was it this person's.</summary>
    internal static Finding? Mismatch(in VisitCase c)
    {
        var (visit, limits) = (c.Visit, c.Thresholds);
        return visit.PersonFaces < limits.FaceFailures.Count || visit.BestPersonFace >= limits.Face.Value
            ? null
            : c.Finding(
                Idn02, Severity.P2, null,
                [
                    Figure.Against("highestScore", visit.BestPersonFace, limits.Face),
                    Figure.Against("failures", visit.PersonFaces, limits.FaceFailures),
                ]);
    }

    /// <summary>
    /// Visits that begin a week or more after the person was last seen to be the one: by face, by a video audit passed, or by the
    /// agency itself. Who was never known by face is asked for it where the institution knows the faces of others whom it serves.
    /// Time in hospital is not counted.
    /// </summary>
    internal static void Unproved(PersonCase person, List<Finding> found)
    {
        var proofs = Proofs(person);
        for (var i = 0; i < proofs.Count; i++)
        {
            var (at, evidence) = proofs[i];
            var limit = person.PolicyOn(Shanghai.DayOf(at)).ProofEvery;
            if (FamilyPersonRules.Reached(person.Standing.Stays, at, limit.Time) is not { } from)
            {
                continue;
            }

            var until = i + 1 < proofs.Count ? proofs[i + 1].At : DateTimeOffset.MaxValue;
            var isNever = evidence is null;
            var services = person.Services.FindAll(s => s.Visit is { } visit && s.At >= from && s.At < until
                && (!isNever || IsAsked(person.Standing, person.RecordsOf, visit)));
            if (services.Count > 0)
            {
                found.Add(person.Findings.Of(
                    Idn02, isNever ? $"never:{Days.Text(at)}" : $"since:{Days.Text(at)}", evidence is { } proof ? [proof] : [], services,
                    [
                        Figure.Of("lastProof", isNever ? "none" : Days.Text(at)),
                        Figure.Against("unprovedFor", (services[^1].At - at).TotalDays, limit),
                    ]));
            }
        }
    }

    /// <summary>Whether it is a visit at home of an institution that knew the face of anybody in a month before.</summary>
    internal static bool IsAsked(Standing standing, Func<string, Brief.Records?> recordsOf, Visit visit) =>
        standing.InForce(visit.Day) is { Mode: CareMode.Home } && standing.InstitutionOf(visit) is { } institution
        && recordsOf(institution)?.FacesFrom is { } first && visit.Day >= Shanghai.FirstOfNextMonth(first);

    /// <summary>Whether the visit may be one of those, or end their row.</summary>
    internal static bool MayBeUnproved(PersonFile file, Visit visit, Func<DateOnly, Thresholds> policyOn)
    {
        var limits = policyOn(visit.Day);
        var all = file.Visits.All;
        var every = limits.ProofEvery.Time;
        if (IsProof(visit, policyOn))
        {
            return all[^1].Begin - visit.Begin >= every; // It came late: others are held against it.
        }

        for (var i = file.Visits.FirstFrom(visit.Begin - every); i < all.Length && all[i].Begin <= visit.Begin; i++)
        {
            if (all[i].Begin > visit.Begin - every && IsProof(all[i], policyOn))
            {
                return false;
            }
        }

        return true;
    }

    internal static bool IsProof(Visit visit, Func<DateOnly, Thresholds> policyOn) =>
        visit.PersonFaces > 0 && visit.BestPersonFace >= policyOn(visit.Day).Face.Value;

    /// <summary>
    /// From the first look at the face that proved the person on, or from when it is asked for one, if that is earlier: then the first of
    /// them rests on no fact. In order of time.
    /// </summary>
    private static List<(DateTimeOffset At, Evidence? Fact)> Proofs(PersonCase person)
    {
        var file = person.File;
        var proofs = new List<(DateTimeOffset At, Evidence? Fact)>();
        foreach (var visit in file.IsPersonSeen ? file.Visits.All : [])
        {
            if (IsProof(visit, person.PolicyOn))
            {
                proofs.Add((visit.Begin, new(visit.First, visit.CheckedIn ? "check-in" : "check-out")));
            }
        }

        if (AskedFrom(person) is { } asked && !(proofs.Count > 0 && proofs[0].At <= asked))
        {
            proofs.Insert(0, (asked, null));
        }

        if (proofs.Count == 0)
        {
            return proofs;
        }

        var first = proofs[0].At;
        proofs.AddRange((file.Extras?.Audits ?? []).Where(a => a.Result == AuditResult.Pass && a.Fact.Time > first)
            .Select(static a => (a.Fact.Time, (Evidence?)new Evidence(a.Fact, "audited"))));
        proofs.AddRange((file.Extras?.Seen ?? []).Where(s => s.At > first).Select(static s => (s.At.ToUniversalTime(), (Evidence?)new Evidence(s.Fact, "visited"))));
        // The one without a fact is the earliest of all.
        proofs.Sort(static (a, b) => a.At != b.At ? a.At.CompareTo(b.At) : Nullable.Compare(a.Fact?.Fact, b.Fact?.Fact));
        return proofs;
    }

    /// <summary>The start of the first day, of an arrangement at home, after the month in which its institution first knew anybody's face.</summary>
    private static DateTimeOffset? AskedFrom(PersonCase person)
    {
        for (var i = 0; i < person.Standing.Arrangements.Length; i++)
        {
            if (person.Standing.Arrangements[i].Mode == CareMode.Home
                && person.RecordsOf(person.Standing.Arrangements[i].InstitutionId)?.FacesFrom is { } first
                && person.Standing.DaysOf(i).Intersect(new(Shanghai.FirstOfNextMonth(first), null)) is { IsEmpty: false } days)
            {
                return Shanghai.StartOf(days.From).ToUniversalTime();
            }
        }

        return null;
    }
}
