using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.Geo;

namespace LtcActors.Domain.Rules;

/// <summary>Beacons that are not where they were fixed (docs/rules.md, Position). Judged over the visits that tell of beacons.</summary>
public static class BeaconRules
{
    public static Rule Geo06 { get; } = new(
        "GEO-06", 3, Zh: "信标移位或集中", En: "Beacons moved or brought together", Severity.P1, [],
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
            Geo06, $"together:{Visits.Days.Text(day)}", Severity.P1, pairs.Min(static p => p.B.Check.Ref.Time), evidence,
            [
                Figure.Of("beacons", string.Join(' ', sighted.Select(static s => s.Id).Distinct().Order(StringComparer.Ordinal).Take(10))),
                Figure.Against("homesApart", pairs.Max(static p => p.A.MetresFrom(p.B)), limits.BeaconApart),
                Figure.Against("within", pairs.Min(static p => (p.B.Check.Ref.Time - p.A.Check.Ref.Time).TotalMinutes), limits.BeaconTogether),
            ],
            [.. sighted.Select(static s => s.Visit).Distinct()],
            late: sighted.Max(static s => s.Beacon.Fact.Time) > sighted.Min(static s => s.Visit.At)));
    }

    /// <param name="Homes">Where the beacon belongs that day.</param>
    private sealed record Sighted(CareVisit Visit, Check Check, string Id, BeaconSpan Beacon, List<GeoPoint> Homes)
    {
        public double MetresFrom(GeoPoint place) => Homes.Min(h => h.MetresTo(place));

        public double MetresFrom(Sighted other) => Homes.Min(other.MetresFrom);
    }
}
