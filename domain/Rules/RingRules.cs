using System.Collections.Immutable;
using System.Globalization;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.Rules;

/// <summary>
/// A caregiver and persons whom nobody else sees, tied to each other, where other things are wrong too (docs/rules.md, Collusion).
/// Clients of one's own alone are nothing strange, and neither is a relative or an address: it takes all three.
/// </summary>
public static class RingRules
{
    public static Rule Col02 { get; } = new(
        "COL-02", 2, Zh: "封闭小团", En: "Closed ring of a caregiver and its clients", Severity.P2, [new("jiaxing-2019-supervision", "12(6)")],
        ["col.ringMonths", "col.ringClients", "col.ringShare", "col.ringSignals", "col.ringAddress", "vis.sameAddress"]);

    public static ImmutableArray<Rule> All { get; } = [Col02];

    /// <summary>By real name and calendar month, with the months before it: one finding a run of months.</summary>
    /// <param name="names">All ids of the real name.</param>
    /// <param name="standing">What else is found of the caregiver.</param>
    /// <returns>Persons who are to say who comes to them; before they do, nobody else does.</returns>
    internal static SortedSet<string> Closed(CaregiverCase of, IReadOnlyCollection<string> names, ScopedFindings standing, List<Finding> to)
    {
        var concerned = new SortedSet<string>(StringComparer.Ordinal);
        List<Finding> signals = [.. standing.Scopes.SelectMany(static s => s.Value).Where(IsSignal).OrderBy(static f => f.OccurredAt).ThenBy(static f => f.Id, StringComparer.Ordinal)];
        if (signals.Count == 0)
        {
            return concerned;
        }

        var run = new List<Ring>();
        foreach (var month in RecordRules.MonthsOf(of))
        {
            var ring = RingOf(of, month, names, signals, concerned);
            if (run.Count > 0 && (ring is null || ring.Month != run[^1].Month.AddMonths(1)))
            {
                to.Add(Found(of, run));
                run.Clear();
            }

            if (ring is not null)
            {
                run.Add(ring);
            }
        }

        if (run.Count > 0)
        {
            to.Add(Found(of, run));
        }

        return concerned;
    }

    /// <summary>What speaks against the work itself; who may work, how many and how trained is another matter, and a hint is no signal.</summary>
    private static bool IsSignal(Finding finding) => finding.Rule != Col02 && finding.Severity <= Severity.P3
        && (finding.Rule.Id[..3] is "VIS" or "GEO" or "DEV" or "IDN" or "COL" || finding.Rule == RelativeRules.Fam04 || finding.Rule == ContractRules.Stf08);

    private static Ring? RingOf(
        CaregiverCase of, DateOnly month, IReadOnlyCollection<string> names, List<Finding> all, SortedSet<string> concerned)
    {
        var limits = of.On(month);
        var days = new DaySpan(month.AddMonths(1 - limits.RingMonths.Count), month.AddMonths(1));
        var signals = all.FindAll(f => days.Contains(Shanghai.DayOf(f.OccurredAt))).DistinctBy(static f => f.Rule.Id).ToList();
        if (signals.Count < limits.RingSignals.Count)
        {
            return null;
        }

        var clients = ContractRules.During(of.File, days).Where(v => !ContractRules.IsRelative(of.File, v))
            .GroupBy(static v => v.PersonId).Select(static g => (Person: g.Key, First: g.First(), Last: g.Last())).ToList();
        if (clients.Count < limits.RingClients.Count || LinkOf(of, [.. clients.Select(static c => c.Last)], limits) is not var (link, facts))
        {
            return null;
        }

        concerned.UnionWith(clients.Select(static c => c.Person));
        var exclusive = clients.FindAll(c => !(of.File.Collusion?.Visitors.Of(c.Person)?.Months ?? [])
            .Any(m => days.Contains(m.Month) && !names.Contains(m.CaregiverId)));
        return exclusive.Count * 100.0 >= limits.RingShare.Value * clients.Count
            ? new(month, clients.Count, exclusive.ConvertAll(static c => c.First), signals, link, facts, limits)
            : null;
    }

    /// <summary>A relative among them, an account in common, or several of them at one address.</summary>
    private static (string Link, List<FactRef> Facts)? LinkOf(CaregiverCase of, List<CareVisit> clients, Thresholds limits)
    {
        if (clients.Exists(v => of.File.Clients.Of(v.PersonId)?.More is { IsRelative: true }))
        {
            return ("kin", []);
        }

        var accounts = (of.File.Collusion?.Accounts.Items ?? []).SelectMany(static a => a.Value.With)
            .Where(w => clients.Exists(v => v.PersonId == w.PersonId)).Select(static w => w.Fact).ToList();
        if (accounts.Count > 0)
        {
            return ("account", accounts);
        }

        var homes = clients.FindAll(v => of.File.Clients.Of(v.PersonId) is { Homes.IsEmpty: false } c && c.More?.InHouse.Any(d => d.Contains(v.Day)) != true)
            .ConvertAll(v => VisitCaregiverRules.PlacesOf(of, v));
        return homes.Exists(h => homes.Count(o => VisitCaregiverRules.MetresBetween(h, o) <= limits.SameAddress.Value) >= limits.RingAddress.Count)
            ? ("address", []) : null;
    }

    private static Finding Found(CaregiverCase of, List<Ring> run)
    {
        var (first, last) = (run[0], run[^1]);
        var evidence = new EvidenceList();
        evidence.AddAll(last.Facts, static f => f, "account");
        last.Signals.ForEach(s => evidence.Add(s.Evidence[0].Fact, s.Evidence[0].Note));
        last.Exclusive.ForEach(v => evidence.Add(v.Checks[0].Ref, v.Checks[0].Note));
        return of.Find(
            Col02, first.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture), Severity.P2,
            first.Signals[first.Limits.RingSignals.Count - 1].OccurredAt, evidence,
            [
                Figure.Against("exclusiveShare", last.Exclusive.Count * 100.0 / last.Clients, last.Limits.RingShare),
                Figure.Against("ringClients", last.Clients, last.Limits.RingClients),
                Figure.Against("signals", last.Signals.Count, last.Limits.RingSignals),
                Figure.Of("signalRules", string.Join(' ', last.Signals.Select(static s => s.Rule.Id).Order(StringComparer.Ordinal).Take(10))),
                Figure.Of("link", last.Link),
            ],
            late: last.Signals.Exists(static s => s.DecidedLate) || last.Facts.Exists(f => f.Time > last.Exclusive.Min(static v => v.At))) with { DistrictCode = of.District };
    }

    /// <param name="Clients">Persons visited in the months.</param>
    /// <param name="Exclusive">The first visit to each of those whom nobody else visited.</param>
    /// <param name="Signals">The first finding of each rule.</param>
    private sealed record Ring(
        DateOnly Month, int Clients, List<CareVisit> Exclusive, List<Finding> Signals, string Link, List<FactRef> Facts, Thresholds Limits);
}
