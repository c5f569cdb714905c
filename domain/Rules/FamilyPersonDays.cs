using LtcActors.Domain.Calendars;
using LtcActors.Domain.InsuredPersons;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.Rules;

/// <summary>Days at home, days in hospital and days bound.</summary>
public static partial class FamilyPersonRules
{
    /// <summary>
    /// The day before which so many whole days have passed, not counting those of which the person was in hospital for any part; none:
    /// it stands still in an open stay.
    /// </summary>
    private static DateOnly? TooLate(InpatientStay[] stays, DateOnly from, int days)
    {
        var late = from.AddDays(days);
        foreach (var stay in stays)
        {
            // A day that ends one stay and begins another is one day.
            if (DaysOf(stay).Intersect(new(from, null)) is not { IsEmpty: false } away || away.From >= late)
            {
                continue;
            }

            if (away.To is not { } back)
            {
                return null;
            }

            late = late.AddDays(back.DayNumber - away.From.DayNumber);
            from = back;
        }

        return late;
    }

    /// <summary>Days from one to another, the last not included, of which the person was in hospital for no part.</summary>
    private static int DaysAtHome(InpatientStay[] stays, DateOnly from, DateOnly to)
    {
        var days = to.DayNumber - from.DayNumber;
        foreach (var stay in stays)
        {
            if (DaysOf(stay).Intersect(new(from, to)) is { IsEmpty: false } away)
            {
                days -= away.To!.Value.DayNumber - away.From.DayNumber;
                from = away.To.Value;
            }
        }

        return days;
    }

    /// <summary>All days of which the stay has a part.</summary>
    private static DaySpan DaysOf(InpatientStay stay) =>
        new(Shanghai.DayOf(stay.Start), stay.End is { } end ? Next(end.AddTicks(-1)) : null);

    private static DateOnly Next(DateTimeOffset instant) => Shanghai.DayOf(instant).AddDays(1);

    /// <summary>When so much time has passed, not counting time in hospital; none: it stands still in an open stay.</summary>
    internal static DateTimeOffset? Reached(InpatientStay[] stays, DateTimeOffset from, TimeSpan time)
    {
        var reached = from + time;
        foreach (var stay in stays)
        {
            if (stay.Start >= reached || stay.End <= from)
            {
                continue;
            }

            if (stay.End is not { } end)
            {
                return null;
            }

            reached += end - (stay.Start > from ? stay.Start : from);
        }

        return reached;
    }

    /// <summary>Days bound, by caregiver; spans that touch are one.</summary>
    private static SortedDictionary<string, List<DaySpan>> BoundSpans(PersonFile file)
    {
        var all = new SortedDictionary<string, List<DaySpan>>(StringComparer.Ordinal);
        foreach (var binding in (file.Bindings?.All ?? []).OrderBy(static b => b.Span.Days.From))
        {
            var days = binding.Span.Days;
            if (days.IsEmpty)
            {
                continue;
            }

            var spans = all.TryGetValue(binding.CaregiverId, out var known) ? known : all[binding.CaregiverId] = [];
            if (spans.Count > 0 && !(spans[^1].To < days.From))
            {
                var to = spans[^1].To is null || days.To is null ? null : spans[^1].To > days.To ? spans[^1].To : days.To;
                spans[^1] = spans[^1] with { To = to };
            }
            else
            {
                spans.Add(days);
            }
        }

        return all;
    }

    private static int SpanOf(List<DaySpan> spans, Visit visit) => spans.FindIndex(s => s.Contains(visit.Day));
}
