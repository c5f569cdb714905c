namespace LtcActors.Domain.Caregivers;

/// <summary>What facts, briefs and deadlines since the last judgement can have changed.</summary>
internal sealed class Touched
{
    // A few at most, and gone with the judgement: lists are smaller and quicker than sets.
    private static readonly List<CareVisit> NoVisits = [];
    private List<CareVisit>? visits;
    private List<int>? days;

    /// <summary>Everything.</summary>
    public bool All { get; set; }

    /// <summary>Whatever depends on days of employment, assignment and binding.</summary>
    public bool Standing { get; set; }

    /// <summary>Where its device was at night.</summary>
    public bool Nights { get; set; }

    /// <summary>Orders moved from here or taken over, and how.</summary>
    public bool Orders { get; set; }

    /// <summary>Who else visits its clients, and accounts.</summary>
    public bool Ring { get; set; }

    /// <summary>Who else bears a print of its own.</summary>
    public bool Prints { get; set; }

    /// <summary>The first month that is over and is to be looked at again, with those after it; none: none is.</summary>
    public DateOnly? MonthsFrom { get; private set; }

    /// <summary>The earliest instant at which a visit counts, or did, of which a check came.</summary>
    public DateTimeOffset? FirstCheck { get; private set; }

    public IReadOnlyList<CareVisit> Visits => visits.OrNone();

    /// <summary>Numbers of the natural days on which a visit lasts, or did.</summary>
    public IReadOnlyList<int> Days => days.OrNone();

    /// <summary>The first and last instant at which a visit counts, or did.</summary>
    public DateTimeOffset First { get; private set; } = DateTimeOffset.MaxValue;

    public DateTimeOffset Last { get; private set; } = DateTimeOffset.MinValue;

    public bool AnyVisit => visits is not null;

    public bool Any => All || Standing || AnyVisit || Nights || Orders || Ring || Prints || MonthsFrom is not null;

    /// <summary>Whether one of the visits is such a one. Asked after every check, so nothing is left behind by it.</summary>
    /// <param name="by">What it is asked by, in place of a closure.</param>
    public bool IsAny<TBy>(TBy by, Func<TBy, CareVisit, bool> such)
    {
        foreach (var visit in visits ?? NoVisits)
        {
            if (such(by, visit))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Notes a visit as it stands; once before it changes and once after.</summary>
    public void Note(CareVisit visit)
    {
        visits ??= new(1);
        if (!visits.Contains(visit))
        {
            visits.Add(visit);
        }

        if (!visit.IsMade)
        {
            return;
        }

        First = visit.At < First ? visit.At : First;
        Last = visit.At > Last ? visit.At : Last;
        if (!visit.HasLength)
        {
            return;
        }

        days ??= new(1);
        foreach (var day in VisitBook.DaysOf(visit))
        {
            if (days.BinarySearch(day) is var at and < 0)
            {
                days.Insert(~at, day);
            }
        }
    }

    /// <summary>Notes a visit of which a check comes; once before it changes and once after.</summary>
    public void NoteCheck(CareVisit visit)
    {
        Note(visit);
        FirstCheck = visit.IsMade && !(FirstCheck <= visit.At) ? visit.At : FirstCheck;
    }

    public void NoteMonth(DateOnly month) => MonthsFrom = MonthsFrom <= month ? MonthsFrom : month;

    public void Clear()
    {
        (MonthsFrom, FirstCheck) = (null, null);
        (All, Standing, Nights, Orders, Ring, Prints, visits, days) = (false, false, false, false, false, false, null, null);
        (First, Last) = (DateTimeOffset.MaxValue, DateTimeOffset.MinValue);
    }
}
