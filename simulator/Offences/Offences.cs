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
        .. RecordOffences.Stories, .. RelativeOffences.Stories, .. OrderOffences.Stories, .. ReuseOffences.Stories, .. UsageOffences.Stories,
        .. BeaconOffences.Stories, .. PlanShareOffences.Stories, .. CollusionOffences.Stories,
        .. HabitOffences.Stories, .. PeerOffences.Stories,
    ];

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
            var turn = turns[story.Rule]++;
            if (i % (ScenesAnAgency / 2) == 0 || agency is null)
            {
                agency = world.NewInstitution(rng.Pick(District.All), residence: false);
            }

            story.Crimes[turn % story.Crimes.Count](new Scene(world, agency, rng.Fork()));
            story.Lookalikes[turn % story.Lookalikes.Count](new Scene(world, agency, rng.Fork()));
        }

        world.TolerateLateEntrances();
    }
}
