namespace LtcActors.Simulator;

/// <summary>The rules about visits and positions, told again in the plainest way from the page on the rules.</summary>
internal static class VisitCheck
{
    public static IReadOnlySet<string> Rules { get; } = new HashSet<string>
    {
        "VIS-01", "VIS-04", "VIS-05", "VIS-06", "VIS-08", "GEO-01", "GEO-03", "GEO-04", "IDN-01", "DEV-01",
    };

    /// <summary>Rules that find each visit by itself; the others are compared by subject and severity alone.</summary>
    public static bool AnchorIsVisit(ExpectedAlert e) =>
        e.VisitIds is not null && e.Rule is "VIS-01" or "VIS-04" or "VIS-06" or "GEO-01" or "GEO-03" or "IDN-01" && e.InstitutionId is null;

    public static IEnumerable<Finding> Findings(Facts f)
    {
        var visits = f.Visits.Values.OrderBy(v => v.Begin).ThenBy(v => v.Id, StringComparer.Ordinal).ToList();
        return [.. visits.SelectMany(v => One(f, v)), .. visits.GroupBy(v => v.CaregiverId).SelectMany(g => OfCaregiver(f, g.Key, [.. g])),
            .. Institutions(visits, f), .. f.Fixes.Where(x => TooFast(x.Value)).Select(x => new Finding("VIS-08", "P1", x.Key, "")),
            .. Devices(f)];
    }

    private static IEnumerable<Finding> One(Facts f, SeenVisit v)
    {
        var planned = v.ItemId is { } item ? f.Items[item] : default;
        if (v.Out is null || v.In is null)
        {
            yield return new Finding("VIS-01", "P3", v.PersonId, v.Id);
        }
        else
        {
            var length = v.Out.Value - v.In.Value;
            var tooShort = length < TimeSpan.Zero ? "P3" : length < TimeSpan.FromMinutes(2) ? "P2" : length < TimeSpan.FromMinutes(8) ? "P3"
                : v.ItemId is not null && length < (planned.End - planned.Start) * 0.8 ? "P3" : null;
            if (tooShort is not null)
            {
                yield return new Finding("VIS-04", tooShort, v.PersonId, v.Id);
            }
        }

        if (v.IsMock)
        {
            yield return new Finding("GEO-03", "P1", v.CaregiverId, v.Id);
        }

        if (v.BadFaces >= 2)
        {
            yield return new Finding("IDN-01", "P1", v.CaregiverId, v.Id);
        }

        var day = Time.Day(v.Begin);
        var arranged = f.Arrangements[v.PersonId].Where(a => a.From <= day).ToList();
        if (v.FixIn is { } fix && !planned.Community && (arranged.Count == 0 || arranged.MaxBy(a => a.From).AtHome))
        {
            var homes = f.Moves.GetValueOrDefault(v.PersonId, []).Where(m => m.From <= day && day <= m.To).Select(m => m.At)
                .Append(f.Homes[v.PersonId]);
            var beyond = homes.Min(h => h.DistanceTo(fix.At)) - Math.Min(fix.Accuracy, 100);
            if (beyond > f.Fences[v.PersonId])
            {
                yield return new Finding("GEO-01", Severity(fix, beyond, f.Fences[v.PersonId]), v.PersonId, v.Id);
            }
        }
    }

    private static string Severity(SeenFix fix, double beyond, double fence) =>
        fix.Accuracy > 100 ? "P4" : beyond > 5 * fence ? "P2" : "P3";

    private static IEnumerable<Finding> OfCaregiver(Facts f, string caregiver, List<SeenVisit> visits)
    {
        foreach (var v in visits.Where(v => v.End - v.Begin > TimeSpan.FromHours(12)))
        {
            yield return new Finding("VIS-05", "P3", caregiver, "");
        }

        // No visit here crosses midnight.
        foreach (var day in visits.GroupBy(v => Time.Day(v.Begin)))
        {
            var hours = day.Sum(v => (v.End - v.Begin).TotalHours);
            if (hours > 16)
            {
                yield return new Finding("VIS-05", hours > 24 ? "P1" : "P2", caregiver, "");
            }

            var today = day.ToList();
            foreach (var (first, second) in today.SelectMany((a, i) => today.Skip(i + 1).Select(b => (a, b))))
            {
                var overlap = (first.End < second.End ? first.End : second.End) - second.Begin;
                if (overlap <= TimeSpan.Zero)
                {
                    continue;
                }

                var five = TimeSpan.FromMinutes(5);
                var apart = !InOneHouse(f, first.PersonId, second.PersonId, day.Key) && f.Homes[first.PersonId].DistanceTo(f.Homes[second.PersonId]) > 50;
                if (!apart || overlap > five)
                {
                    yield return new Finding("VIS-06", apart ? "P1" : overlap > five ? "P3" : "P4", caregiver, second.Id);
                }
            }
        }

        var off = visits.Where(v => v.IsOff).ToList();
        for (var i = 0; i < off.Count;)
        {
            var n = 1;
            while (i + n < off.Count && off[i + n].Begin - off[i + n - 1].Begin <= TimeSpan.FromDays(7))
            {
                n++;
            }

            var run = off.GetRange(i, n);
            var serious = run.Where((v, k) => k >= 2 && v.Begin - run[k - 2].Begin <= TimeSpan.FromDays(7)).Any() || run.Exists(v =>
            {
                var month = visits.Where(o => o.Begin <= v.Begin && v.Begin - o.Begin <= TimeSpan.FromDays(30)).ToList();
                return month.Count >= 20 && month.Count(o => o.IsOff) * 10 > month.Count;
            });
            yield return new Finding("GEO-04", serious ? "P2" : "P4", caregiver, "");
            i += n;
        }
    }

    /// <summary>Who lives in a house is cared for there, not at the home of the registration.</summary>
    private static bool InOneHouse(Facts f, string one, string other, DateOnly day) => HouseOf(f, one, day) is { } house && house == HouseOf(f, other, day);

    private static string? HouseOf(Facts f, string person, DateOnly day) => f.Arrangements.TryGetValue(person, out var all)
        && all.Where(a => a.From <= day).OrderBy(a => a.From).LastOrDefault() is { AtHome: false, InstitutionId: { } house } ? house : null;

    private static IEnumerable<Finding> Institutions(List<SeenVisit> visits, Facts f)
    {
        foreach (var g in visits.Where(v => f.Staff.TryGetValue(v.CaregiverId, out var s) && s.InstitutionId is not null)
            .GroupBy(v => f.Staff[v.CaregiverId].InstitutionId!))
        {
            var all = g.ToList();
            if (all.Where(v => v.Out is null).Any(last =>
            {
                var month = all.Where(v => v.Begin <= last.Begin && last.Begin - v.Begin <= TimeSpan.FromDays(30)).ToList();
                return month.Count >= 20 && month.Count(v => v.Out is null) * 10 > month.Count;
            }))
            {
                yield return new Finding("VIS-01", "P2", g.Key, "");
            }
        }
    }

    private static bool TooFast(List<SeenFix> all)
    {
        var fixes = all.Where(x => !x.IsMock && x.Accuracy <= 100).OrderBy(x => x.Time).ToList();
        bool Near(SeenFix a, int i) =>
            i >= 0 && i < fixes.Count && a.At.DistanceTo(fixes[i].At) <= 300 + a.Accuracy + fixes[i].Accuracy;
        var counted = fixes.Where((x, i) => !x.IsTracked || Near(x, i - 1) || Near(x, i + 1)).ToList();
        return counted.Zip(counted.Skip(1)).Any(p =>
        {
            var metres = p.First.At.DistanceTo(p.Second.At);
            var seconds = Math.Max(1, (p.Second.Time - p.First.Time).TotalSeconds);
            return metres >= 2_000 && (metres - p.First.Accuracy - p.Second.Accuracy) / seconds > 120 / 3.6;
        });
    }

    private static IEnumerable<Finding> Devices(Facts f) =>
        from device in f.Sightings
        where !f.SharedDevices.Contains(device.Key)
        let seen = device.Value.OrderBy(s => s.Time).ToList()
        where seen.Zip(seen.Skip(1))
            .Any(p => p.First.CaregiverId != p.Second.CaregiverId && p.Second.Time - p.First.Time < TimeSpan.FromDays(1))
        select new Finding("DEV-01", "P2", device.Key, "");
}
