namespace LtcActors.Simulator;

/// <summary>Starts visits now and then, and incidents more often than a real city would.</summary>
internal sealed class LiveCity
{
    /// <summary>So that nobody is cared for all day long; incidents are kept short instead, or the city would run out of people.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(60);
    private static readonly TimeSpan ShortRest = TimeSpan.FromMinutes(10);
    /// <summary>From one home to the next.</summary>
    private static readonly TimeSpan Ride = TimeSpan.FromMinutes(25);

    private readonly Rng _rng;
    private readonly (int Least, int Most) _incidentSeconds;
    private readonly List<Person> _persons;
    private readonly Dictionary<string, DateTimeOffset> _free = [];
    private readonly Incidents _incidents;
    private DateTimeOffset _nextVisit, _nextIncident;

    public LiveCity(City city, World world, (int Least, int Most) incidentSeconds, DateTimeOffset now)
    {
        World = world;
        _rng = world.Rng.Fork();
        _incidentSeconds = incidentSeconds;
        _incidents = new Incidents(this, _rng);
        // Those with a story stay out of it: their alerts should remain what the story made them.
        var told = city.Truth.Expected.SelectMany(e => new[] { e.PersonId, e.CaregiverId }).OfType<string>()
            .Concat(city.Events.Where(e => e.Type is "ltc.person.died" or "ltc.person.hospitalised" or "ltc.person.reviewed")
                .Select(e => e.Subject))
            .ToHashSet();
        _persons = [.. city.Persons.Where(p =>
            !p.IsResident && world.LastVisitor.TryGetValue(p.Id, out var c) && !told.Contains(p.Id) && !told.Contains(c.Id))];
        _nextVisit = _nextIncident = now;
        // The board opens on a working city: some visits began before.
        for (var i = 0; i < _persons.Count / 4 && Idle(now) is { } person; i++)
        {
            Begin(person, now.AddMinutes(-_rng.Int(2, 24)), _rng.Int(30, 45));
        }
    }

    public World World { get; }

    /// <returns>What was done, if it was an incident.</returns>
    public string? Advance(DateTimeOffset now)
    {
        if (now >= _nextVisit)
        {
            if (Idle(now) is { } person)
            {
                Begin(person, now, _rng.Int(30, 45));
            }

            World.FilePlans();
            _nextVisit = now + _rng.Seconds(40, 120);
        }

        if (now < _nextIncident)
        {
            return null;
        }

        _nextIncident = now + _rng.Seconds(_incidentSeconds.Least, _incidentSeconds.Most);
        var incident = _incidents.Next(now);
        World.FilePlans();
        return incident;
    }

    /// <summary>Somebody who, like the caregiver, has had nothing to do for long enough.</summary>
    public Person? Idle(DateTimeOffset now)
    {
        for (var attempt = 0; attempt < 50 && _persons.Count > 0; attempt++)
        {
            var person = _rng.Pick(_persons);
            if (IsFree(person.Id, now) && IsFree(Carer(person).Id, now))
            {
                return person;
            }
        }

        return null;
    }

    /// <summary>Another idle client of the same caregiver.</summary>
    public Person? Colleague(Person of, DateTimeOffset now) =>
        _persons.Find(p => p != of && p.Home != of.Home && Carer(p) == Carer(of) && IsFree(p.Id, now));

    public Caregiver Carer(Person person) => World.LastVisitor[person.Id];

    public void Begin(Person person, DateTimeOffset start, double minutes, Func<VisitSpec, VisitSpec>? but = null)
    {
        var spec = new VisitSpec(person, Carer(person), start, start.AddSeconds(Math.Round(minutes * 60)));
        spec = but is null ? spec with { Spike = _rng.Chance(0.05) } : but(spec);
        World.Visit(spec);
        var until = spec.Out is { } end && end > start ? end : start;
        Occupy(person.Id, until + (but is null ? Rest : ShortRest));
        // A relative is there already; a professional has to ride on.
        Occupy(spec.Caregiver.Id, until + (spec.Caregiver.IsFamily ? TimeSpan.Zero : Ride));
    }

    private void Occupy(string id, DateTimeOffset until) =>
        _free[id] = _free.TryGetValue(id, out var before) && before > until ? before : until;

    public void Forget(Person person) => _persons.Remove(person);

    private bool IsFree(string id, DateTimeOffset now) => !_free.TryGetValue(id, out var from) || from <= now;
}
