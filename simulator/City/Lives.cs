namespace LtcActors.Simulator;

/// <summary>What befalls honest people: hospital, death, leave. Decided before the day plans, which keep clear of it.</summary>
internal sealed class Lives(World world, Rng rng)
{
    private readonly Dictionary<string, List<(DateTimeOffset From, DateTimeOffset To)>> _unavailable = [];
    private int _stays;

    /// <summary>In hospital, away or dead at any time of the interval.</summary>
    public bool IsUnavailable(Person person, DateTimeOffset from, DateTimeOffset to) =>
        _unavailable.TryGetValue(person.Id, out var list) && list.Exists(i => i.From < to && from < i.To);

    /// <summary>One client at most dies, and only where five are left: the lower bound is not to be touched.</summary>
    public void HomeTeam(List<Person> clients)
    {
        var mayDie = clients.Count >= 6;
        foreach (var person in clients)
        {
            mayDie &= !Befall(person, mayDie);
        }
    }

    public void Residents(List<Person> residents)
    {
        foreach (var person in residents)
        {
            if (!Befall(person, mayDie: true) && !_unavailable.ContainsKey(person.Id) && rng.Chance(PerMonth(0.05)))
            {
                var from = SomeDay(4);
                var to = from.AddDays(rng.Int(1, 3));
                world.Log.Add("agency", "ltc.person.away", person.Id, Time.At(from.AddDays(-1), 14), new { From = from, To = to });
                Block(person, Time.At(from), Time.At(to.AddDays(1)));
            }
        }
    }

    public void Household(Person person, Caregiver caregiver)
    {
        if (Befall(person, mayDie: true) && _unavailable[person.Id].Find(i => i.To == DateTimeOffset.MaxValue) is { From.Year: > 1 } death)
        {
            world.Unbind(person, caregiver, Time.Day(death.From).AddDays(1), "death");
        }
    }

    /// <summary>Days on which somebody is absent, never two of a team on one day.</summary>
    public Dictionary<DateOnly, Caregiver> Absences(IReadOnlyList<Caregiver> team)
    {
        var absent = new Dictionary<DateOnly, Caregiver>();
        for (var day = world.Day(rng.Int(1, 6)); day.AddDays(3) < world.LastDay; day = day.AddDays(rng.Int(2, 12)))
        {
            var who = rng.Pick(team);
            var last = day.AddDays(rng.Int(0, 3));
            world.Absent(who, day, last, rng.Pick(["leave", "leave", "inpatient", "travel", "other"]));
            for (; day <= last; day = day.AddDays(1))
            {
                absent[day] = who;
            }
        }

        return absent;
    }

    /// <returns>Whether the person died.</returns>
    private bool Befall(Person person, bool mayDie)
    {
        if (rng.Chance(PerMonth(0.05)))
        {
            InHospital(person);
        }
        else if (rng.Chance(PerMonth(0.06)))
        {
            // Emergency room or day surgery: it stops nothing, and a visit may well fall into it.
            var from = Time.At(SomeDay(2), rng.Int(7, 17), rng.Int(0, 59));
            var stay = NewStay();
            world.Admit(person, from, Lag(), stay, rng.Pick(["emergency", "day"]));
            world.Discharge(person, from.AddMinutes(rng.Int(120, 700)), TimeSpan.FromHours(13), stay);
        }
        else if (mayDie && rng.Chance(PerMonth(0.006)))
        {
            return Death(person);
        }

        return false;
    }

    private void InHospital(Person person)
    {
        var admitted = Time.At(SomeDay(3), rng.Int(0, 23), rng.Int(0, 59), rng.Int(0, 59));
        var stay = rng.Chance(0.8) ? NewStay() : null;
        world.Admit(person, admitted, Lag(), stay, rng.Chance(0.5) ? "inpatient" : null);
        var discharged = admitted.AddHours(rng.Int(30, 240));
        if (discharged.AddHours(24) < world.Options.End)
        {
            world.Discharge(person, discharged, Lag(), stay);
            Block(person, admitted, discharged);
        }
        else
        {
            Block(person, admitted, DateTimeOffset.MaxValue.AddDays(-1)); // Still there when the city ends.
        }
    }

    private bool Death(Person person)
    {
        var day = SomeDay(3);
        if (rng.Chance(0.3))
        {
            var effective = Time.At(day.AddDays(1));
            world.DieOn(person, day, effective + rng.Seconds(-3 * 3600, 23 * 3600));
            Block(person, effective, DateTimeOffset.MaxValue);
        }
        else
        {
            var died = Time.At(day, rng.Int(0, 23), rng.Int(0, 59), rng.Int(0, 59));
            world.Die(person, died, Lag());
            Block(person, died, DateTimeOffset.MaxValue);
        }

        return true;
    }

    private TimeSpan Lag() => rng.Seconds(20 * 60, 23 * 3600);

    private double PerMonth(double share) => share * world.Options.Days / 30;

    private DateOnly SomeDay(int beforeEnd) => world.Day(rng.Int(1, world.Options.Days - 1 - beforeEnd));

    private string NewStay() => world.NewId("h", ++_stays);

    private void Block(Person person, DateTimeOffset from, DateTimeOffset to)
    {
        if (!_unavailable.TryGetValue(person.Id, out var list))
        {
            _unavailable[person.Id] = list = [];
        }

        list.Add((from, to));
    }
}
