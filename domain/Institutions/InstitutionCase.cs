using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.InsuredPersons;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Institutions;

/// <summary>An institution with all that its rules look at: its own facts, and what others told it.</summary>
internal sealed class InstitutionCase(
    ActorId institution, InstitutionFile file, HeardBriefs heard, Brief.Agreement agreement, IPolicies policies)
{
    public InstitutionFile File { get; } = file;

    public HeardBriefs Heard { get; } = heard;

    public Brief.Agreement Agreement { get; } = agreement;

    /// <summary>Where it is designated; of one that never was, where it serves.</summary>
    private readonly string? district = file.DistrictCode ?? heard.District;

    public Thresholds PolicyOn(DateOnly day) => policies.For(district, day);

    public Finding Finding(
        Rule rule, string anchor, Severity severity, DateTimeOffset occurredAt, DateTimeOffset? endedAt, bool late,
        IEnumerable<string> visitIds, EvidenceList evidence, params ReadOnlySpan<Figure> figures) => new(
        rule, institution, anchor, severity, occurredAt, endedAt, late, null, null, institution.Id, null, district,
        [.. visitIds.Take(Rules.Finding.MaxEvidence)], evidence.ToImmutable(), [.. figures]);
}

/// <summary>What persons and caregivers told an institution, by who told it.</summary>
internal sealed class HeardBriefs
{
    public SortedDictionary<string, Brief.Resident> Residents { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, Brief.Staff> Staff { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, Brief.Unentitled> Unentitled { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, Brief.MissingCheckOuts> Missing { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, Brief.Arranged> Arranged { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, Brief.ByHand> ByHand { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, Brief.Recorded> Recorded { get; } = new(StringComparer.Ordinal);

    /// <summary>Of the first person, by id, that had services without agreement and lives somewhere.</summary>
    public string? District
    {
        get
        {
            foreach (var told in Unentitled.Values)
            {
                if (told.DistrictCode is { } code)
                {
                    return code;
                }
            }

            return null;
        }
    }

    public void Take(string from, Brief brief)
    {
        switch (brief)
        {
            case Brief.Resident b: Set(Residents, from, b); break;
            case Brief.Staff b: Set(Staff, from, b); break;
            case Brief.Unentitled b: Set(Unentitled, from, b); break;
            case Brief.MissingCheckOuts b: Set(Missing, from, b); break;
            case Brief.Arranged b: Set(Arranged, from, b); break;
            case Brief.ByHand b: Set(ByHand, from, b); break;
            case Brief.Recorded b: Set(Recorded, from, b); break;
            default: break; // Told to institutions by nobody.
        }
    }

    public void TakeFrom(HeardBriefs earlier)
    {
        foreach (var (from, brief) in earlier.All())
        {
            Take(from, brief);
        }
    }

    /// <summary>Services told by all persons, oldest first, each with the person.</summary>
    public static List<(string Person, ServiceRef Service)> Sorted(IEnumerable<(string Person, ImmutableArray<ServiceRef> Services)> told)
    {
        var all = new List<(string Person, ServiceRef Service)>();
        foreach (var (person, services) in told)
        {
            foreach (var service in services)
            {
                all.Add((person, service));
            }
        }

        all.Sort(static (a, b) =>
        {
            var byTime = a.Service.At.CompareTo(b.Service.At);
            var byFact = byTime != 0 ? byTime : a.Service.Fact.CompareTo(b.Service.Fact);
            return byFact != 0 ? byFact : string.CompareOrdinal(a.Service.VisitId, b.Service.VisitId);
        });
        return all;
    }

    public void Write(StateWriter to) => to.List([.. All()], static (w, each) =>
    {
        w.Text(each.From);
        BriefCodec.Write(w, each.Brief);
    });

    public void Read(StateReader from)
    {
        foreach (var (teller, brief) in from.List(static r => (r.Text(), BriefCodec.Read(r))))
        {
            Take(teller, brief);
        }
    }

    private IEnumerable<(string From, Brief Brief)> All() =>
        Residents.Select(static e => (e.Key, (Brief)e.Value))
            .Concat(Staff.Select(static e => (e.Key, (Brief)e.Value)))
            .Concat(Unentitled.Select(static e => (e.Key, (Brief)e.Value)))
            .Concat(Missing.Select(static e => (e.Key, (Brief)e.Value)))
            .Concat(Arranged.Select(static e => (e.Key, (Brief)e.Value)))
            .Concat(ByHand.Select(static e => (e.Key, (Brief)e.Value)))
            .Concat(Recorded.Select(static e => (e.Key, (Brief)e.Value)));

    private static void Set<T>(SortedDictionary<string, T> heard, string from, T brief)
        where T : Brief
    {
        if (brief.IsEmpty)
        {
            heard.Remove(from);
        }
        else
        {
            heard[from] = brief;
        }
    }
}
