namespace LtcActors.Simulator;

/// <summary>Who is on a roll, and when anybody saw them.</summary>
internal sealed partial class World
{
    private const int PhantomDays = 30;

    private readonly Dictionary<string, DateOnly> _firstSeen = [];

    /// <summary>A caregiver and its institution are seen with a visit.</summary>
    private void See(string? id, DateOnly day)
    {
        if (id is not null && (!_firstSeen.TryGetValue(id, out var known) || day < known))
        {
            _firstSeen[id] = day;
        }
    }

    /// <summary>
    /// Of people who play in a story nothing else is told. Whoever plays late, beside colleagues who play early, may be taken for
    /// somebody who is on the roll only.
    /// </summary>
    public void TolerateLateEntrances()
    {
        foreach (var caregiver in Caregivers.Where(c => c.InstitutionId is not null && _firstSeen.ContainsKey(c.InstitutionId)))
        {
            var known = _firstSeen[caregiver.InstitutionId!];
            if (!_firstSeen.TryGetValue(caregiver.Id, out var seen) || seen.DayNumber - known.DayNumber >= PhantomDays)
            {
                Tolerate("STF-07", "P2", "plays late in a story", caregiver: caregiver);
            }
        }
    }
}
