using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;

namespace LtcActors.Domain.Caregivers;

/// <summary>Days on which one registration holds.</summary>
internal readonly record struct Employment(Registration Registration, DaySpan Days);

/// <summary>A duty given, by registration or reassignment.</summary>
internal readonly record struct DutyGiven(FactRef Ref, string? InstitutionId, Duty Duty, DateOnly From, Registration? Registration);

/// <summary>Who employed a caregiver when, and on what duty: read off its facts.</summary>
internal sealed class Career
{
    private readonly CaregiverFile file;
    private readonly List<DutyGiven> duties = [];

    public Career(CaregiverFile file)
    {
        this.file = file;
        Employments = [.. file.Registrations.Select(r => new Employment(r, DaysOf(r)))];
        duties.AddRange(file.Registrations.Where(r => r.IsProfessional && r.Duty is not null)
            .Select(r => new DutyGiven(r.Ref, r.InstitutionId, r.Duty!.Value, r.From, r)));
        duties.AddRange(file.Reassignments.Select(r => new DutyGiven(r.Ref, r.InstitutionId, r.Duty, r.From, null)));
        duties.Sort((a, b) => a.From != b.From ? a.From.CompareTo(b.From) : a.Ref.CompareTo(b.Ref));
    }

    public IReadOnlyList<Employment> Employments { get; }

    public IEnumerable<Employment> Professional => Employments.Where(e => e.Registration.IsProfessional && !e.Days.IsEmpty);

    /// <summary>Family registrations hold from their day on, by their contract's end or leaving if there is one.</summary>
    public IEnumerable<Employment> Family => Employments.Where(e => !e.Registration.IsProfessional && !e.Days.IsEmpty);

    public bool IsEmployedOn(DateOnly day) => Professional.Any(e => e.Days.Contains(day));

    public bool IsAbsentOn(DateOnly day) => file.Absences.Any(a => a.Days.Contains(day));

    /// <summary>
    /// The duty of the day: the latest given, among those of institutions that still employ the caregiver. One at a time: who is
    /// reassigned or registered elsewhere counts there.
    /// </summary>
    public DutyGiven? DutyOn(DateOnly day)
    {
        for (var i = duties.Count - 1; i >= 0; i--)
        {
            if (duties[i].From <= day && HoldsOn(duties[i], day))
            {
                return duties[i];
            }
        }

        return null;
    }

    /// <summary>Days between which nothing of this changes.</summary>
    public void BoundariesTo(SortedSet<DateOnly> days)
    {
        foreach (var employment in Employments)
        {
            Add(days, employment.Days);
        }

        foreach (var absence in file.Absences)
        {
            Add(days, absence.Days);
        }

        days.UnionWith(file.Reassignments.Select(r => r.From));
        days.UnionWith(file.Leavings.Select(l => l.On));
    }

    public static void Add(SortedSet<DateOnly> days, DaySpan span)
    {
        days.Add(span.From);
        if (span.To is { } to)
        {
            days.Add(to);
        }
    }

    /// <summary>What each institution is to hear: the days on institution duty there, present.</summary>
    public IEnumerable<KeyValuePair<string, Brief.Staff>> Staff(string realName)
    {
        if (!duties.Exists(d => d.Duty == Duty.Institution))
        {
            yield break;
        }

        var boundaries = new SortedSet<DateOnly>();
        BoundariesTo(boundaries);
        var days = boundaries.ToList();
        foreach (var institution in duties.Where(d => d.Duty == Duty.Institution).Select(d => d.InstitutionId).OfType<string>()
            .Distinct().Order(StringComparer.Ordinal))
        {
            yield return new(institution, new Brief.Staff(realName, OnDuty(institution, days), RestsOf(institution)));
        }
    }

    private ImmutableArray<DaySpan> OnDuty(string institution, List<DateOnly> days)
    {
        var spans = ImmutableArray.CreateBuilder<DaySpan>();
        for (var i = 0; i < days.Count; i++)
        {
            if (DutyOn(days[i]) is { Duty: Duty.Institution } duty && duty.InstitutionId == institution && !IsAbsentOn(days[i]))
            {
                DateOnly? to = i + 1 < days.Count ? days[i + 1] : null;
                if (spans.Count > 0 && spans[^1].To == days[i])
                {
                    spans[^1] = spans[^1] with { To = to };
                }
                else
                {
                    spans.Add(new(days[i], to));
                }
            }
        }

        return spans.DrainToImmutable();
    }

    private ImmutableArray<FactRef> RestsOf(string institution) =>
    [
        .. file.Registrations.Where(r => r.IsProfessional && r.InstitutionId == institution).Select(r => r.Ref)
            .Concat(file.Reassignments.Where(r => r.InstitutionId == institution).Select(r => r.Ref))
            .Concat(file.Leavings.Where(l => l.InstitutionId == institution).Select(l => l.Ref))
            .Concat(file.Absences.Select(a => a.Ref))
            .Order(),
    ];

    private bool HoldsOn(DutyGiven duty, DateOnly day) =>
        duty.Registration is { } registration
            ? DaysOf(registration).Contains(day)
            : IsEmployedOn(day) && !file.Leavings.Any(l => l.InstitutionId == duty.InstitutionId && duty.From < l.On && l.On <= day);

    /// <summary>From its first day to the end of the contract, or to the first leaving of that institution after it.</summary>
    private DaySpan DaysOf(Registration registration)
    {
        var days = new DaySpan(registration.From, registration.ContractTo?.AddDays(1));
        foreach (var leaving in file.Leavings)
        {
            // A leaving on or before the first day ended an earlier employment. Who names no institution left the only one there is.
            var same = leaving.InstitutionId == registration.InstitutionId
                || (registration.InstitutionId is null && registration.IsProfessional);
            if (same && leaving.On > days.From && !(days.To <= leaving.On))
            {
                days = days with { To = leaving.On };
            }
        }

        return days;
    }
}
