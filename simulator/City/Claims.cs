namespace LtcActors.Simulator;

internal static class Claims
{
    /// <summary>Every month that ended early enough is claimed on the third of the next, a line a visit.</summary>
    public static void Submit(World world, IReadOnlyList<Visit> visits)
    {
        foreach (var group in visits.GroupBy(v => (v.Person, Month: Time.FirstOfMonth(Time.Day(v.In)), v.InstitutionId)))
        {
            var due = Time.At(group.Key.Month.AddMonths(1).AddDays(2), 10);
            if (due >= world.Options.End || group.Key.InstitutionId is not { } institution)
            {
                continue;
            }

            world.Claim(group.Key.Person, institution, group.Key.Month, due, [.. group.Select(v => (Time.Day(v.In), (string?)v.Id))]);
        }
    }
}
