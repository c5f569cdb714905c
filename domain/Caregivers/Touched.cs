namespace LtcActors.Domain.Caregivers;

/// <summary>What facts, briefs and deadlines since the last judgement can have changed.</summary>
internal sealed class Touched
{
    private HashSet<CareVisit>? visits;
    private SortedSet<int>? days;

    /// <summary>Everything.</summary>
    public bool All { get; set; }

    /// <summary>Whatever depends on days of employment, assignment and binding.</summary>
    public bool Standing { get; set; }

    public IReadOnlyCollection<CareVisit> Visits => visits ?? (IReadOnlyCollection<CareVisit>)[];

    /// <summary>Numbers of the natural days on which a visit lasts, or did.</summary>
    public IReadOnlyCollection<int> Days => days ?? (IReadOnlyCollection<int>)[];

    /// <summary>The first and last instant at which a visit counts, or did.</summary>
    public DateTimeOffset First { get; private set; } = DateTimeOffset.MaxValue;

    public DateTimeOffset Last { get; private set; } = DateTimeOffset.MinValue;

    public bool AnyVisit => visits is not null;

    public bool Any => All || Standing || AnyVisit;

    /// <summary>Notes a visit as it stands; once before it changes and once after.</summary>
    public void Note(CareVisit visit)
    {
        (visits ??= []).Add(visit);
        if (visit.IsMade)
        {
            First = visit.At < First ? visit.At : First;
            Last = visit.At > Last ? visit.At : Last;
            (days ??= []).UnionWith(VisitBook.DaysOf(visit));
        }
    }

    public void Clear()
    {
        (All, Standing, visits, days) = (false, false, null, null);
        (First, Last) = (DateTimeOffset.MaxValue, DateTimeOffset.MinValue);
    }
}
