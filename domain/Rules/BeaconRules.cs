using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.Geo;
using LtcActors.Domain.Policies;

namespace LtcActors.Domain.Rules;

/// <summary>
/// Beacons that are not where they were fixed (docs/rules.md, Position). Judged over the visits that tell of beacons: of one caregiver,
/// who knows where its clients' beacons belong; and of one device, which hears of them from whoever used it.
/// </summary>
public static class BeaconRules
{
    public static Rule Geo06 { get; } = new(
        "GEO-06", 4, Zh: "信标移位或集中", En: "Beacons moved or brought together", Severity.P1, [],
        ["geo.beaconTogether", "geo.beaconApart", "geo.beaconAway", "geo.accuracyMax"]);

    public static ImmutableArray<Rule> All { get; } = [Geo06];

    /// <summary>The visits of one day.</summary>
    internal static void Judge(CaregiverCase of, DateOnly day, List<Finding> to)
    {
        var visits = ContractRules.During(of.File, new(day, day.AddDays(1)));
        if (!visits.Exists(static v => Array.Exists(v.Checks, static c => c.Extras is not null)))
        {
            return;
        }

        var seen = Seen(of, visits).ToList();
        foreach (var visit in visits)
        {
            Moved(of, visit, seen, to);
        }

        Together(of, day, seen, to);
    }

    /// <summary>By device that was seen in other hands too: what was heard on it that day.</summary>
    internal static IEnumerable<(string Device, Brief.BeaconsHeard Heard)> HeardOn(CaregiverCase of, DateOnly day) =>
        Seen(of, ContractRules.During(of.File, new(day, day.AddDays(1))))
            .Where(s => s.Check.DeviceId is { } device && of.File.Extras?.SeveralHands.Of(device) is not null)
            .GroupBy(static s => s.Check.DeviceId!).OrderBy(static g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, new Brief.BeaconsHeard(day, [.. g.Select(static s => s.Told())])));

    /// <summary>
    /// Beacons of homes that are far apart, heard on one device within minutes by different caregivers: one finding a day. What one of
    /// them heard of both is its own finding.
    /// </summary>
    /// <param name="told">By caregiver.</param>
    internal static void InSeveralHands(
        ActorId device, DateOnly day, IReadOnlyList<KeyValuePair<string, Brief.BeaconsHeard>> told, Func<string, string?> districtOf,
        IPolicies policies, List<Finding> to)
    {
        if (told.Count < 2)
        {
            return;
        }

        var district = told.Select(t => districtOf(t.Key)).FirstOrDefault(static d => d is not null);
        var limits = policies.For(district, day);
        var all = told.SelectMany(static t => t.Value.Beacons, static (t, heard) => (Caregiver: t.Key, Heard: heard))
            .OrderBy(static h => h.Heard.Check).ThenBy(static h => h.Heard.BeaconId, StringComparer.Ordinal).ToList();
        var pairs = new List<(int A, int B)>();
        for (var i = 1; i < all.Count; i++)
        {
            for (var j = i - 1; j >= 0 && all[i].Heard.Check.Time - all[j].Heard.Check.Time < limits.BeaconTogether.Time; j--)
            {
                if (all[i].Caregiver != all[j].Caregiver && all[i].Heard.MetresFrom(all[j].Heard) > limits.BeaconApart.Value)
                {
                    pairs.Add((j, i));
                }
            }
        }

        if (pairs.Count > 0)
        {
            to.Add(Found(device, day, district, limits, [.. pairs.Select(p => (all[p.A], all[p.B]))]));
        }
    }

    private static Finding Found(
        ActorId device, DateOnly day, string? district, Thresholds limits,
        List<((string Caregiver, HeardBeacon Heard) A, (string Caregiver, HeardBeacon Heard) B)> pairs)
    {
        var heard = pairs.SelectMany(static p => new[] { p.A, p.B }).Distinct().ToList();
        var evidence = new EvidenceList();
        heard.ForEach(h => evidence.Add(h.Heard.Check, h.Heard.Note).Add(h.Heard.Installed, "installed"));
        var institutions = heard.Select(static h => h.Heard.InstitutionId).Distinct().ToList();
        return new(
            Geo06, device, Together(day), Severity.P1, pairs.Min(static p => p.B.Heard.Check.Time).ToOffset(Shanghai.Offset), null,
            heard.Max(static h => h.Heard.Installed.Time) > heard.Min(static h => h.Heard.VisitAt), null, null,
            institutions is [var institution] ? institution : null, device.Id, district,
            [.. heard.Select(static h => h.Heard.VisitId).Distinct().Take(Finding.MaxEvidence)], evidence.Take(),
            [
                Figure.Of("beacons", Names(heard.Select(static h => h.Heard.BeaconId))),
                Figure.Against("homesApart", pairs.Max(static p => p.A.Heard.MetresFrom(p.B.Heard)), limits.BeaconApart),
                Figure.Against("within", pairs.Min(static p => (p.B.Heard.Check.Time - p.A.Heard.Check.Time).TotalMinutes), limits.BeaconTogether),
                Figure.Of("caregivers", Names(heard.Select(static h => h.Caregiver))),
            ]);
    }

    private static string Together(DateOnly day) => $"together:{Visits.Days.Text(day)}";

    private static string Names(IEnumerable<string> ids) => string.Join(' ', ids.Distinct().Order(StringComparer.Ordinal).Take(10));

    /// <summary>Each sighting of a beacon that is known to be in a client's home, in order of time.</summary>
    private static IEnumerable<Sighted> Seen(CaregiverCase of, List<CareVisit> visits)
    {
        var homes = new Dictionary<string, List<(BeaconSpan Beacon, Brief.Client Client)>>(StringComparer.Ordinal);
        foreach (var (_, client) in of.File.Clients.Items)
        {
            foreach (var beacon in client.More?.Beacons ?? [])
            {
                (homes.TryGetValue(beacon.BeaconId, out var known) ? known : homes[beacon.BeaconId] = []).Add((beacon, client));
            }
        }

        return from visit in visits
               from check in visit.Checks
               where check.Extras is not null
               from id in check.Extras!.Beacons.Distinct()
               where homes.ContainsKey(id)
               // Of two homes that claim it on that day the one told last has it.
               let beacon = homes[id].Where(h => h.Beacon.Days.Contains(visit.Day)).OrderBy(static h => h.Beacon.Fact).LastOrDefault()
               where beacon.Client is not null
               let at = beacon.Client.Homes.Where(h => h.Days.Contains(visit.Day)).Select(static h => h.Home).ToList()
               where at.Count > 0
               orderby check.Ref, id
               select new Sighted(visit, check, id, beacon.Beacon, at);
    }

    /// <summary>Taken off, or heard far from the home it belongs to.</summary>
    private static void Moved(CaregiverCase of, CareVisit visit, List<Sighted> seen, List<Finding> to)
    {
        if (!Array.Exists(visit.Checks, static c => c.Extras is not null))
        {
            return;
        }

        var limits = of.On(visit.Day, visit.PersonId);
        var evidence = new EvidenceList();
        var figures = ImmutableArray.CreateBuilder<Figure>();
        if (Array.FindAll(visit.Checks, static c => c.Extras is { Tampered: true }) is { Length: > 0 } tampered)
        {
            evidence.AddAll(tampered, static c => c.Ref, "check-in");
            figures.Add(Figure.Of("tampered", tampered.Length, "checks"));
        }

        var (farthest, isLate) = (double.MinValue, false);
        foreach (var sighted in seen.Where(s => s.Visit == visit && s.Check is { Position: not null, Mock: false }))
        {
            var accuracy = sighted.Check.Extras!.Accuracy;
            var metres = sighted.MetresFrom(sighted.Check.Position!.Value) - accuracy;
            if (accuracy <= limits.AccuracyMax.Value && metres > limits.BeaconAway.Value)
            {
                evidence.Add(sighted.Check.Ref, sighted.Check.Note).Add(sighted.Beacon.Fact, "installed");
                farthest = Math.Max(farthest, metres);
                isLate |= sighted.Beacon.Fact.Time > visit.At;
            }
        }

        if (farthest > 0)
        {
            figures.Add(Figure.Against("beaconAway", farthest, limits.BeaconAway));
        }

        if (figures.Count > 0)
        {
            to.Add(of.Find(Geo06, visit.Key, Severity.P1, visit.At, evidence, figures.ToImmutable(), [visit], isLate));
        }
    }

    /// <summary>Beacons of homes that are far apart, heard by one device within minutes: one finding a day.</summary>
    private static void Together(CaregiverCase of, DateOnly day, List<Sighted> all, List<Finding> to)
    {
        var limits = of.On(day);
        var pairs = new List<(Sighted A, Sighted B)>();
        for (var i = 1; i < all.Count; i++)
        {
            for (var j = i - 1; j >= 0 && all[i].Check.Ref.Time - all[j].Check.Ref.Time < limits.BeaconTogether.Time; j--)
            {
                if (all[i].Check.DeviceId == all[j].Check.DeviceId && all[i].MetresFrom(all[j]) > limits.BeaconApart.Value)
                {
                    pairs.Add((all[j], all[i]));
                }
            }
        }

        if (pairs.Count > 0)
        {
            Found(of, day, pairs, to);
        }
    }

    private static void Found(CaregiverCase of, DateOnly day, List<(Sighted A, Sighted B)> pairs, List<Finding> to)
    {
        var limits = of.On(day);
        var evidence = new EvidenceList();
        var sighted = pairs.SelectMany(static p => new[] { p.A, p.B }).ToList();
        sighted.ForEach(s => evidence.Add(s.Check.Ref, s.Check.Note).Add(s.Beacon.Fact, "installed"));
        to.Add(of.Find(
            Geo06, Together(day), Severity.P1, pairs.Min(static p => p.B.Check.Ref.Time), evidence,
            [
                Figure.Of("beacons", Names(sighted.Select(static s => s.Id))),
                Figure.Against("homesApart", pairs.Max(static p => p.A.MetresFrom(p.B)), limits.BeaconApart),
                Figure.Against("within", pairs.Min(static p => (p.B.Check.Ref.Time - p.A.Check.Ref.Time).TotalMinutes), limits.BeaconTogether),
            ],
            [.. sighted.Select(static s => s.Visit).Distinct()],
            late: sighted.Max(static s => s.Beacon.Fact.Time) > sighted.Min(static s => s.Visit.At)));
    }

    /// <param name="Homes">Where the beacon belongs that day.</param>
    private sealed record Sighted(CareVisit Visit, Check Check, string Id, BeaconSpan Beacon, List<GeoPoint> Homes)
    {
        public HeardBeacon Told() => new(Check.Ref, Check.Note, Visit.VisitId, Visit.At, Visit.InstitutionId, Id, Beacon.Fact, [.. Homes]);

        public double MetresFrom(GeoPoint place) => Homes.Min(h => h.MetresTo(place));

        public double MetresFrom(Sighted other) => Homes.Min(other.MetresFrom);
    }
}
