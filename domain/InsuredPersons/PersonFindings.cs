using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Claims;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.InsuredPersons;

/// <summary>Makes findings about one person: causes first, then the services, oldest first.</summary>
internal sealed class PersonFindings(ActorId person, PersonFile file)
{
    /// <param name="causes">Facts that make the services wrong. One later than the first service: decided late.</param>
    /// <param name="services">Oldest first, at least one.</param>
    /// <param name="late">Where given: whether it was decided late, in place of a look at the causes.</param>
    public Finding Of(
        Rule rule, string anchor, ReadOnlySpan<Evidence> causes, IReadOnlyList<Service> services, ReadOnlySpan<Figure> figures,
        bool? late = null)
    {
        var first = services[0].At;
        var decidedLate = late ?? false;
        if (late is null)
        {
            foreach (var cause in causes)
            {
                decidedLate |= cause.Fact.Time > first;
            }
        }

        var evidence = new EvidenceList();
        evidence.Add(causes);
        var visits = ImmutableArray.CreateBuilder<string>();
        foreach (var service in services)
        {
            if (service.Visit is { } visit && visits.Count < Finding.MaxEvidence)
            {
                visits.Add(visit.Id);
            }

            AddTo(evidence, service);
        }

        Figure[] all = [.. figures, Figure.Of("services", services.Count, "services")];
        return new(
            rule, person, anchor, rule.Severity, first, null, decidedLate, person.Id, Common(services, static s => s.CaregiverId),
            Common(services, static s => s.InstitutionId), null, file.DistrictCode, visits.ToImmutable(), evidence.ToImmutable(), [.. all]);
    }

    /// <summary>One that rests on facts alone, without services.</summary>
    public Finding Of(
        Rule rule, string anchor, DateTimeOffset occurredAt, ReadOnlySpan<Evidence> evidence, ReadOnlySpan<Figure> figures)
    {
        var list = new EvidenceList();
        list.Add(evidence);
        return new(
            rule, person, anchor, rule.Severity, occurredAt, null, false, person.Id, null, null, null, file.DistrictCode,
            [], list.ToImmutable(), [.. figures]);
    }

    private static string? Common(IReadOnlyList<Service> services, Func<Service, string?> of)
    {
        var first = of(services[0]);
        for (var i = 1; i < services.Count; i++)
        {
            if (of(services[i]) != first)
            {
                return null;
            }
        }

        return first;
    }

    private void AddTo(EvidenceList evidence, Service service)
    {
        evidence.Add(new Evidence(service.Fact, service.Note));
        if (service.Visit is not { } visit || evidence.IsFull)
        {
            return;
        }

        if (visit is { CheckedIn: true, CheckedOut: true })
        {
            evidence.Add(new Evidence(visit.CheckOut, "check-out"));
        }

        foreach (var claim in file.Claims)
        {
            if (Array.Exists(claim.Lines, line => line.VisitId == visit.Id))
            {
                evidence.Add(new Evidence(claim.Fact, "claim-line"));
            }
        }
    }
}

/// <summary>At most <see cref="Finding.MaxEvidence"/> pieces, none twice.</summary>
internal sealed class EvidenceList
{
    private readonly ImmutableArray<Evidence>.Builder list = ImmutableArray.CreateBuilder<Evidence>();
    private readonly HashSet<Evidence> seen = [];

    public bool IsFull => list.Count == Finding.MaxEvidence;

    public void Add(Evidence evidence)
    {
        if (!IsFull && seen.Add(evidence))
        {
            list.Add(evidence);
        }
    }

    public void Add(ReadOnlySpan<Evidence> several)
    {
        foreach (var evidence in several)
        {
            Add(evidence);
        }
    }

    public ImmutableArray<Evidence> ToImmutable() => list.ToImmutable();
}
