using LtcActors.Domain.Calendars;
using LtcActors.Domain.Claims;
using LtcActors.Domain.InsuredPersons;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.Rules;

/// <summary>ELG-03: a death, an admission or a failed review that was told late, or after a claim had run past it.</summary>
internal static class LateNoticeRule
{
    public static void Judge(PersonCase person, List<Finding> found)
    {
        if (person.Standing.Death is { } death)
        {
            Judge(person, found, "death", "died", death.Effective, death.FirstNotice, death.Notice,
                s => !s.IsMonth && EligibilityRules.IsAfter(death, s));
        }

        foreach (var stay in person.Standing.Stays)
        {
            Judge(person, found, $"admission:{Days.Text(stay.Start)}", "admitted", stay.Start, stay.Parts[0].Admitted,
                stay.Parts[0].Admitted, s => EligibilityRules.IsIn(stay, s, person.Services));
        }

        foreach (var failed in person.Standing.Failed)
        {
            Judge(person, found, $"review:{Days.Text(failed.ConcludedOn)}", "reviewed", Shanghai.StartOf(failed.Days.From),
                failed.Reviewed, failed.Reviewed, s => !s.IsMonth && failed.Days.Contains(s.Day));
        }
    }

    private static void Judge(
        PersonCase person, List<Finding> found, string anchor, string note, DateTimeOffset effective, FactRef notice, FactRef deciding,
        Predicate<Service> stopped)
    {
        var limit = person.PolicyOn(Shanghai.DayOf(effective)).LateNotice;
        var early = ClaimsBefore(person, notice, stopped, out var lines);
        if (notice.Time - effective <= limit.Time && early.Count == 0)
        {
            return;
        }

        var evidence = new List<Evidence> { new(notice, note) };
        if (deciding != notice)
        {
            evidence.Add(new(deciding, note));
        }

        foreach (var claim in early)
        {
            evidence.Add(new(claim.Fact, "claim-line"));
        }

        List<Figure> figures = [Figure.Against("lateness", (notice.Time - effective).TotalHours, limit)];
        if (lines > 0)
        {
            figures.Add(Figure.Of("linesClaimedBeforeNotice", lines, "lines"));
        }

        found.Add(person.Findings.Of(EligibilityRules.Elg03, anchor, effective, evidence.ToArray(), figures.ToArray()));
    }

    /// <summary>Claims sent before the notice that hold a line for a service after the stop.</summary>
    private static List<Claim> ClaimsBefore(PersonCase person, FactRef notice, Predicate<Service> stopped, out int lines)
    {
        var early = new List<Claim>();
        lines = 0;
        foreach (var claim in person.File.Claims)
        {
            if (claim.Fact.Time >= notice.Time)
            {
                continue;
            }

            var before = lines;
            foreach (var line in claim.Lines)
            {
                lines += stopped(person.ServiceOf(claim, line)) ? 1 : 0;
            }

            if (lines > before)
            {
                early.Add(claim);
            }
        }

        return early;
    }
}
