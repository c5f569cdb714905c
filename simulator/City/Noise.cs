namespace LtcActors.Simulator;

/// <summary>
/// What goes wrong for honest people. Where the rules raise a P3 or P4 for it, the truth tolerates exactly that;
/// where they must stay silent (a lone spike, a second try at the face, a late upload), it says nothing.
/// </summary>
internal sealed class Noise(World world, Rng rng)
{
    private readonly HashSet<string> _locationOff = [];
    private readonly HashSet<string> _forgot = [];

    public Visit Visit(VisitSpec spec)
    {
        spec = spec with
        {
            Spike = rng.Chance(0.02),
            Delay = rng.Chance(0.04) ? rng.Seconds(3_600, 3 * 86_400) : TimeSpan.Zero,
            FaceRetry = rng.Chance(0.01) ? Math.Round(rng.Between(0.4, 0.79), 3) : null,
        };
        if (rng.Chance(0.004) && !spec.Person.IsResident)
        {
            return Basement(spec);
        }

        // Once a caregiver at most: a second time would be more than an oversight.
        if (rng.Chance(0.006) && _locationOff.Add(spec.Caregiver.Id))
        {
            return LocationOff(spec);
        }

        // Once an institution at most, which keeps its share far from the tenth that would be a P2.
        if (rng.Chance(0.002) && spec.Caregiver.InstitutionId is { } institution && _forgot.Add(institution))
        {
            return Forgotten(spec);
        }

        return rng.Chance(0.006)
            ? world.Visit(spec with { Channel = "phone", FaceRetry = null }) // By telephone: no position, no photograph.
            : world.Visit(spec);
    }

    public static void TolerateCouple(World world, Visit first, Visit second)
    {
        var overlap = first.Out - second.In;
        if (overlap > TimeSpan.Zero)
        {
            world.Tolerate(
                "VIS-06", overlap > TimeSpan.FromMinutes(5) ? "P3" : "P4", "a couple at one address, cared for together",
                caregiver: second.Caregiver, visits: [first, second]);
        }
    }

    private Visit Basement(VisitSpec spec)
    {
        var accuracy = rng.Int(20, 60);
        var fix = new Fix(spec.Person.Home.Move(rng.Int(340, 370), rng.Between(0, 6.28)), accuracy);
        var visit = world.Visit(spec with { FixIn = fix });
        world.Tolerate("GEO-01", "P3", "a fix from a basement, some 350 m off", person: spec.Person, visits: [visit]);
        return visit;
    }

    private Visit LocationOff(VisitSpec spec)
    {
        var visit = world.Visit(rng.Chance(0.5) ? spec with { LocationOffIn = true } : spec with { LocationOffOut = true });
        world.Tolerate("GEO-04", "P4", "location was off once", caregiver: spec.Caregiver, visits: [visit]);
        return visit;
    }

    private Visit Forgotten(VisitSpec spec)
    {
        var visit = world.Visit(spec with { Out = null });
        world.Tolerate("VIS-01", "P3", "forgot to check out once", person: spec.Person, visits: [visit]);
        return visit;
    }
}
