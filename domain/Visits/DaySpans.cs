using LtcActors.Domain.Calendars;

namespace LtcActors.Domain.Visits;

internal static class DaySpans
{
    /// <summary>What is left of a span when others are cut out of it, oldest first.</summary>
    public static List<DaySpan> Without(DaySpan whole, IEnumerable<DaySpan> cuts)
    {
        List<DaySpan> left = whole.IsEmpty ? [] : [whole];
        foreach (var cut in cuts)
        {
            if (cut.IsEmpty)
            {
                continue;
            }

            var next = new List<DaySpan>(left.Count + 1);
            foreach (var span in left)
            {
                if (!span.Overlaps(cut))
                {
                    next.Add(span);
                    continue;
                }

                if (span.From < cut.From)
                {
                    next.Add(new(span.From, cut.From));
                }

                if (cut.To is { } to && !(span.To <= to))
                {
                    next.Add(new(to, span.To));
                }
            }

            left = next;
        }

        return left;
    }
}
