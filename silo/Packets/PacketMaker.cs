using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Geo;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Investigation;
using LtcActors.Silo.Packets.Maps;
using LtcActors.Silo.PolicyVersions;
using LtcActors.Silo.Problems;
using LtcActors.Silo.Texts;

namespace LtcActors.Silo.Packets;

/// <summary>Gathers what a packet holds, as it is known now.</summary>
internal sealed class PacketMaker(ISupervision supervision, CaseFile file, Sight sight, PoliciesInForce inForce, SiloParts parts)
{
    /// <summary>Entries about others than the caller may see are left out, and their places named; of their case files nothing is said.</summary>
    public async Task<Packet> MakeAsync(IReadOnlyList<AlertRecord> alerts, Caller caller, string purpose, Words words)
    {
        var look = sight.Of(caller.Scope);
        var cases = await CasesAsync(alerts, look);
        var (entries, withheld) = await EntriesAsync(alerts, cases, look);
        var found = new List<PacketAlert>();
        foreach (var alert in alerts)
        {
            found.Add(new(alert, supervision.AlertHistory(alert.Id), await MapAsync(alert, entries, look)));
        }

        return new(parts.Clock.GetUtcNow(), caller.Name, purpose, words, found, cases, entries, withheld);
    }

    /// <summary>Of the alerts, which the caller sees, and of whom they name.</summary>
    private async Task<List<PacketCase>> CasesAsync(IReadOnlyList<AlertRecord> alerts, Sight.Look look)
    {
        var subjects = alerts.Select(a => new CaseSubject("alerts", a.Id)).ToList();
        foreach (var subject in alerts.SelectMany(CaseSubject.Of).Distinct())
        {
            if (await look.SeesAsync(subject.Actor))
            {
                subjects.Add(subject);
            }
        }

        return [.. subjects.Select(s => new PacketCase(s, file.Items(s))).Where(c => c.Items.Count > 0)];
    }

    private async Task<(List<PacketEntry> Entries, List<long> Withheld)> EntriesAsync(
        IReadOnlyList<AlertRecord> alerts, List<PacketCase> cases, Sight.Look look)
    {
        var pinned = cases.SelectMany(c => c.Items).Where(i => i.RemovedAt is null).Select(i => i.Seq).OfType<long>();
        var places = alerts.SelectMany(a => a.Evidence).Select(e => e.Seq).Concat(pinned).Distinct().Order().ToList();
        if (places.Count > Packet.MaxEntries)
        {
            throw new Refusal(ProblemKind.OutOfRange, $"A packet holds at most {Packet.MaxEntries} entries: take fewer alerts.") { Pointer = "/alerts" };
        }

        var (entries, withheld) = (new List<PacketEntry>(), new List<long>());
        foreach (var seq in places)
        {
            var entry = PacketEntry.Of(supervision.ReadEvent(seq) ?? throw new InvalidOperationException($"Evidence at {seq} is not in the journal."));
            if (await look.SeesAsync(entry.Event))
            {
                entries.Add(entry);
            }
            else
            {
                withheld.Add(seq);
            }
        }

        return (entries, withheld);
    }

    private async Task<MapScene?> MapAsync(AlertRecord alert, List<PacketEntry> entries, Sight.Look look)
    {
        var own = alert.Evidence.Select(e => e.Seq).ToHashSet();
        // An alert may be the caller's and its person another's, whose home is none of the caller's business.
        var (home, fence) = alert.PersonId is { } person && await look.SeesAsync(ActorId.Person(person)) ? await HomeAsync(person, alert) : (null, 0);
        // Entries of other alerts keep their numbers and leave no mark.
        return MapScene.Of([.. entries.Select(e => own.Contains(e.Seq) ? e : e with { Event = default })], home, fence);
    }

    /// <summary>The home on the day the alert is of, as it is known now, and its fence.</summary>
    private async Task<(GeoPoint? Home, double FenceMetres)> HomeAsync(string person, AlertRecord alert)
    {
        var day = Shanghai.DayOf(alert.OccurredAt);
        var usual = (double)inForce.Book.For(alert.DistrictCode, day).Fence.Value;
        return await supervision.ViewAsync(ActorId.Person(person), null) is { } view && HomesInView.On(person, Json.Of(view), day).FirstOrDefault() is { } home
            ? (home.Point, home.FenceRadius ?? usual)
            : (null, usual);
    }
}
