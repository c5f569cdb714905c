using System.Collections.Immutable;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.InsuredPersons;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.Rules;

/// <summary>Family care as the person cared for shows it: times without a record (docs/rules.md, Family caregivers).</summary>
public static partial class FamilyPersonRules
{
    public static Rule Fam03 { get; } = new(
        "FAM-03", 3, "亲情照护打卡、护理记录缺失", "No record of family care", Severity.P3, [new("tianjin-2023-family", "5")],
        ["fam.recordEvery"]);

    public static ImmutableArray<Rule> All { get; } = [Fam03];

    /// <summary>
    /// Of each caregiver bound: whole days without any check, not counting days in hospital; from the first check on, and before it where
    /// relatives of others whom the institution serves check in.
    /// </summary>
    internal static void NoRecords(PersonCase person, List<Finding> found)
    {
        foreach (var (caregiver, spans) in BoundSpans(person.File))
        {
            spans.ForEach(days => BeforeFirst(person, caregiver, days, found));
            Visit? last = null;
            foreach (var visit in person.File.Visits.All)
            {
                if (visit.CaregiverId != caregiver || !spans.Exists(s => s.Contains(visit.Day)))
                {
                    continue;
                }

                if (last is not null && SpanOf(spans, last) == SpanOf(spans, visit))
                {
                    Gap(person, caregiver, Since.Of(last), visit.Begin, true, visit, found);
                }
                else if (last is not null)
                {
                    UntilEnd(person, caregiver, Since.Of(last), spans[SpanOf(spans, last)], found);
                }

                last = last is null || visit.End >= last.End || SpanOf(spans, last) != SpanOf(spans, visit) ? visit : last;
            }

            if (last is not null)
            {
                UntilEnd(person, caregiver, Since.Of(last), spans[SpanOf(spans, last)], found);
            }
        }
    }

    /// <summary>Whether the visit may leave too long a time without a check of a bound caregiver, or makes one due earlier.</summary>
    /// <param name="due">When the person is to be judged again anyway.</param>
    internal static bool MayLackRecords(PersonFile file, Visit visit, Limit recordEvery, DateTimeOffset? due)
    {
        // So many whole days without a record always take more than so many times 24 hours.
        var every = recordEvery.Time;
        foreach (var binding in file.Bindings?.All ?? [])
        {
            DateTimeOffset? before = null, after = null;
            var all = file.Visits.All;
            for (var i = file.Visits.FirstFrom(visit.Begin - every - every); i < all.Length && after is null; i++)
            {
                if (all[i].CaregiverId != binding.CaregiverId || all[i] == visit)
                {
                    continue;
                }

                if (all[i].Begin <= visit.Begin)
                {
                    before = before > all[i].End ? before : all[i].End;
                }
                else
                {
                    after = all[i].Begin;
                }
            }

            var isOwn = visit.CaregiverId == binding.CaregiverId;
            var until = isOwn ? visit.Begin : after ?? visit.Begin;
            var last = isOwn && !(before > visit.End) ? visit.End : before;
            if (before is null || until - before > every || (isOwn && after - last > every)
                || (after is null && last is { } end && !(due <= Shanghai.StartOf(Next(end).AddDays(recordEvery.Count)))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>From the binding on, though not before the month after the first in which any relative checked in there.</summary>
    private static void BeforeFirst(PersonCase person, string caregiver, DaySpan days, List<Finding> found)
    {
        if (DueFrom(person, days) is not { } from)
        {
            return;
        }

        var approval = person.File.Bindings!.All.First(b => b.CaregiverId == caregiver && b.Span.Days.From == days.From).Span.Approval;
        var since = new Since(from, $"bound:{Days.Text(days.From)}", new(approval, "approved"), Figure.Of("boundFrom", Days.Text(days.From)), null);
        foreach (var visit in person.File.Visits.All)
        {
            if (visit.CaregiverId == caregiver && days.Contains(visit.Day))
            {
                Gap(person, caregiver, since, visit.Begin, true, visit, found);
                return;
            }
        }

        UntilEnd(person, caregiver, since, days, found);
    }

    /// <summary>The first of these days on which an institution serves the person of whose other persons relatives check in.</summary>
    private static DateOnly? DueFrom(PersonCase person, DaySpan days)
    {
        for (var i = 0; i < person.Standing.Arrangements.Length; i++)
        {
            if (person.RecordsOf(person.Standing.Arrangements[i].InstitutionId)?.RelativesFrom is { } first
                && person.Standing.DaysOf(i).Intersect(days).Intersect(new(Shanghai.FirstOfNextMonth(first), null)) is { IsEmpty: false } both)
            {
                return both.From;
            }
        }

        return null;
    }

    private static void UntilEnd(PersonCase person, string caregiver, in Since since, DaySpan days, List<Finding> found)
    {
        DateTimeOffset? end = days.To is { } to ? Shanghai.StartOf(to) : null;
        if (end <= person.Now)
        {
            Gap(person, caregiver, since, end.Value, true, null, found);
        }
        else
        {
            Gap(person, caregiver, since, person.Now, false, null, found);
        }
    }

    private static void Gap(
        PersonCase person, string caregiver, in Since since, DateTimeOffset until, bool isOver, Visit? next, List<Finding> found)
    {
        var limit = person.PolicyOn(since.From).RecordEvery;
        if (TooLate(person.Standing.Stays, since.From, limit.Count) is not { } late)
        {
            return;
        }

        var reached = Shanghai.StartOf(late);
        if (until < reached)
        {
            if (!isOver)
            {
                person.Wake(reached);
            }

            return;
        }

        List<Evidence> evidence = [since.Rests];
        if (next is not null)
        {
            evidence.Add(new(next.First, next.CheckedIn ? "check-in" : "check-out"));
        }

        var without = isOver
            ? Figure.Against("withoutRecord", limit.Count + DaysAtHome(person.Standing.Stays, late, Shanghai.DayOf(until)), limit)
            : new Figure("withoutRecord", null, "still none", limit.Unit, limit.Value, limit.Basis);
        found.Add(person.Findings.Of(Fam03, $"{caregiver}:{since.Anchor}", reached, evidence.ToArray(), [since.Told, without]) with
        {
            CaregiverId = caregiver, EndedAt = isOver ? until : null, VisitIds = [.. new[] { since.VisitId, next?.Id }.OfType<string>()],
        });
    }

    /// <summary>From when on the next record is awaited.</summary>
    /// <param name="From">The first day that counts.</param>
    private readonly record struct Since(DateOnly From, string Anchor, Evidence Rests, Figure Told, string? VisitId)
    {
        public static Since Of(Visit last) => new(
            Next(last.End), last.Id, new(last.CheckedOut ? last.CheckOut : last.First, last.CheckedOut ? "check-out" : "check-in"),
            Figure.Of("lastRecord", Days.Text(last.End)), last.Id);
    }
}
