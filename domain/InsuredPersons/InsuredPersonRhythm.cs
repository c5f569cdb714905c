using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.InsuredPersons;

/// <summary>
/// Months that are over, told to the caregivers that made their visits (docs/decisions/0016). A visit only notes that its month is
/// to be told; that is done once, when the month and its grace are over, and again within a second of a later fact.
/// </summary>
public sealed partial class InsuredPerson
{
    private RhythmBook? rhythm;

    private void TellMonths(Judgement to)
    {
        var isDue = rhythm?.Deadline <= to.Now;
        if ((!touchedAll && !isDue && touched.Count == 0) || (rhythm is null && !RhythmRules.MayTell(file)))
        {
            return;
        }

        rhythm ??= new();
        foreach (var visit in touched)
        {
            // What it was before is not known any more: it may have told of any month.
            var month = Shanghai.FirstOfMonth(visit.Day);
            Note(to, visit.IsRebegun && rhythm.First < month ? rhythm.First.Value : month);
        }

        if (touchedAll || isDue)
        {
            var from = rhythm.Take();
            TellMonthsFrom(to, touchedAll ? DateOnly.MinValue : from!.Value);
        }
    }

    private void TellMonthsFrom(Judgement to, DateOnly first)
    {
        var months = new SortedSet<DateOnly>(rhythm!.MonthsFrom(first));
        var all = file.Visits.All;
        for (var at = first == DateOnly.MinValue ? 0 : file.Visits.FirstFrom(Shanghai.StartOf(first)); at < all.Length;)
        {
            var month = Shanghai.FirstOfMonth(all[at].Day);
            months.Add(month);
            at = file.Visits.FirstFrom(Shanghai.StartOf(Shanghai.FirstOfNextMonth(month)));
        }

        foreach (var month in months)
        {
            var limits = to.Policies.For(file.DistrictCode, month);
            if (RhythmRules.ClosedAt(month, limits) is var closed && closed > to.Now)
            {
                rhythm.Note(month, closed);
            }
            else
            {
                rhythm.Tell(to, Id, month, RhythmRules.Months(file, standing!, month, limits));
            }
        }
    }

    private void Note(Judgement to, DateOnly month)
    {
        var closed = RhythmRules.ClosedAt(month, to.Policies.For(file.DistrictCode, month));
        rhythm!.Note(month, closed > to.Now ? closed : RhythmRules.Soon(to.Now));
    }
}
