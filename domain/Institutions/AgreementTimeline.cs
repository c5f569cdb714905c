using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.Institutions;

/// <summary>An institution's agreements, suspensions and terminations made into gaps (docs/rules.md, INS-02).</summary>
internal static class AgreementTimeline
{
    public static Brief.Agreement Of(InstitutionFile file)
    {
        if (file.Designations.Count == 0)
        {
            return new(null, [new(new(DateOnly.MinValue, null), AgreementGaps.Never, default)]);
        }

        var gaps = new List<AgreementGap>();
        AddOutside(file, gaps);
        AddTerminated(file, gaps);
        AddSuspended(file, gaps);
        gaps.Sort(static (a, b) =>
            a.Days.From != b.Days.From ? a.Days.From.CompareTo(b.Days.From) : string.CompareOrdinal(a.Kind, b.Kind));
        return new(file.Designated, [.. gaps]);
    }

    /// <summary>Suspensions as they come to be: one a first day, up to its last day or its resumption.</summary>
    public static List<(DaySpan Days, FactRef Fact)> Suspensions(InstitutionFile file)
    {
        var suspensions = new List<(DaySpan Days, FactRef Fact)>();
        foreach (var suspended in file.Changes)
        {
            if (suspended.Step != Step.Suspended || suspensions.Exists(s => s.Days.From == suspended.On))
            {
                continue;
            }

            DateOnly? to = suspended.Until is { } until ? Days.Through(suspended.On, until).To : null;
            foreach (var resumed in file.Changes)
            {
                if (resumed.Step == Step.Resumed && resumed.On >= suspended.On && !(to <= resumed.On))
                {
                    to = resumed.On;
                }
            }

            suspensions.Add((new(suspended.On, to), suspended.Fact));
        }

        suspensions.RemoveAll(s => s.Days.IsEmpty);
        return suspensions;
    }

    /// <summary>Before the first agreement, between two, after the last one.</summary>
    private static void AddOutside(InstitutionFile file, List<AgreementGap> gaps)
    {
        var agreements = file.Designations.FindAll(d => d.From <= d.To);
        agreements.Sort(static (a, b) => a.From != b.From ? a.From.CompareTo(b.From) : a.Fact.CompareTo(b.Fact));
        if (agreements.Count == 0)
        {
            gaps.Add(new(new(DateOnly.MinValue, null), AgreementGaps.Before, file.Designations[0].Fact));
            return;
        }

        Add(gaps, new(DateOnly.MinValue, agreements[0].From), AgreementGaps.Before, agreements[0].Fact);
        var longest = agreements[0];
        foreach (var agreement in agreements)
        {
            if (longest.To < DateOnly.MaxValue && agreement.From > Days.After(longest.To))
            {
                Add(gaps, new(Days.After(longest.To), agreement.From), AgreementGaps.Between, longest.Fact);
            }

            longest = agreement.To > longest.To ? agreement : longest;
        }

        if (longest.To < DateOnly.MaxValue)
        {
            Add(gaps, new(Days.After(longest.To), null), AgreementGaps.After, longest.Fact);
        }
    }

    /// <summary>From the termination until an agreement that begins on that day or later.</summary>
    private static void AddTerminated(InstitutionFile file, List<AgreementGap> gaps)
    {
        var terminations = file.Changes.FindAll(c => c.Step == Step.Terminated);
        terminations.Sort(static (a, b) => a.On != b.On ? a.On.CompareTo(b.On) : a.Fact.CompareTo(b.Fact));
        DaySpan? last = null;
        foreach (var terminated in terminations)
        {
            if (last is { } before && before.Contains(terminated.On))
            {
                continue;
            }

            DateOnly? again = null;
            foreach (var d in file.Designations)
            {
                again = d.From >= terminated.On && !(again <= d.From) ? d.From : again;
            }

            last = new(terminated.On, again);
            Add(gaps, last.Value, AgreementGaps.Terminated, terminated.Fact);
        }
    }

    private static void AddSuspended(InstitutionFile file, List<AgreementGap> gaps)
    {
        foreach (var (days, fact) in Suspensions(file))
        {
            Add(gaps, days, AgreementGaps.Suspended, fact);
        }
    }

    private static void Add(List<AgreementGap> gaps, DaySpan days, string kind, FactRef rests)
    {
        if (!days.IsEmpty)
        {
            gaps.Add(new(days, kind, rests));
        }
    }
}
