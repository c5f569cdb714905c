using System.Collections.Immutable;
using System.Globalization;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.Devices;
using LtcActors.Domain.Policies;

namespace LtcActors.Domain.Rules;

/// <summary>One device in several hands.</summary>
public static class DeviceRules
{
    public static Rule Dev01 { get; } = new(
        "DEV-01", 2, Zh: "一机多人", En: "One device, several caregivers", Severity.P2, [], ["dev.accounts", "dev.window"]);

    public static ImmutableArray<Rule> All { get; } = [Dev01];

    /// <summary>
    /// Sightings that follow each other, of different caregivers; those less than a window apart are one run. A device is nowhere
    /// registered: the numbers are those of the caregivers' district.
    /// </summary>
    /// <param name="districtOf">Where a caregiver works; none: not known.</param>
    internal static void SeveralAccounts(
        ActorId device, Sightings sightings, Func<string, string?> districtOf, Func<DateTimeOffset, bool> isShared, IPolicies policies,
        List<Finding> to)
    {
        if (!sightings.AreOfSeveral)
        {
            return;
        }

        var all = sightings.InOrder();
        var run = new List<Sighting>();
        for (var i = 1; i < all.Count; i++)
        {
            var (one, next) = (all[i - 1], all[i]);
            if (one.CaregiverId == next.CaregiverId || isShared(next.Fact.Time))
            {
                continue;
            }

            var district = FirstOf([one.CaregiverId, next.CaregiverId], districtOf);
            var window = policies.For(district, Shanghai.DayOf(next.Fact.Time)).DeviceWindow.Time;
            if (next.Fact.Time - one.Fact.Time >= window)
            {
                continue;
            }

            if (run.Count > 0 && one.Fact.Time - run[^1].Fact.Time >= window)
            {
                Close(device, run, districtOf, policies, to);
            }

            run.Add(one);
            run.Add(next);
        }

        Close(device, run, districtOf, policies, to);
    }

    private static void Close(ActorId device, List<Sighting> run, Func<string, string?> districtOf, IPolicies policies, List<Finding> to)
    {
        var caregivers = run.Select(s => s.CaregiverId).Distinct().Order(StringComparer.Ordinal).ToList();
        var district = FirstOf(caregivers, districtOf);
        if (run.Count > 0 && policies.For(district, Shanghai.DayOf(run[0].Fact.Time)) is var limits
            && caregivers.Count >= limits.DeviceAccounts.Count)
        {
            var evidence = new EvidenceList();
            run.ForEach(s => evidence.Add(s.Fact, s.Note));
            var closest = Enumerable.Range(0, run.Count / 2).Min(i => run[(2 * i) + 1].Fact.Time - run[2 * i].Fact.Time);
            var since = run[0].Fact.Time.ToOffset(Shanghai.Offset);
            var anchor = since.ToString("yyyy-MM-ddTHH", CultureInfo.InvariantCulture);
            to.Add(new(
                Dev01, device, anchor, Severity.P2, since, null, false, null, null, null, device.Id, district, [], evidence.Take(),
                [
                    Figure.Against("accounts", caregivers.Count, limits.DeviceAccounts),
                    Figure.Against("closest", closest.TotalHours, limits.DeviceWindow),
                    Figure.Of("caregivers", string.Join(' ', caregivers.Take(10))),
                ]));
        }

        run.Clear();
    }

    /// <summary>The district of the first of them, by id, that has one.</summary>
    private static string? FirstOf(IEnumerable<string> caregivers, Func<string, string?> districtOf) =>
        caregivers.Order(StringComparer.Ordinal).Select(districtOf).FirstOrDefault(static d => d is not null);
}
