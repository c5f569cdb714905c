namespace LtcActors.Simulator;

/// <summary>Day plans of honest caregivers: rounds by bicycle, days in a residence, a relative's daily care.</summary>
internal sealed class HonestVisits(World world, Lives lives, Rng rng)
{
    private const double MetresPerSecond = 25_000 / 3600.0;
    private readonly Noise _noise = new(world, rng.Fork());

    public List<Visit> Done { get; } = [];

    /// <summary>The daily rounds of one home caregiver; the floater takes them when the caregiver is absent.</summary>
    public void Rounds(Caregiver caregiver, Caregiver floater, List<Person> clients, Dictionary<DateOnly, Caregiver> absent)
    {
        var next = 0;
        var dayOff = rng.Int(0, 6);
        for (var d = 0; d < world.Options.Days; d++)
        {
            if ((d + dayOff) % 7 == 6)
            {
                continue;
            }

            var day = world.Day(d);
            var performer = absent.TryGetValue(day, out var away) && away == caregiver ? floater : caregiver;
            var count = Math.Min(rng.Int(3, 5), clients.Count);
            var today = Enumerable.Range(next, count).Select(i => clients[i % clients.Count]).ToList();
            next += count;
            Round(day, caregiver, performer, today);
        }
    }

    private void Round(DateOnly day, Caregiver planned, Caregiver performer, List<Person> clients)
    {
        var free = Time.At(day, 8, rng.Int(0, 40));
        Visit? last = null;
        foreach (var person in clients)
        {
            var start = free;
            var couple = last is { Out: not null } && last.Person.Home == person.Home;
            if (couple)
            {
                start = last!.Out!.Value + TimeSpan.FromMinutes(rng.Pick([-3, -20, 4]));
            }
            else if (last is not null)
            {
                var ride = last.Person.Home.DistanceTo(person.Home) * 1.2 / MetresPerSecond;
                start = Minute(free.AddSeconds(ride + rng.Int(12, 20) * 60));
            }

            var plan = (Start: start, End: start.AddMinutes(rng.Pick([30, 45, 60, 60, 90, 120])));
            if (plan.End > Time.At(day, 18, 30))
            {
                break;
            }

            if (lives.IsUnavailable(person, plan.Start.AddMinutes(-10), plan.End.AddMinutes(15)))
            {
                continue;
            }

            // A couple's second visit is timed to the second, because its overlap decides how it is judged.
            var spec = new VisitSpec(person, performer, couple ? start : start + rng.Seconds(-120, 150), plan.End + rng.Seconds(-60, 180))
            {
                Plan = plan,
                PlannedCaregiver = planned,
            };
            var visit = couple ? world.Visit(spec) : _noise.Visit(spec);
            Done.Add(visit);
            if (couple)
            {
                Noise.TolerateCouple(world, last!, visit);
            }
            else if (last is { Out: { } left } && rng.Chance(0.4))
            {
                world.Transit(performer, last.Person.Home, person.Home, left, visit.In);
            }

            last = visit;
            free = plan.End;
        }
    }

    /// <summary>A residence: every resident is seen most days, one after another, by whoever is present.</summary>
    public void House(Institution house, List<Caregiver> staff, List<Person> residents, Dictionary<DateOnly, Caregiver> absent)
    {
        // Some stations share a tablet, and some tablets are three minutes fast.
        var tablet = rng.Chance(0.6) ? world.NewSharedTablet(house) : null;
        var ahead = tablet is not null && rng.Chance(0.5) ? TimeSpan.FromMinutes(3) : TimeSpan.Zero;
        for (var d = 0; d < world.Options.Days; d++)
        {
            var day = world.Day(d);
            var present = staff.Where(c => !absent.TryGetValue(day, out var away) || away != c).ToList();
            var free = present.Select(_ => Time.At(day, 7, rng.Int(20, 50))).ToList();
            for (var i = 0; i < residents.Count; i++)
            {
                var who = (i + d) % present.Count;
                var minutes = rng.Pick([30, 45, 60]);
                var plan = (Start: free[who], End: free[who].AddMinutes(minutes));
                if (rng.Chance(0.1) || lives.IsUnavailable(residents[i], plan.Start.AddMinutes(-10), plan.End.AddMinutes(15)))
                {
                    continue;
                }

                free[who] = plan.End.AddMinutes(rng.Int(9, 15));
                var onTablet = tablet is not null && rng.Chance(0.7);
                Done.Add(_noise.Visit(
                    new VisitSpec(residents[i], present[who], plan.Start + rng.Seconds(-120, 150), plan.End + rng.Seconds(-60, 180))
                {
                    Plan = plan,
                    At = house.Position,
                    DeviceId = onTablet ? tablet : null,
                    ClockAhead = onTablet ? ahead : TimeSpan.Zero,
                }));
            }
        }
    }

    public void Daily(Person person, Caregiver caregiver)
    {
        var hour = rng.Int(8, 16);
        for (var d = 0; d < world.Options.Days; d++)
        {
            var start = Time.At(world.Day(d), hour, rng.Int(0, 45));
            var plan = (Start: start, End: start.AddMinutes(rng.Pick([60, 90, 120])));
            if (rng.Chance(0.1) || lives.IsUnavailable(person, plan.Start.AddMinutes(-10), plan.End.AddMinutes(15)))
            {
                continue;
            }

            Done.Add(_noise.Visit(
                new VisitSpec(person, caregiver, plan.Start + rng.Seconds(-120, 150), plan.End + rng.Seconds(-60, 180)) { Plan = plan }));
        }
    }

    private static DateTimeOffset Minute(DateTimeOffset at) => at.AddSeconds((60 - at.Second) % 60);
}
