namespace LtcActors.Simulator;

/// <summary>A finished city: who lives and works there, all that is sent about them, and what is true of it.</summary>
/// <param name="Events">In order of arrival.</param>
public sealed record City(
    CityOptions Options,
    IReadOnlyList<Person> Persons,
    IReadOnlyList<Caregiver> Caregivers,
    IReadOnlyList<Institution> Institutions,
    IReadOnlyList<CityEvent> Events,
    GroundTruth Truth)
{
    /// <exception cref="ArgumentException">See <see cref="CityOptions.Validate"/>.</exception>
    public static City Create(CityOptions options) => Create(options, out _);

    /// <param name="world">With which the city can go on living.</param>
    internal static City Create(CityOptions options, out World world)
    {
        options.Validate();
        world = new World(options);
        Offences.Plant(world, options.Offences);
        // The planted stories' people count towards the city, but an honest half is kept to hide them in.
        new HonestCity(world).Settle(Math.Max(options.Persons - world.Persons.Count, options.Persons / 2));
        world.FilePlans();
        var events = world.Log.InOrderOfArrival();
        world.Log.Drain();
        var truth = new GroundTruth(
            options.Run, options.Seed, options.FirstDay, options.Days, events.Count, GroundTruth.KnownRules,
            world.Expected, world.Tolerated);
        return new City(options, world.Persons, world.Caregivers, world.Institutions, events, truth);
    }
}
