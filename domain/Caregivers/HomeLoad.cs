using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;

namespace LtcActors.Domain.Caregivers;

/// <summary>A person assigned at home.</summary>
internal readonly record struct HomeClient(string PersonId, AssignmentSpan Span);

/// <summary>Who was assigned to a caregiver at home on which days, and since when that has been quiet.</summary>
internal sealed class HomeLoad
{
    private readonly List<HomeClient> clients = [];
    private readonly List<DateOnly> changes = [];
    private readonly CaregiverFile file;

    public HomeLoad(CaregiverCase of)
    {
        file = of.File;
        foreach (var (person, client) in file.Clients.Items)
        {
            clients.AddRange(client.Assignments.Where(s => !s.Days.IsEmpty).Select(s => new HomeClient(person, s)));
        }

        clients.Sort((a, b) => a.Span.Rests.CompareTo(b.Span.Rests) is var byFact and not 0
            ? byFact : string.CompareOrdinal(a.PersonId, b.PersonId));
        changes.AddRange(clients.Select(ChangeOf).OfType<DateOnly>());
        changes.AddRange(of.Career.Professional.Select(e => e.Days.From).Order().Take(1));
        changes.Sort();
        of.Career.BoundariesTo(Boundaries);
        clients.ForEach(c => Career.Add(Boundaries, c.Span.Days));
        foreach (var change in changes)
        {
            Boundaries.Add(change);
            Boundaries.Add(change.AddDays(of.On(change).GraceDays.Count + 1));
            Boundaries.Add(change.AddDays(of.On(of.Today).GraceDays.Count + 1));
        }
    }

    /// <summary>Days between which nothing changes.</summary>
    public SortedSet<DateOnly> Boundaries { get; } = [];

    public bool IsEmpty => clients.Count == 0;

    /// <summary>The next day on which something of a caregiver's standing begins or ends by itself.</summary>
    public static DateOnly? NextChange(CaregiverCase of)
    {
        var days = new HomeLoad(of).Boundaries;
        foreach (var (_, bound) in of.File.Bindings.Items)
        {
            foreach (var span in bound.Spans)
            {
                Career.Add(days, span.Days);
            }
        }

        var later = days.GetViewBetween(of.Today.AddDays(1), DateOnly.MaxValue);
        return later.Count > 0 ? later.Min : null;
    }

    /// <summary>Persons, each once.</summary>
    public int CountOn(DateOnly day)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var client in clients)
        {
            if (client.Span.Days.Contains(day))
            {
                seen.Add(client.PersonId);
            }
        }

        return seen.Count;
    }

    public bool HadAnyBy(DateOnly day) => clients.Exists(c => c.Span.Days.From <= day);

    /// <summary>The last first employment, death or end of an assignment by that day.</summary>
    public DateOnly? LastChange(DateOnly day) => changes.FindLastIndex(c => c <= day) is var at and >= 0 ? changes[at] : null;

    /// <summary>Who was assigned at any time of it, by the facts that say so.</summary>
    public IEnumerable<HomeClient> During(DayRun run) => clients.Where(c => c.Span.Days.Overlaps(run.Days));

    public string? FirstOf(List<HomeClient> of) => of.Select(c => file.DistrictOf(c.PersonId)).FirstOrDefault(d => d is not null);

    /// <summary>The day of a death, or the first day without a person that has not gone on to another assignment here.</summary>
    private DateOnly? ChangeOf(HomeClient client)
    {
        if (client.Span.End == AssignmentEnd.None || client.Span.Days.To is not { } to)
        {
            return null;
        }

        var goesOn = clients.Exists(c => c.PersonId == client.PersonId && c.Span.Days.Contains(to));
        return goesOn ? null : client.Span.End == AssignmentEnd.Died ? to.AddDays(-1) : to;
    }
}
