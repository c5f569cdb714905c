using System.Collections.Immutable;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.InsuredPersons;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.Rules;

/// <summary>From when and until when a benefit may be had: renewal, monthly continuation, changes of mode (docs/rules.md, Eligibility).</summary>
public static class BenefitTermRules
{
    private static readonly Citation Modes = new("tianjin-2023-institutions", "15"), Change = new("tianjin-2023-institutions", "20");

    public static Rule Elg05 { get; } = new(
        "ELG-05", 2, "失能评估即将到期未重新申请", "Assessment about to expire, none applied for", Severity.P4,
        [new("tianjin-2024-assessment", "11")], ["elg.expiryFirst", "elg.expirySecond", "elg.expiryLast"]);

    public static Rule Elg08 { get; } = new(
        "ELG-08", 3, "未办理月度待遇延续", "Benefit not continued for the month", Severity.P2,
        [new("tianjin-2023-institutions", "19")], ["elg.confirmGrace"]);

    public static Rule Elg09 { get; } = new(
        "ELG-09", 2, "服务方式或绑定变更当月享受新待遇", "New care mode or binding used before the next month", Severity.P2,
        [Modes, Change, new("tianjin-2023-family", "2")], []);

    public static ImmutableArray<Rule> All { get; } = [Elg05, Elg08, Elg09];

    /// <summary>The latest conclusion runs out soon, care goes on, and nobody has applied for the next one.</summary>
    internal static void NotAppliedFor(PersonCase person, List<Finding> found)
    {
        var (standing, assessments) = (person.Standing, person.Standing.Assessments);
        if (assessments.Length == 0 || standing.Arrangements.Length == 0)
        {
            return;
        }

        var last = assessments[^1];
        var limits = person.PolicyOn(last.Last);
        if (last.Last == DateOnly.MaxValue || last.Level < limits.LevelMin.Value
            || Array.Exists(assessments, a => a.Last > last.Last && a.Level >= limits.LevelMin.Value))
        {
            return; // Nothing to renew, or an older one goes on.
        }

        var applied = FirstAfter(person.File.Extras?.Applications, last.From);
        DateOnly end = Days.After(last.Last);
        end = applied is { } a && a.On < end ? a.On : end;
        end = standing.Death is { } death && Days.After(death.Day) < end ? Days.After(death.Day) : end;
        end = Standing.FailedAfter(person.File.Reviews, last.From) is { } failed && failed < end ? failed : end;
        var first = Latest(Back(last.Last, limits.ExpiryFirst.Count), last.From, standing.Arrangements[0].From);
        if (first < end)
        {
            Expiring(person, last, first, end, applied, limits, found);
        }
    }

    /// <summary>Services by an institution in a month that is over and was not confirmed: one finding a month.</summary>
    internal static void NotContinued(PersonCase person, List<Finding> found)
    {
        var extras = person.File.Extras;
        if (extras is not { Confirmed.Length: > 0 } && !person.AnyRecords)
        {
            return;
        }

        var months = new SortedDictionary<int, List<Service>>();
        foreach (var service in person.Services)
        {
            if (service is { IsMonth: false, InstitutionId: { } institution } && Lacks(extras, person.RecordsOf(institution), service.Day))
            {
                var month = PersonExtras.Month(service.Day);
                (months.TryGetValue(month, out var known) ? known : months[month] = []).Add(service);
            }
        }

        foreach (var (month, services) in months)
        {
            var first = PersonExtras.FirstOf(month);
            var due = ContinuedBy(first, person.PolicyOn(first));
            if (due > person.Now)
            {
                person.Wake(due);
                continue;
            }

            found.Add(person.Findings.Of(
                Elg08, NameOf(first), [], services, [Figure.Of("month", NameOf(first)), Figure.Of("lastConfirmed", LastBefore(extras?.Confirmed ?? [], month))]));
        }
    }

    /// <summary>
    /// Whether a month is not confirmed and should be: a month before it was, of this person; or this very month, of anybody whom the
    /// institution serves, and not as its first, in which a register is being connected.
    /// </summary>
    internal static bool Lacks(PersonExtras? extras, Actors.Brief.Records? records, DateOnly day)
    {
        var month = PersonExtras.Month(day);
        if (extras is not null && (extras.IsConfirmed(month) || (extras.Confirmed is [var own, ..] && own < month)))
        {
            return !extras.IsConfirmed(month);
        }

        return records is { Confirmed: [var first, ..] all } && first < Shanghai.FirstOfMonth(day) && all.Contains(Shanghai.FirstOfMonth(day));
    }

    /// <summary>The instant from which a month's missing continuation is held against its services.</summary>
    internal static DateTimeOffset ContinuedBy(DateOnly month, Thresholds limits) =>
        Shanghai.StartOf(Shanghai.FirstOfNextMonth(month)) + limits.ConfirmGrace.Time;

    internal static void TooEarly(PersonCase person, List<Finding> found)
    {
        EarlyMode(person, found);
        BothModes(person, found);
        EarlyBinding(person, found);
    }

    /// <summary>Whether a visit may be too early for its mode or binding, or of another mode than its day's.</summary>
    internal static bool MayBeTooEarly(PersonFile file, Standing standing, Visit visit)
    {
        if (standing.InForce(visit.Day) is { } a && a.Mode == CareMode.Institution && standing.InstitutionOf(visit) != a.InstitutionId)
        {
            return true;
        }

        foreach (var (_, _, days) in EarlyDays(standing))
        {
            if (days.Contains(visit.Day))
            {
                return true;
            }
        }

        foreach (var binding in file.Bindings?.All ?? [])
        {
            if (binding.CaregiverId == visit.CaregiverId && Waits(binding.Span, visit.Day))
            {
                return true;
            }
        }

        return false;
    }

    private static void Expiring(
        PersonCase person, Validity last, DateOnly first, DateOnly end, Application? applied, Thresholds limits, List<Finding> found)
    {
        var today = Shanghai.DayOf(person.Now);
        var (second, late) = (Back(last.Last, limits.ExpirySecond.Count), Back(last.Last, limits.ExpiryLast.Count));
        person.Wake(Shanghai.StartOf(first));
        person.Wake(Shanghai.StartOf(second));
        person.Wake(Shanghai.StartOf(late));
        person.Wake(Shanghai.StartOf(end));
        if (today < first)
        {
            return;
        }

        var seen = today < end ? today : end.AddDays(-1);
        var (severity, limit) = seen >= late ? (Severity.P3, limits.ExpiryLast)
            : (Severity.P4, seen >= second ? limits.ExpirySecond : limits.ExpiryFirst);
        List<Evidence> evidence = [new(last.Assessed, "assessed")];
        if (applied is { } application && application.On == end)
        {
            evidence.Add(new(application.Fact, "applied"));
        }

        found.Add(person.Findings.Of(
            Elg05, Days.Text(last.From), Shanghai.StartOf(first), evidence.ToArray(),
            [Figure.Of("validUntil", Days.Text(last.Last)), Figure.Against("daysBeforeExpiry", limit.Value, limit)]) with
        {
            Severity = severity, EndedAt = end <= today ? Shanghai.StartOf(end) : null,
        });
    }

    /// <summary>Services in the new mode between the change and the end of its month.</summary>
    private static void EarlyMode(PersonCase person, List<Finding> found)
    {
        foreach (var (before, after, days) in EarlyDays(person.Standing))
        {
            var services = person.Services.FindAll(s => !s.IsMonth && days.Contains(s.Day) && !IsOld(s, before, after));
            if (services.Count > 0)
            {
                found.Add(person.Findings.Of(
                    Elg09, $"mode:{Days.Text(after.From)}", [new(before.Fact, "arranged"), new(after.Fact, "arranged")], services,
                    [
                        Figure.Of("changedOn", Days.Text(after.From)), Figure.Of("mode", PersonView.Name(after.Mode)),
                        Figure.Of("validFrom", Days.Text(Shanghai.FirstOfNextMonth(after.From))),
                    ]));
            }
        }
    }

    /// <summary>The rest of the month in which an arrangement of another mode begins, unless it begins with the month.</summary>
    private static IEnumerable<(Arrangement Before, Arrangement After, DaySpan Days)> EarlyDays(Standing standing) =>
        standing.Arrangements.Length < 2 ? [] : EarlyDaysOf(standing);

    private static IEnumerable<(Arrangement Before, Arrangement After, DaySpan Days)> EarlyDaysOf(Standing standing)
    {
        for (var i = 1; i < standing.Arrangements.Length; i++)
        {
            var (before, after) = (standing.Arrangements[i - 1], standing.Arrangements[i]);
            if (before.Mode != after.Mode && after.From.Day != 1)
            {
                DateOnly? next = i + 1 < standing.Arrangements.Length ? standing.Arrangements[i + 1].From : null;
                yield return (before, after, new DaySpan(after.From, Shanghai.FirstOfNextMonth(after.From)).Intersect(new(after.From, next)));
            }
        }
    }

    /// <summary>Still of the mode before: by its institution, which is not the new one, or by its caregiver.</summary>
    private static bool IsOld(Service service, Arrangement before, Arrangement after) =>
        before.InstitutionId != after.InstitutionId && service.InstitutionId == before.InstitutionId
        || (before.CaregiverId is { } caregiver && caregiver != after.CaregiverId && service.CaregiverId == caregiver
            && before.Mode == CareMode.Home);

    /// <summary>Services of others on days in the house: one finding an arrangement.</summary>
    private static void BothModes(PersonCase person, List<Finding> found)
    {
        var early = EarlyDays(person.Standing).Select(static e => e.Days).ToList();
        foreach (var (arrangement, days) in person.Standing.InHouse(person.File))
        {
            var services = person.Services.FindAll(s => !s.IsMonth && s.InstitutionId != arrangement.InstitutionId
                && days.Exists(d => d.Contains(s.Day)) && !early.Exists(e => e.Contains(s.Day)));
            if (services.Count > 0)
            {
                found.Add(person.Findings.Of(
                    Elg09, $"both:{Days.Text(arrangement.From)}", [new(arrangement.Fact, "arranged")], services,
                    [Figure.Of("livesIn", arrangement.InstitutionId), Figure.Of("days", services.Select(s => s.Day).Distinct().Count(), "d")]));
            }
        }
    }

    /// <summary>Services of the newly bound caregiver between the approval and the next month.</summary>
    private static void EarlyBinding(PersonCase person, List<Finding> found)
    {
        var judged = new HashSet<(string, DateOnly)>();
        foreach (var (caregiver, span) in person.File.Bindings?.All ?? [])
        {
            var services = person.Services.FindAll(s => !s.IsMonth && s.CaregiverId == caregiver && Waits(span, s.Day)
                && !person.File.IsBound(caregiver, s.Day));
            if (services.Count > 0 && judged.Add((caregiver, span.ApprovedOn)))
            {
                found.Add(person.Findings.Of(
                    Elg09, $"binding:{caregiver}:{Days.Text(span.ApprovedOn)}", [new(span.Approval, "approved")], services,
                    [
                        Figure.Of("changedOn", Days.Text(span.ApprovedOn)),
                        Figure.Of("validFrom", Days.Text(Shanghai.FirstOfNextMonth(span.ApprovedOn))),
                    ]));
            }
        }
    }

    /// <summary>Approved, and not yet in force because another caregiver was bound before.</summary>
    private static bool Waits(Actors.BindingSpan span, DateOnly day) =>
        span.Days.From > span.ApprovedOn && span.ApprovedOn <= day && day < Shanghai.FirstOfNextMonth(span.ApprovedOn);

    private static Application? FirstAfter(Application[]? applications, DateOnly day)
    {
        Application? first = null;
        foreach (var application in applications ?? [])
        {
            first = application.On > day && !(first?.On <= application.On) ? application : first;
        }

        return first;
    }

    private static string LastBefore(int[] confirmed, int month) =>
        ~Array.BinarySearch(confirmed, month) is var at and > 0 ? NameOf(PersonExtras.FirstOf(confirmed[at - 1])) : "none";

    private static string NameOf(DateOnly month) => month.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);

    private static DateOnly Back(DateOnly day, int days) => day.DayNumber < days ? DateOnly.MinValue : day.AddDays(-days);

    private static DateOnly Latest(DateOnly a, DateOnly b, DateOnly c) => a > b ? a > c ? a : c : b > c ? b : c;
}
