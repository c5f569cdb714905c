namespace LtcActors.Simulator;

/// <summary>
/// A planted story: people of its own, so that no story disturbs another, who live an ordinary routine around the
/// one thing that happens. Professionals here have no assigned persons unless the story is about that, and so are
/// outside the rules on 5 to 10 persons.
/// </summary>
internal sealed class Scene(World world, Institution agency, Rng rng)
{
    public World World => world;
    public Rng Rng => rng;
    public Institution Agency => agency;

    /// <summary>The day on which it happens: with some days of routine on both sides.</summary>
    public int Mid { get; } = rng.Int(2, world.Options.Days - 7);

    public DateOnly MidDay => world.Day(Mid);

    /// <summary>The first day of the calendar month before the city's first day: over, and old enough to be looked at as a whole.</summary>
    public DateOnly MonthBefore { get; } = Time.FirstOfMonth(world.FirstDay).AddMonths(-1);

    public DateTimeOffset At(int day, int hour, int minute = 0, int second = 0) => Time.At(world.Day(day), hour, minute, second);

    public Caregiver Carer(Institution? institution = null) =>
        world.NewCaregiver(institution ?? agency, "home", world.FirstDay.AddDays(-rng.Int(150, 300)));

    public Person Client(
        Institution? institution = null, bool assess = true, int? fenceRadius = null, Position? home = null, DateOnly? since = null,
        Caregiver? assigned = null, string package = "professional")
    {
        var at = institution ?? agency;
        return world.NewPerson(
            at, false, home ?? world.NewHome(at.District.Centre, 5_000), since ?? world.FirstDay.AddDays(-rng.Int(60, 140)), package,
            assigned?.Id, assess, fenceRadius);
    }

    /// <summary>Homes within a short ride of each other, for rounds.</summary>
    public List<Person> Clients(int count, Caregiver assigned, DateOnly since)
    {
        var centre = agency.District.Centre.Move(rng.Between(0, 4_000), rng.Between(0, 6.28));
        return [.. Enumerable.Range(0, count)
            .Select(i => Client(home: world.NewHome(centre), since: since.AddDays(i % 5), assigned: assigned))];
    }

    public Institution OwnAgency(DateOnly? agreementTo = null) =>
        world.NewInstitution(rng.Pick(District.All), residence: false, agreementTo);

    public Visit Visit(
        Person person, Caregiver caregiver, DateTimeOffset start, double minutes = 60, Func<VisitSpec, VisitSpec>? but = null)
    {
        var spec = new VisitSpec(person, caregiver, start, start.AddMinutes(minutes))
        {
            Delay = rng.Chance(0.04) ? rng.Seconds(3_600, 3 * 86_400) : TimeSpan.Zero,
        };
        spec = but is null ? spec : but(spec);
        var visit = world.Visit(spec);
        if (!spec.Planned)
        {
            world.Tolerate("VIS-02", "P3", "nobody planned it", person, visits: [visit]);
        }

        return visit;
    }

    /// <summary>An hour every second morning: 15 visits in 30 days, below the 20 from which shares are judged.</summary>
    public List<Visit> Routine(Person person, Caregiver caregiver, Func<int, bool>? on = null, Func<VisitSpec, VisitSpec>? but = null)
    {
        var visits = new List<Visit>();
        for (var d = 0; d < world.Options.Days; d += 2)
        {
            if (on is null || on(d))
            {
                visits.Add(Visit(person, caregiver, At(d, 9, rng.Int(0, 10)), 60, but));
            }
        }

        return visits;
    }

    /// <summary>Three visits a day in turn, two hours apart.</summary>
    public void Rounds(Caregiver caregiver, IReadOnlyList<Person> clients, Func<Person, DateOnly, bool>? may = null)
    {
        for (var d = 0; d < world.Options.Days; d++)
        {
            for (var i = 0; i < 3; i++)
            {
                var person = clients[(d * 3 + i) % clients.Count];
                if (person.Since <= world.Day(d) && (may is null || may(person, world.Day(d))))
                {
                    Visit(person, caregiver, At(d, 8 + 2 * i, rng.Int(0, 20)));
                }
            }
        }
    }

    public bool NotMid(int day) => day != Mid;

    public bool BeforeMid(int day) => day < Mid;
}
