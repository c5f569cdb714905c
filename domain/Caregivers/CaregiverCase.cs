using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Caregivers;

/// <summary>What a rule is given to judge a caregiver by: the file, the numbers in force, and how far time has come.</summary>
internal sealed class CaregiverCase(ActorId subject, CaregiverFile file, IPolicies policies, DateOnly today)
{
    private Career? career;

    public ActorId Subject { get; } = subject;

    public CaregiverFile File { get; } = file;

    public DateOnly Today { get; } = today;

    public string? District { get; } = file.District();

    public Career Career => career ??= new(File);

    /// <summary>The numbers where no single client is concerned.</summary>
    public Thresholds On(DateOnly day) => policies.For(District, day);

    public Thresholds On(DateOnly day, string personId) => In(File.DistrictOf(personId), day);

    /// <summary>The numbers of a district; none: as where no single client is concerned.</summary>
    public Thresholds In(string? district, DateOnly day) => policies.For(district ?? District, day);

    /// <summary>A finding on this caregiver; what concerns one person, visit or institution only is filled in by the rule.</summary>
    /// <param name="late">A notice that it rests on was told after the beginning of one of its services, by the notice's own time.</param>
    public Finding Find(
        Rule rule, string anchor, Severity severity, DateTimeOffset at, EvidenceList evidence, ImmutableArray<Figure> figures,
        IReadOnlyList<CareVisit>? visits = null, bool late = false)
    {
        var persons = visits?.Select(v => v.PersonId).Distinct().ToList();
        var institutions = visits?.Select(v => v.InstitutionId).Distinct().ToList();
        return new(
            rule, Subject, anchor, severity, at.ToOffset(Shanghai.Offset), null, late, persons is [var person] ? person : null, Subject.Id,
            institutions is [var institution] ? institution : null, null, persons is [var first, ..] ? File.DistrictOf(first) : null,
            [.. (visits ?? []).Select(v => v.VisitId).Distinct().Take(Finding.MaxEvidence)], evidence.Take(), figures);
    }
}

/// <summary>Evidence as it gathers: each fact once, oldest first, no more than is shown.</summary>
internal sealed class EvidenceList
{
    private readonly List<Evidence> all = [];

    public EvidenceList Add(FactRef fact, string note)
    {
        all.Add(new(fact, note));
        return this;
    }

    public EvidenceList Add(CareVisit visit)
    {
        foreach (var check in visit.Checks)
        {
            Add(check.Ref, check.Note);
        }

        return this;
    }

    public EvidenceList AddAll<T>(IEnumerable<T> items, Func<T, FactRef> fact, string note)
    {
        foreach (var item in items)
        {
            Add(fact(item), note);
        }

        return this;
    }

    public ImmutableArray<Evidence> Take() =>
    [
        .. all.Distinct().OrderBy(e => e.Fact).ThenBy(e => e.Note, StringComparer.Ordinal).Take(Finding.MaxEvidence),
    ];
}
