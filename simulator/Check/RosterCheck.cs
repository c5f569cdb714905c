namespace LtcActors.Simulator;

/// <summary>The rules about entitlement and numbers of persons, told again a day at a time.</summary>
internal static class RosterCheck
{
    /// <summary>ELG-01 and ELG-02 are checked for visits only; what a claim line raises is in the truth alone.</summary>
    public static IReadOnlySet<string> Rules { get; } = new HashSet<string>
    {
        "ELG-04", "ELG-06", "ELG-07", "STF-01", "STF-02", "STF-03", "STF-05",
    };

    public static IEnumerable<Finding> Findings(Facts f, CityOptions city) =>
        [.. f.Visits.Values.GroupBy(v => v.PersonId).SelectMany(g => Entitlement(f, g.Key, [.. g])), .. Unregistered(f), .. Ratios(f, city),
            .. Assignments(f, city)];

    private static IEnumerable<Finding> Entitlement(Facts f, string person, List<SeenVisit> visits)
    {
        var assessments = f.Assessments.GetValueOrDefault(person, []);
        var days = visits.Select(v => Time.Day(v.Begin)).ToList();
        if (days.Exists(d => assessments.Exists(a => a.From <= d) && !assessments.Exists(a => a.From <= d && d <= a.To)))
        {
            yield return new Finding("ELG-04", "P1", person, "");
        }

        if (days.Exists(d => assessments.Exists(a => a.From <= d && d <= a.To)
            && assessments.TrueForAll(a => d < a.From || a.To < d || a.Level < 3)))
        {
            yield return new Finding("ELG-06", "P1", person, "");
        }

        if (f.FailedReviews.TryGetValue(person, out var failed)
            && days.Exists(d => d > failed && !assessments.Exists(a => a.Level >= 3 && a.From > failed && a.From <= d)))
        {
            yield return new Finding("ELG-07", "P1", person, "");
        }
    }

    private static IEnumerable<Finding> Unregistered(Facts f) =>
        f.Visits.Values.Where(v => !f.Staff.TryGetValue(v.CaregiverId, out var s) || s.First > Time.Day(v.Begin))
            .Select(v => v.CaregiverId)
            .Concat(f.Visits.Values.Where(v => v.InstitutionId is not null && !f.Designated.Contains(v.InstitutionId))
                .Select(v => v.InstitutionId!))
            .Distinct().Select(id => new Finding("STF-05", "P1", id, ""));

    private static IEnumerable<DateOnly> Days(CityOptions city)
    {
        for (var day = city.FirstDay.AddDays(-450); day < city.FirstDay.AddDays(city.Days); day = day.AddDays(1))
        {
            yield return day;
        }
    }

    private static bool Within(Dictionary<string, List<(DateOnly From, DateOnly To)>> ranges, string id, DateOnly day) =>
        ranges.TryGetValue(id, out var list) && list.Exists(r => r.From <= day && day <= r.To);

    private static bool Works(Facts f, string id, DateOnly day) =>
        f.Staff[id].First <= day && (!f.Left.TryGetValue(id, out var left) || day < left);

    private static DateOnly DayAfterDeath(Facts f, string person) =>
        f.Deaths.TryGetValue(person, out var died) ? Time.Day(died.AddTicks(-1)).AddDays(1) : DateOnly.MaxValue;

    private static IEnumerable<Finding> Ratios(Facts f, CityOptions city)
    {
        var staff = f.Staff.Where(s => s.Value.Duty == "institution").ToLookup(s => s.Value.InstitutionId!, s => s.Key);
        var inside = f.Arrangements.Where(a => !a.Value[0].AtHome).ToLookup(a => a.Value[0].InstitutionId);
        foreach (var house in inside)
        {
            foreach (var day in Days(city))
            {
                var present = house.Count(p => p.Value[0].From <= day && day < DayAfterDeath(f, p.Key) && !Within(f.Away, p.Key, day)
                    && !f.Stays.GetValueOrDefault(p.Key, [])
                        .Exists(s => s.IsInpatient && Time.Day(s.From) <= day
                            && (s.To == DateTimeOffset.MaxValue || day < Time.Day(s.To))));
                var working = staff[house.Key].Where(c => Works(f, c, day) && !Within(f.Absences, c, day)).Select(c => f.Staff[c].IdNumber)
                    .Distinct().Count();
                if (present > 4 * working)
                {
                    yield return new Finding("STF-03", "P2", house.Key, "");
                    break;
                }
            }
        }
    }

    private static IEnumerable<Finding> Assignments(Facts f, CityOptions city)
    {
        var spans = new Dictionary<string, List<(DateOnly From, DateOnly To)>>();
        foreach (var (person, arrangements) in f.Arrangements)
        {
            var sorted = arrangements.OrderBy(a => a.From).ToList();
            for (var i = 0; i < sorted.Count; i++)
            {
                if (sorted[i] is not { AtHome: true, CaregiverId: { } caregiver })
                {
                    continue;
                }

                var next = i + 1 < sorted.Count ? sorted[i + 1].From : DateOnly.MaxValue;
                var after = DayAfterDeath(f, person);
                (spans.TryGetValue(caregiver, out var list) ? list : spans[caregiver] = [])
                    .Add((sorted[i].From, next < after ? next : after));
            }
        }

        foreach (var (caregiver, list) in spans)
        {
            var counts = Days(city).Where(d => Works(f, caregiver, d))
                .Select(d => (Day: d, Persons: list.Count(s => s.From <= d && d < s.To))).ToList();
            if (counts.Exists(c => c.Persons > 10))
            {
                yield return new Finding("STF-01", "P2", caregiver, "");
            }

            if (counts.Exists(c => c.Persons < 5 && !Within(f.Absences, caregiver, c.Day)
                && list.Where(s => s.To <= c.Day).Select(s => s.To).Append(f.Staff[caregiver].First).Max().AddDays(30) < c.Day))
            {
                yield return new Finding("STF-02", "P4", caregiver, "");
            }
        }
    }
}
