namespace LtcActors.Simulator;

/// <summary>Devices, tracks and signatures: DEV-02 to DEV-04, GEO-02, and more of GEO-05 and IDN-06.</summary>
internal static class UsageOffences
{
    public static IReadOnlyList<Story> Stories { get; } =
    [
        new("DEV-02", [ChecksOutOnAnother, ThreeTelephones], [NewTelephoneRegistered, EndsOnTheTablet]),
        new("DEV-03", [TenMinutesAhead, SetBack], [ThreeMinutesAhead, SetBackByFour]),
        new("DEV-04", [FiveNights], [FourNights, LivesIn]),
        new("GEO-02", [HalfAnHourAway], [OnAnErrand, ASpike, OnAPlannedWalk]),
        new("GEO-05/track", [StandsStill], [StillBetweenTheEnds, FewFixes]),
        BeaconOffences.OfHomes,
        new("IDN-06/signer", [ThreeUnsigned, OneSignerOfTwo], [TwoUnsigned, SignedByProxy]),
    ];

    public static Story Between { get; } = new("DEV-03/between", [SetBackBetween], [SetBackByFiveBetween, InABasement]);

    /// <summary>Visits at nine on days on end from the middle on, each with a change of its own.</summary>
    private static (Person Person, Caregiver Carer, Visit[] Visits) Days(Scene s, params Func<VisitSpec, VisitSpec>[] buts)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, d => d < s.Mid || d >= s.Mid + buts.Length);
        return (person, carer, [.. buts.Select((but, i) => s.Visit(person, carer, s.At(s.Mid + i, 9), but: but))]);
    }

    private static void ChecksOutOnAnother(Scene s)
    {
        var other = s.World.NewDevice();
        var (_, carer, visits) = Days(s, v => v with { DeviceOut = other });
        s.World.Expect("DEV-02", "P3", "checked out on a telephone that nobody registered", caregiver: carer, visits: visits);
    }

    private static void ThreeTelephones(Scene s)
    {
        string[] others = [s.World.NewDevice(), s.World.NewDevice()];
        var (_, carer, visits) = Days(s, v => v with { DeviceId = others[0] }, v => v with { DeviceId = others[1] });
        s.World.Expect("DEV-02", "P3", "a third telephone within a month", caregiver: carer, visits: visits);
    }

    private static void NewTelephoneRegistered(Scene s)
    {
        var next = s.World.NewDevice();
        var (_, carer, visits) = Days(s, v => v with { DeviceOut = next });
        s.World.Log.Add("agency", "ltc.device.registered", next, visits[0].In.AddMinutes(5), new { CaregiverId = carer.Id });
    }

    private static void EndsOnTheTablet(Scene s)
    {
        var tablet = s.World.NewSharedTablet(s.Agency);
        Days(s, v => v with { DeviceOut = tablet });
    }

    private static void TenMinutesAhead(Scene s)
    {
        var (_, carer, visits) = Days(s, v => v with { Uploaded = TimeSpan.FromMinutes(-10), Delay = TimeSpan.Zero });
        s.World.Expect("DEV-03", "P3", "told ten minutes before it happened", caregiver: carer, visits: visits);
    }

    private static void ThreeMinutesAhead(Scene s) => Days(s, v => v with { Uploaded = TimeSpan.FromMinutes(-3), Delay = TimeSpan.Zero });

    /// <summary>The clock is set back during the visit: it ends so many minutes before it began.</summary>
    private static Visit EndsBefore(Scene s, int minutes)
    {
        var (person, _, visits) = Days(s, v => v with { Planned = false, Out = v.In.AddMinutes(-minutes), Tracks = false });
        s.World.Expect("VIS-04", "P3", "it ends before it begins", person, visits: visits);
        return visits[0];
    }

    private static void SetBack(Scene s)
    {
        var visit = EndsBefore(s, 6);
        s.World.Expect("DEV-03", "P3", "the clock was set back by more than five minutes", caregiver: visit.Caregiver, visits: [visit]);
    }

    private static void SetBackByFour(Scene s) => EndsBefore(s, 4);

    /// <summary>
    /// The clock is set back between two visits of one client, so that the second begins so many minutes before the first was over. Each
    /// end is uploaded as it was made.
    /// </summary>
    private static (Caregiver Carer, Visit[] Visits) BackBetween(Scene s, int minutes)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, s.NotMid);
        var behind = TimeSpan.FromMinutes(30 + minutes);
        return (carer,
        [
            s.Visit(person, carer, s.At(s.Mid, 9), but: v => v with { Uploaded = TimeSpan.Zero, Delay = TimeSpan.Zero }),
            s.Visit(person, carer, s.At(s.Mid, 10, 30), but: v => v with { ClockAhead = -behind, Uploaded = behind, Delay = behind }),
        ]);
    }

    private static void SetBackBetween(Scene s)
    {
        var (carer, visits) = BackBetween(s, 6);
        s.World.Expect("VIS-06", "P3", "one client twice at once, by a clock that was set back", caregiver: carer, visits: visits);
        s.World.Expect("DEV-03", "P3", "the clock was set back between two visits", caregiver: carer, visits: visits[1..]);
    }

    private static void SetBackByFiveBetween(Scene s)
    {
        var (carer, visits) = BackBetween(s, 5);
        s.World.Expect("VIS-06", "P4", "one client twice at once, for five minutes", caregiver: carer, visits: visits);
    }

    /// <summary>What was recorded off line is uploaded after a later visit, and at once.</summary>
    private static void InABasement(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, s.NotMid);
        s.Visit(person, carer, s.At(s.Mid, 7, 30), but: v => v with { SentAt = s.At(s.Mid, 10, 1) });
        s.Visit(person, carer, s.At(s.Mid, 9), but: v => v with { Uploaded = TimeSpan.Zero, Delay = TimeSpan.Zero });
    }

    /// <summary>The telephone lies there from one to four.</summary>
    private static (Person Person, Caregiver Carer) Nights(Scene s, int nights)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer);
        for (var d = s.Mid; d < s.Mid + nights; d++)
        {
            s.World.TransitPoints(carer, [.. Enumerable.Range(1, 3).Select(h => (s.At(d, h, 30), new Fix(person.Home.Move(s.Rng.Int(0, 20), 1), 15)))]);
        }

        return (person, carer);
    }

    private static void FiveNights(Scene s)
    {
        var (person, carer) = Nights(s, 5);
        s.World.Expect("DEV-04", "P2", "five nights at the client's home", person, carer);
    }

    private static void FourNights(Scene s) => Nights(s, 4);

    private static void LivesIn(Scene s)
    {
        var (_, carer) = Nights(s, 6);
        s.World.Exempt(carer, "live-in", s.World.FirstDay, null);
    }

    private static Func<VisitSpec, VisitSpec> Walk(int metres, params int[] minutes) => v => v with
    {
        TrackFixes =
        [
            (TimeSpan.FromMinutes(5), new Fix(v.Person.Home, 10)),
            .. minutes.Select(m => (TimeSpan.FromMinutes(m), new Fix(v.Person.Home.Move(metres, 1), 10))),
            (TimeSpan.FromMinutes(50), new Fix(v.Person.Home, 10)),
        ],
    };

    private static void HalfAnHourAway(Scene s)
    {
        var (_, carer, visits) = Days(s, Walk(600, 15, 20, 30, 42));
        s.World.Expect("GEO-02", "P3", "half an hour at 600 m from the home", caregiver: carer, visits: visits);
    }

    private static void OnAnErrand(Scene s) => Days(s, Walk(600, 20, 24, 30));

    private static void ASpike(Scene s) => Days(s, Walk(3_000, 20));

    private static void OnAPlannedWalk(Scene s)
    {
        var walk = Walk(900, 15, 20, 30, 42);
        Days(s, v => walk(v) with { Place = "community" });
    }

    /// <summary>Forty minutes of which a few are tracked, every fix the same, and those of the ends too.</summary>
    private static Func<VisitSpec, VisitSpec> Still(int points, bool ends) => v =>
    {
        var fix = new Fix(v.Person.Home.Move(7, 1), 10);
        return v with
        {
            Out = v.In.AddMinutes(40), FixIn = ends ? fix : null, FixOut = ends ? fix : null,
            TrackFixes = [.. Enumerable.Range(0, points).Select(i => (TimeSpan.FromSeconds(600 + (30 * i)), fix))],
        };
    };

    private static void StandsStill(Scene s)
    {
        var (_, carer, visits) = Days(s, Still(10, ends: true));
        if (s.World.Options.TrackPoints > 0)
        {
            s.World.Expect("GEO-05", "P2", "every fix of a visit at one position to the bit", caregiver: carer, visits: visits);
        }
    }

    private static void StillBetweenTheEnds(Scene s) => Days(s, Still(12, ends: false));

    private static void FewFixes(Scene s) => Days(s, Still(4, ends: true));

    private static void ThreeUnsigned(Scene s)
    {
        Func<VisitSpec, VisitSpec> not = v => v with { NoSignature = true };
        var (_, carer, visits) = Days(s, not, not, not);
        s.World.Expect("IDN-06", "P3", "three visits without a signature", caregiver: carer, visits: visits);
    }

    private static void TwoUnsigned(Scene s) => Days(s, v => v with { NoSignature = true }, v => v with { NoSignature = true });

    /// <summary>One signs for two persons.</summary>
    private static (Caregiver Carer, Visit[] Visits) Signs(Scene s, bool proxy)
    {
        var (carer, signer) = (s.Carer(), s.World.NewId("g"));
        Func<VisitSpec, VisitSpec> signed = v => v with { Signer = signer, ByProxy = proxy };
        return (carer, [s.Visit(s.Client(), carer, s.At(s.Mid, 9), but: signed), s.Visit(s.Client(), carer, s.At(s.Mid, 14), but: signed)]);
    }

    private static void OneSignerOfTwo(Scene s)
    {
        var (carer, visits) = Signs(s, proxy: false);
        s.World.Expect("IDN-06", "P2", "one signs for two persons", caregiver: carer, visits: visits);
    }

    private static void SignedByProxy(Scene s) => Signs(s, proxy: true);
}
