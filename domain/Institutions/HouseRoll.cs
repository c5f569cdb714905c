using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;

namespace LtcActors.Domain.Institutions;

/// <summary>Days on which persons in the house and caregivers on duty are the same.</summary>
/// <param name="Staff">Caregivers on duty, one a real name.</param>
internal readonly record struct RollSpan(DaySpan Days, int Persons, int Staff);

/// <summary>Who was in the house and who was on duty, made of what persons and caregivers told.</summary>
internal static class HouseRoll
{
    /// <returns>Oldest first, without gaps between them; empty when nobody was ever there.</returns>
    public static List<RollSpan> Of(IEnumerable<Brief.Resident> residents, IEnumerable<Brief.Staff> staff)
    {
        var steps = new SortedDictionary<DateOnly, (int Persons, int Staff)>();
        foreach (var resident in residents)
        {
            foreach (var days in resident.InHouse)
            {
                Add(steps, days, 1, 0);
            }
        }

        foreach (var days in OnePerName(staff))
        {
            Add(steps, days, 0, 1);
        }

        var spans = new List<RollSpan>(steps.Count);
        var (persons, caregivers) = (0, 0);
        DateOnly? from = null;
        foreach (var (day, step) in steps)
        {
            if (from is { } start)
            {
                spans.Add(new(new(start, day), persons, caregivers));
            }

            (from, persons, caregivers) = (day, persons + step.Persons, caregivers + step.Staff);
        }

        if (from is { } open)
        {
            spans.Add(new(new(open, null), persons, caregivers));
        }

        return spans;
    }

    private static void Add(SortedDictionary<DateOnly, (int Persons, int Staff)> steps, DaySpan days, int persons, int staff)
    {
        if (days.IsEmpty)
        {
            return;
        }

        var at = steps.GetValueOrDefault(days.From);
        steps[days.From] = (at.Persons + persons, at.Staff + staff);
        if (days.To is { } to)
        {
            at = steps.GetValueOrDefault(to);
            steps[to] = (at.Persons - persons, at.Staff - staff);
        }
    }

    /// <summary>Duty of all ids of one real name, days under two of them once.</summary>
    private static List<DaySpan> OnePerName(IEnumerable<Brief.Staff> staff)
    {
        var byName = new SortedDictionary<string, List<DaySpan>>(StringComparer.Ordinal);
        foreach (var caregiver in staff)
        {
            if (!byName.TryGetValue(caregiver.RealName, out var days))
            {
                byName[caregiver.RealName] = days = [];
            }

            days.AddRange(caregiver.OnDuty);
        }

        var merged = new List<DaySpan>();
        foreach (var days in byName.Values)
        {
            days.Sort(static (a, b) => a.From.CompareTo(b.From));
            var first = merged.Count;
            foreach (var span in days)
            {
                if (merged.Count > first && !(merged[^1].To < span.From))
                {
                    var to = merged[^1].To is null || span.To is null ? null : merged[^1].To > span.To ? merged[^1].To : span.To;
                    merged[^1] = merged[^1] with { To = to };
                }
                else if (!span.IsEmpty)
                {
                    merged.Add(span);
                }
            }
        }

        return merged;
    }
}
