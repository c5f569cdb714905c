namespace LtcActors.Simulator;

/// <summary>What goes wrong before the eyes of the board: a mix of all severities, a new one each time.</summary>
internal sealed class Incidents
{
    private readonly LiveCity _city;
    private readonly Rng _rng;
    private readonly List<(string What, Func<DateTimeOffset, bool> Do)> _kinds;
    private readonly Queue<int> _turn = [];

    public Incidents(LiveCity city, Rng rng)
    {
        _city = city;
        _rng = rng;
        _kinds =
        [
            ("checks in outside the fence", t => Visit(t, Off(_rng.Int(230, 500), 30))),
            ("checks in outside the fence", t => Visit(t, Off(_rng.Int(230, 500), 30))),
            ("checks in far outside the fence", t => Visit(t, Off(_rng.Int(900, 1_800), 25))),
            ("checks in with a vague position", t => Visit(t, Off(_rng.Int(600, 1_200), 180))),
            ("location is off", t => Visit(t, v => v with { LocationOffIn = true })),
            ("location is off", t => Visit(t, v => v with { LocationOffOut = true })),
            ("a mock position", t => Visit(t, v => v with { FixIn = new Fix(v.Person.Home, 5, Mock: true) })),
            ("the face does not match twice", t => Visit(t, v => v with { FaceRetry = 0.43, FaceIn = 0.51 })),
            ("leaves after a minute", t =>
                Visit(t, v => v with { Out = v.In.AddSeconds(_rng.Int(45, 100)), Plan = (v.In, v.In.AddHours(1)) })),
            ("leaves after five minutes", t =>
                Visit(t, v => v with { Out = v.In.AddSeconds(_rng.Int(200, 420)), Plan = (v.In, v.In.AddHours(1)) })),
            ("uploads a visit of half its planned time", t =>
                Visit(t, v => v with
                {
                    In = v.In.AddMinutes(-40),
                    Out = v.In.AddMinutes(-9),
                    Plan = (v.In.AddMinutes(-40), v.In.AddMinutes(20)),
                })),
            ("uploads a visit of thirteen hours", t => Visit(t, v => v with { In = v.In.AddHours(-13), Out = v.In.AddMinutes(-1) })),
            ("was in two homes at once", TwoHomes),
            ("was fifteen kilometres away just now", FarAway),
            ("an unregistered caregiver", Unregistered),
            ("a borrowed telephone", Borrowed),
            ("a hospital tells late of a stay", Hospital),
            ("a death is told late", Death),
        ];
    }

    /// <returns>What happened, or null when nobody was free for anything.</returns>
    public string? Next(DateTimeOffset now)
    {
        for (var attempt = 0; attempt < 8; attempt++)
        {
            if (_turn.Count == 0)
            {
                var order = Enumerable.Range(0, _kinds.Count).ToList();
                _rng.Shuffle(order);
                order.ForEach(_turn.Enqueue);
            }

            var (what, act) = _kinds[_turn.Dequeue()];
            if (act(now))
            {
                return "incident: " + what;
            }
        }

        return null;
    }

    private Func<VisitSpec, VisitSpec> Off(int metres, int accuracy) =>
        v => v with { FixIn = new Fix(v.Person.Home.Move(metres, _rng.Between(0, 6.28)), accuracy) };

    private bool Visit(DateTimeOffset now, Func<VisitSpec, VisitSpec> but)
    {
        if (_city.Idle(now) is not { } person)
        {
            return false;
        }

        _city.Begin(person, now, 12, but);
        return true;
    }

    private bool TwoHomes(DateTimeOffset now)
    {
        for (var attempt = 0; attempt < 10; attempt++)
        {
            if (_city.Idle(now) is { } person && _city.Colleague(person, now) is { } other)
            {
                // Both are uploaded when the caregiver is online again.
                _city.Begin(person, now.AddMinutes(-50), 30, v => v);
                _city.Begin(other, now.AddMinutes(-35), 34, v => v);
                return true;
            }
        }

        return false;
    }

    private bool FarAway(DateTimeOffset now)
    {
        if (_city.Idle(now) is not { } person)
        {
            return false;
        }

        var caregiver = _city.Carer(person);
        var far = person.Home.Move(15_000, _rng.Between(0, 6.28));
        _city.World.TransitPoints(caregiver, [.. Enumerable.Range(0, 3).Select(i => (now.AddSeconds(45 * i - 300), new Fix(far, 12)))]);
        _city.Begin(person, now, 12, v => v);
        return true;
    }

    private bool Unregistered(DateTimeOffset now)
    {
        if (_city.Idle(now) is not { } person)
        {
            return false;
        }

        // A new one each time: an unregistered caregiver is one finding, however often.
        var unregistered = _city.World.Unregistered(person.InstitutionId);
        var usual = _city.Carer(person);
        _city.Begin(person, now, 12, v => v with { Caregiver = unregistered });
        _city.World.LastVisitor[person.Id] = usual;
        return true;
    }

    private bool Borrowed(DateTimeOffset now)
    {
        if (_city.Idle(now) is not { } owner || _city.Idle(now) is not { } other || _city.Carer(owner) == _city.Carer(other))
        {
            return false;
        }

        _city.Begin(owner, now.AddMinutes(-45), 40, v => v);
        _city.Begin(other, now, 12, v => v with { DeviceId = _city.Carer(owner).DeviceId });
        return true;
    }

    private bool Hospital(DateTimeOffset now)
    {
        if (_city.Idle(now) is not { } person)
        {
            return false;
        }

        var stay = _city.World.NewId("h");
        _city.Begin(person, now.AddMinutes(-60), 40, v => v);
        _city.World.Admit(person, now.AddHours(-26), TimeSpan.FromHours(26), stay);
        _city.World.Discharge(person, now.AddMinutes(-1), TimeSpan.FromMinutes(1), stay);
        return true;
    }

    private bool Death(DateTimeOffset now)
    {
        if (_rng.Chance(0.7) || _city.Idle(now) is not { } person)
        {
            return false; // Rare: everybody dies only once.
        }

        _city.Begin(person, now.AddMinutes(-60), 40, v => v);
        _city.World.Die(person, now.AddHours(-30), TimeSpan.FromHours(30));
        _city.Forget(person);
        return true;
    }
}
