using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Institutions;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.InsuredPersons;

/// <summary>What a person has to say to its caregivers and institutions.</summary>
internal readonly partial struct PersonBriefs(
    ActorId person, PersonFile file, Standing standing, ToldBriefs told, Dictionary<string, Brief.Agreement>? agreements)
{
    /// <summary>To every caregiver that visited it, or is or was assigned or bound to it.</summary>
    public void TellClients(Judgement to)
    {
        ImmutableArray<HomeSpan> homes = [.. standing.Homes.Select(static h => h.Span)];
        var caregivers = new SortedSet<string>(file.Visitors.Select(static v => v.CaregiverId), StringComparer.Ordinal);
        foreach (var arrangement in standing.Arrangements)
        {
            if (arrangement.CaregiverId is { } assigned)
            {
                caregivers.Add(assigned);
            }
        }

        foreach (var binding in file.Bindings?.All ?? [])
        {
            caregivers.Add(binding.CaregiverId);
        }

        foreach (var former in told.Recipients(BriefCodec.Client))
        {
            if (caregivers.Add(former.Id))
            {
                caregivers.Remove(former.Id);
                told.Tell(to, person, former, new Brief.Client(null, [], []));
            }
        }

        var relatives = Relatives();
        var more = More();
        foreach (var caregiver in caregivers)
        {
            var theirs = (more with { IsRelative = relatives.ContainsKey(caregiver) }).OrNone();
            told.Tell(to, person, ActorId.Caregiver(caregiver), new Brief.Client(file.DistrictCode, homes, AssignmentsOf(caregiver), theirs));
        }
    }

    /// <summary>To its binding, from the first that it told on.</summary>
    public void TellBinding(Judgement to)
    {
        var binding = ActorId.Binding(person.Id);
        if (file.Bindings is not null || told.Has(binding, BriefCodec.District))
        {
            told.Tell(to, person, binding, new Brief.District(file.DistrictCode));
        }
    }

    /// <summary>To every institution it lives in or did: the days in the house.</summary>
    public void TellResidents(Judgement to)
    {
        var institutions = Known(BriefCodec.Resident);
        foreach (var arrangement in standing.Arrangements)
        {
            if (arrangement.Mode == CareMode.Institution)
            {
                institutions.Add(arrangement.InstitutionId);
            }
        }

        foreach (var institution in institutions)
        {
            told.Tell(to, person, ActorId.Institution(institution), ResidentAt(institution));
        }
    }

    /// <summary>To every institution that serves it, once.</summary>
    public void TellServed(Judgement to)
    {
        foreach (var visit in file.Visits.All)
        {
            TellServed(to, standing.InstitutionOf(visit));
        }

        foreach (var claim in file.Claims)
        {
            TellServed(to, claim.InstitutionId);
        }

        foreach (var arrangement in standing.Arrangements)
        {
            TellServed(to, arrangement.InstitutionId);
        }
    }

    public void TellServed(Judgement to, string? institution)
    {
        if (institution is not null && !told.Has(ActorId.Institution(institution), BriefCodec.Served))
        {
            told.Tell(to, person, ActorId.Institution(institution), new Brief.Served());
        }
    }

    /// <summary>To each institution whose agreement is known to have gaps: the services in them.</summary>
    public void TellUnentitled(Judgement to, List<Service> services)
    {
        var institutions = Known(BriefCodec.Unentitled);
        foreach (var (institution, _) in agreements ?? [])
        {
            institutions.Add(institution);
        }

        foreach (var institution in institutions)
        {
            var gaps = agreements is not null && agreements.TryGetValue(institution, out var agreement) ? agreement.Gaps : [];
            var inGaps = ImmutableArray.CreateBuilder<ServiceRef>();
            foreach (var service in services)
            {
                if (service.InstitutionId == institution && !service.IsMonth && AgreementGaps.Find(gaps, service.Day) is not null)
                {
                    Add(inGaps, service);
                }
            }

            told.Tell(to, person, ActorId.Institution(institution), new Brief.Unentitled(inGaps.ToImmutable(), file.DistrictCode));
        }
    }

    /// <summary>To each institution that a check-in names: those of its visits that have no check-out in time.</summary>
    public void TellMissing(Judgement to)
    {
        var institutions = Known(BriefCodec.MissingCheckOuts);
        var missing = new List<Visit>();
        foreach (var visit in file.Visits.All)
        {
            if (visit is { Missing: true, CheckedIn: true, InstitutionId: { } named })
            {
                missing.Add(visit);
                institutions.Add(named);
            }
        }

        missing.Sort(static (a, b) => a.CheckIn.CompareTo(b.CheckIn));
        foreach (var institution in institutions)
        {
            var there = ImmutableArray.CreateBuilder<ServiceRef>();
            foreach (var visit in missing)
            {
                if (visit.InstitutionId == institution)
                {
                    there.Add(new(visit.Begin, visit.Id, visit.CaregiverId, "check-in", visit.CheckIn));
                }
            }

            told.Tell(to, person, ActorId.Institution(institution), new Brief.MissingCheckOuts(there.ToImmutable()));
        }
    }

    /// <summary>What rules on positions ask of a home.</summary>
    private ClientMore More()
    {
        var inHouse = ImmutableArray.CreateBuilder<DaySpan>();
        for (var i = 0; i < standing.Arrangements.Length; i++)
        {
            if (standing.Arrangements[i].Mode == CareMode.Institution)
            {
                inHouse.Add(standing.DaysOf(i));
            }
        }

        var beacons = (file.Extras?.Beacons ?? [])
            .Select(static b => new BeaconSpan(b.BeaconId, b.Until is { } last ? Days.Through(b.From, last) : new(b.From, null), b.Fact));
        return new(file.Registered?.FenceRadius, inHouse.ToImmutable(), [.. file.Outings()], [.. beacons], false);
    }

    private SortedSet<string> Known(byte topic)
    {
        var known = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var recipient in told.Recipients(topic))
        {
            known.Add(recipient.Id);
        }

        return known;
    }

    /// <summary>A visit brings the lines that claim it, as evidence; they bear its id and are not counted.</summary>
    private void Add(ImmutableArray<ServiceRef>.Builder to, Service service)
    {
        to.Add(new(service.At, service.Visit?.Id, service.CaregiverId, service.Note, service.Fact));
        if (service.Visit is not { } visit)
        {
            return;
        }

        foreach (var claim in file.Claims)
        {
            if (Array.Exists(claim.Lines, line => line.VisitId == visit.Id))
            {
                to.Add(new(service.At, visit.Id, service.CaregiverId, "claim-line", claim.Fact));
            }
        }
    }

    /// <summary>Until the next arrangement, the day after death, or a failed review.</summary>
    private ImmutableArray<AssignmentSpan> AssignmentsOf(string caregiver)
    {
        var spans = ImmutableArray.CreateBuilder<AssignmentSpan>();
        for (var i = 0; i < standing.Arrangements.Length; i++)
        {
            var arrangement = standing.Arrangements[i];
            if (arrangement.Mode != CareMode.Home || arrangement.CaregiverId != caregiver)
            {
                continue;
            }

            DateOnly? to = i + 1 < standing.Arrangements.Length ? standing.Arrangements[i + 1].From : null;
            if (Standing.FailedAfter(file.Reviews, arrangement.From) is { } failed && !(to <= failed))
            {
                to = failed;
            }

            var end = to is null ? AssignmentEnd.None : AssignmentEnd.Ended;
            if (standing.Death is { } death && Days.After(death.Day) is var gone && !(to < gone))
            {
                (to, end) = (gone, AssignmentEnd.Died);
            }

            var days = new DaySpan(arrangement.From, to);
            if (!days.IsEmpty)
            {
                spans.Add(new(days, end, arrangement.Fact));
            }
        }

        return spans.ToImmutable();
    }

    private Brief.Resident ResidentAt(string institution)
    {
        var days = ImmutableArray.CreateBuilder<DaySpan>();
        var facts = ImmutableArray.CreateBuilder<FactRef>();
        foreach (var (arrangement, inHouse) in standing.InHouse(file))
        {
            if (arrangement.InstitutionId == institution && inHouse.Count > 0)
            {
                days.AddRange(inHouse);
                facts.Add(arrangement.Fact);
            }
        }

        return new(days.ToImmutable(), facts.ToImmutable());
    }
}
