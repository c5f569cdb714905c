using LtcActors.Domain.Actors;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Devices;

/// <summary>By day and caregiver: the beacons heard on a device in several hands (GEO-06). Most devices have none.</summary>
internal sealed class BeaconDesk(ActorId device)
{
    private readonly SortedDictionary<DateOnly, HeardBriefs<Brief.BeaconsHeard>> days = [];
    private readonly SortedSet<DateOnly> touched = [];

    public void Hear(string caregiver, Brief.BeaconsHeard brief)
    {
        if (!days.TryGetValue(brief.Day, out var heard))
        {
            days[brief.Day] = heard = new();
        }

        if (heard.Set(caregiver, brief))
        {
            touched.Add(brief.Day);
        }
    }

    public void TouchAll() => touched.UnionWith(days.Keys);

    /// <returns>Of each day that is another than before, its scope and what is found.</returns>
    public List<(string Scope, List<Finding> Found)> Judge(Func<string, string?> districtOf, IPolicies policies)
    {
        var judged = new List<(string, List<Finding>)>(touched.Count);
        foreach (var day in touched)
        {
            var found = new List<Finding>();
            BeaconRules.InSeveralHands(device, day, days[day].Items, districtOf, policies, found);
            judged.Add(($"{BeaconRules.Geo06.Id}:{day:yyyyMMdd}", found));
            if (days[day].Count == 0)
            {
                days.Remove(day);
            }
        }

        touched.Clear();
        return judged;
    }

    public void TakeFrom(BeaconDesk earlier)
    {
        foreach (var (day, heard) in earlier.days)
        {
            (days[day] = new()).TakeFrom(heard);
        }
    }

    public void Write(StateWriter to) => to.List(
        days.Values, static (w, heard) => w.List(heard.Items, static (x, h) => { x.Text(h.Key); Brief.BeaconsHeard.Write(x, h.Value); }));

    public static BeaconDesk Read(ActorId device, StateReader from)
    {
        var desk = new BeaconDesk(device);
        foreach (var (caregiver, heard) in from.List(static r => r.List(static x => (x.Text(), Brief.BeaconsHeard.Read(x)))).SelectMany(static d => d))
        {
            desk.Hear(caregiver, heard);
        }

        desk.touched.Clear();
        return desk;
    }
}
