using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.InsuredPersons;

/// <summary>Days of an arrangement, and days in the house.</summary>
internal sealed partial class Standing
{
    /// <summary>Of each arrangement in an institution: the days in the house, without leave and hospital.</summary>
    public IEnumerable<(Arrangement Arrangement, List<DaySpan> Days)> InHouse(PersonFile file)
    {
        for (var i = 0; i < Arrangements.Length; i++)
        {
            if (Arrangements[i].Mode == CareMode.Institution)
            {
                yield return (Arrangements[i], DaySpans.Without(DaysOf(i), Absences(file)));
            }
        }
    }

    /// <summary>Days of an arrangement: until the next one, or the day after death.</summary>
    public DaySpan DaysOf(int arrangement)
    {
        DateOnly? to = arrangement + 1 < Arrangements.Length ? Arrangements[arrangement + 1].From : null;
        to = Death is { } death && Visits.Days.After(death.Day) is var gone && !(to < gone) ? gone : to;
        return new(Arrangements[arrangement].From, to);
    }

    /// <summary>Days of leave, and days in hospital: that of admission, not that of discharge.</summary>
    private List<DaySpan> Absences(PersonFile file)
    {
        var absences = new List<DaySpan>();
        foreach (var away in file.Aways)
        {
            absences.Add(Visits.Days.Through(away.From, away.To));
        }

        foreach (var stay in Stays)
        {
            absences.Add(new(Shanghai.DayOf(stay.Start), stay.End is { } end ? Shanghai.DayOf(end) : null));
        }

        return absences;
    }
}
