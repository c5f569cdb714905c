namespace LtcActors.Simulator;

/// <summary>Everybody who keeps the rules: agencies with home care teams, residences, and families.</summary>
internal sealed class HonestCity(World world)
{
    private const int ClientsAnAgency = 80;

    private readonly Rng _rng = world.Rng.Fork();

    public void Settle(int persons)
    {
        var home = (int)(persons * 0.6);
        var residents = persons * 15 / 100;
        var family = persons - home - residents;
        var life = new Lives(world, _rng.Fork());
        var visits = new HonestVisits(world, life, _rng.Fork());
        var agencies = new List<Institution>();

        while (home >= 5)
        {
            var clients = Math.Min(home, ClientsAnAgency);
            clients = home - clients < 5 ? home : clients;
            agencies.Add(Agency(clients, life, visits));
            home -= clients;
        }

        family += home;
        while (residents > 0)
        {
            var here = residents <= 45 ? residents : _rng.Int(20, 40);
            Residence(here, life, visits);
            residents -= here;
        }

        if (agencies.Count == 0)
        {
            agencies.Add(world.NewInstitution(_rng.Pick(District.All), residence: false));
        }

        for (var i = 0; i < family; i++)
        {
            Family(_rng.Pick(agencies), life, visits);
        }

        Claims.Submit(world, visits.Done);
    }

    private Institution Agency(int clients, Lives life, HonestVisits visits)
    {
        var agency = world.NewInstitution(_rng.Pick(District.All), residence: false);
        // Nobody is assigned to the floater, who takes a whole round when a colleague is away.
        var floater = world.NewCaregiver(agency, "home", world.FirstDay.AddDays(-_rng.Int(90, 400)));
        var teams = new List<(Caregiver Caregiver, List<Person> Clients)>();
        while (clients > 0)
        {
            // Groups of 5 to 10, and never a rest of fewer than 5.
            var size = clients <= 10 ? clients : Math.Min(_rng.Int(5, 10), clients - 5);
            clients -= size;
            var hired = world.FirstDay.AddDays(-_rng.Int(80, 400));
            var caregiver = world.NewCaregiver(agency, "home", hired);
            teams.Add((caregiver, Clients(agency, caregiver, hired, size)));
        }

        foreach (var (_, group) in teams)
        {
            life.HomeTeam(group);
        }

        var absent = life.Absences([.. teams.Select(t => t.Caregiver)]);
        foreach (var (caregiver, group) in teams)
        {
            visits.Rounds(caregiver, floater, group, absent);
        }

        return agency;
    }

    private List<Person> Clients(Institution agency, Caregiver caregiver, DateOnly hired, int size)
    {
        var centre = agency.District.Centre.Move(_rng.Between(0, 4_000), _rng.Between(0, 6.28));
        var group = new List<Person>();
        while (group.Count < size)
        {
            // A couple shares one address exactly.
            var home = group.Count > 0 && _rng.Chance(0.07) && (group.Count < 2 || group[^1].Home != group[^2].Home)
                ? group[^1].Home
                : world.NewHome(centre);
            // All within the grace period after hiring, so that nobody has fewer than five for long.
            var since = hired.AddDays(_rng.Int(2, 20));
            group.Add(world.NewPerson(agency, false, home, since, _rng.Chance(0.7) ? "professional" : "full", caregiver.Id));
        }

        return group;
    }

    private void Residence(int residents, Lives life, HonestVisits visits)
    {
        var house = world.NewInstitution(_rng.Pick(District.All), residence: true);
        var opened = world.FirstDay.AddDays(-_rng.Int(120, 400));
        // One more than 1:4 asks for: one at a time may be away.
        var staff = Enumerable.Range(0, (residents + 3) / 4 + 1).Select(_ => world.NewCaregiver(house, "institution", opened)).ToList();
        var persons = Enumerable.Range(0, residents)
            .Select(_ => world.NewHome(house.District.Centre, 5_000))
            .Select(home => world.NewPerson(house, true, home, opened.AddDays(_rng.Int(3, 90)), "full", null))
            .ToList();
        life.Residents(persons);
        visits.House(house, staff, persons, life.Absences(staff));
    }

    private void Family(Institution agency, Lives life, HonestVisits visits)
    {
        var since = world.FirstDay.AddDays(-_rng.Int(200, 400));
        var person = world.NewPerson(agency, false, world.NewHome(agency.District.Centre, 5_000), since, "family", null);
        var caregiver = FamilyCaregiver(world, person, since, _rng);
        life.Household(person, caregiver);
        visits.Daily(person, caregiver);
    }

    /// <summary>A relative who practised, took the course and was bound, all in good time before the city begins.</summary>
    public static Caregiver FamilyCaregiver(World world, Person person, DateOnly since, Rng rng)
    {
        var caregiver = world.NewCaregiver(null, null, since);
        var practised = since.AddDays(rng.Int(100, 130));
        world.Practise(caregiver, person, since.AddDays(2), practised);
        world.Train(caregiver, practised.AddDays(-rng.Int(1, 60)));
        world.Bind(person, caregiver, practised.AddDays(rng.Int(5, 30)));
        return caregiver;
    }
}
