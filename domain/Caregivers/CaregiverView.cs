using LtcActors.Domain.Calendars;

namespace LtcActors.Domain.Caregivers;

/// <summary>A caregiver as readers see it. The identity number is never kept, so never shown.</summary>
internal static class CaregiverView
{
    private const int VisitsShown = 500;

    public static object Of(string id, CaregiverFile file, IEnumerable<string> sameNameAs, DateOnly today)
    {
        var career = new Career(file);
        var latest = file.Registrations.Count > 0 ? file.Registrations[^1] : null;
        return new
        {
            Id = id,
            latest?.Name,
            Kind = latest is null ? null : Name(latest.Kind),
            Employments = career.Employments.Select(e => new
            {
                e.Registration.InstitutionId, Kind = Name(e.Registration.Kind), e.Registration.Qualification,
                e.Registration.CertifiedOn, e.Days.From, To = e.Days.To?.AddDays(-1),
            }).ToList(),
            Duty = career.DutyOn(today) is { } duty ? new { Duty = Name(duty.Duty), duty.InstitutionId, duty.From } : null,
            Trainings = file.Trainings.Select(t => new { t.Course, t.CompletedOn }).ToList(),
            Practices = file.Practices.Select(p => new { p.PersonId, p.InstitutionId, p.From, p.To }).ToList(),
            Absences = file.Absences.Select(a => new { a.From, a.To, Kind = Name(a.Kind) }).ToList(),
            Clients = Clients(file, today),
            BoundTo = file.Bindings.Items.SelectMany(b => b.Value.Spans.Where(s => s.Days.Contains(today))
                .Select(s => new { PersonId = b.Key, Since = s.Days.From })).ToList(),
            Visits = Visits(id, file),
            Devices = file.Devices.ToList(),
            SameNameAs = sameNameAs.ToList(),
        };
    }

    private static object Clients(CaregiverFile file, DateOnly today) => file.Clients.Items
        .SelectMany(c => c.Value.Assignments.Where(a => a.Days.Contains(today)).Select(a => new { PersonId = c.Key, Since = a.Days.From }))
        .ToList();

    /// <summary>The latest first, with the six elements: service, recipient, provider, date, place, beginning and end.</summary>
    private static object Visits(string id, CaregiverFile file) => file.Visits.ByTime.TakeLast(VisitsShown).Reverse().Select(v => new
    {
        v.VisitId, v.PersonId, CaregiverId = id, v.InstitutionId, Date = v.Day, v.Begin, v.End,
        Place = v.CheckInPosition is { } place ? new { place.Lat, place.Lon } : null,
        Services = v.Checks.SelectMany(c => c.Services).Select(s => new { s.Code, s.Minutes }).ToList(),
    }).ToList();

    private static string Name<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
