using LtcActors.Domain.Actors;
using LtcActors.Domain.InsuredPersons;

namespace LtcActors.Domain.Caregivers;

/// <summary>Beacons heard on devices in several hands, on the days that were looked at.</summary>
/// <param name="Days">None: all were.</param>
internal sealed record HeardOnDays(IReadOnlyCollection<DateOnly>? Days, IReadOnlyList<(string Device, Brief.BeaconsHeard Heard)> Beacons)
{
    public static HeardOnDays Nothing { get; } = new(null, []);
}

/// <summary>What a caregiver last told devices in several hands of the beacons that it heard there, a day each.</summary>
internal sealed class BeaconTalk
{
    private readonly SortedDictionary<(string Device, DateOnly Day), ulong> told = new(Order.Instance);

    /// <summary>Tells what differs of the days looked at; of devices and days that have nothing any more, that.</summary>
    public void Tell(Judgement to, ActorId self, HeardOnDays now)
    {
        foreach (var gone in told.Keys.Where(t => now.Days?.Contains(t.Day) != false).Except(now.Beacons.Select(static n => (n.Device, n.Heard.Day))).ToList())
        {
            told.Remove(gone);
            to.Tell(self, ActorId.Device(gone.Device), new Brief.BeaconsHeard(gone.Day, []));
        }

        foreach (var (device, heard) in now.Beacons)
        {
            var print = BriefCodec.PrintOf(heard);
            if (!told.TryGetValue((device, heard.Day), out var before) || before != print)
            {
                told[(device, heard.Day)] = print;
                to.Tell(self, ActorId.Device(device), heard);
            }
        }
    }

    public void TakeFrom(BeaconTalk earlier)
    {
        foreach (var (topic, print) in earlier.told)
        {
            told[topic] = print;
        }
    }

    public void Write(StateWriter to) => to.List(told, static (w, t) => { w.Text(t.Key.Device); w.Day(t.Key.Day); w.ULong(t.Value); });

    public void Read(StateReader from)
    {
        foreach (var (device, day, print) in from.List(static r => (r.Text(), r.Day(), r.ULong())))
        {
            told[(device, day)] = print;
        }
    }

    private sealed class Order : IComparer<(string Device, DateOnly Day)>
    {
        public static Order Instance { get; } = new();

        public int Compare((string Device, DateOnly Day) x, (string Device, DateOnly Day) y) =>
            string.CompareOrdinal(x.Device, y.Device) is var byDevice and not 0 ? byDevice : x.Day.CompareTo(y.Day);
    }
}
