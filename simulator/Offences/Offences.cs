namespace LtcActors.Simulator;

/// <param name="Crimes">Each raises what it writes into the truth.</param>
/// <param name="Lookalikes">Each stops exactly at the bound, and raises nothing that the truth does not tolerate.</param>
internal sealed record Story(string Rule, IReadOnlyList<Action<Scene>> Crimes, IReadOnlyList<Action<Scene>> Lookalikes);

internal static class Offences
{
    private const int ScenesAnAgency = 8;

    private static readonly IReadOnlyList<Story> Stories =
    [
        .. EligibilityOffences.Stories, .. AssessmentOffences.Stories, .. StaffingOffences.Stories, .. RegistrationOffences.Stories,
        .. FamilyOffences.Stories, .. InstitutionOffences.Stories, .. VisitOffences.Stories, .. OverlapOffences.Stories,
        .. PlaceOffences.Stories, .. IdentityOffences.Stories, .. TermOffences.Stories, .. ContractOffences.Stories, .. PlanOffences.Stories,
        .. RecordOffences.Stories, .. RelativeOffences.Stories, .. OrderOffences.Stories, .. ReuseOffences.Stories, .. UsageOffences.Stories, .. PlanShareOffences.Stories,
        .. CollusionOffences.Stories,
        .. HabitOffences.Stories, .. PeerOffences.Stories,
    ];

    /// <summary>
    /// Planted beside the others where every rule has one: so the city of a seed is what it was before there were these, and so are the
    /// pages that tell of one.
    /// </summary>
    private static readonly IReadOnlyList<Story> Besides = [UsageOffences.Between, BeaconOffences.OnDevices];

    /// <summary>With so many every rule has one.</summary>
    public static int OfEveryRule => Stories.Count;

    /// <summary>Plants offences, and beside each an honest look-alike of the same rule.</summary>
    public static void Plant(World world, int count)
    {
        var rng = world.Rng.Fork();
        var order = Stories.ToList();
        rng.Shuffle(order);
        // Where in its variants a rule starts is chance too: a city with one offence a rule should not always have the first.
        var turns = order.ToDictionary(s => s.Rule, _ => rng.Int(0, 11));
        Institution? agency = null;
        for (var i = 0; i < count; i++)
        {
            var story = i < order.Count ? order[i] : rng.Pick(order);
            if (i % (ScenesAnAgency / 2) == 0 || agency is null)
            {
                agency = world.NewInstitution(rng.Pick(District.All), residence: false);
            }

            Tell(story, turns[story.Rule]++, agency);
        }

        for (var n = 0; count >= OfEveryRule && n < Besides.Count; n++)
        {
            Tell(Besides[n], turns[order[n].Rule], world.NewInstitution(rng.Pick(District.All), residence: false));
        }

        world.TolerateLateEntrances();

        void Tell(Story story, int turn, Institution at)
        {
            story.Crimes[turn % story.Crimes.Count](new Scene(world, at, rng.Fork()));
            story.Lookalikes[turn % story.Lookalikes.Count](new Scene(world, at, rng.Fork()));
        }
    }
}
