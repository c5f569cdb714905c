using LtcActors.Domain.Actors;

namespace LtcActors.Domain.Caregivers;

/// <summary>
/// Facts of a visit's track with a made-up point, or from a device on which any point may be one. A union: only the oldest are kept as
/// evidence, in any order of arrival the same ones; the others are counted.
/// </summary>
internal sealed class DoubtfulTracks
{
    private readonly List<FactRef> oldest = new(1);

    /// <summary>At most as many as evidence is listed, oldest first.</summary>
    public IReadOnlyList<FactRef> Oldest => oldest;

    /// <summary>With a made-up point.</summary>
    public int MadeUp { get; private set; }

    /// <summary>From a rooted or jailbroken device.</summary>
    public int Rooted { get; private set; }

    /// <summary>From an app with a debugger attached.</summary>
    public int Debugged { get; private set; }

    public void Add(FactRef fact, bool isMadeUp, DeviceFlags device)
    {
        MadeUp += isMadeUp ? 1 : 0;
        Rooted += device.HasFlag(DeviceFlags.Rooted) ? 1 : 0;
        Debugged += device.HasFlag(DeviceFlags.Debugged) ? 1 : 0;
        var at = oldest.BinarySearch(fact);
        oldest.Insert(at < 0 ? ~at : at, fact);
        if (oldest.Count > Rules.Finding.MaxEvidence)
        {
            oldest.RemoveAt(oldest.Count - 1);
        }
    }

    public static void Write(StateWriter to, DoubtfulTracks tracks)
    {
        to.Int(tracks.MadeUp);
        to.Int(tracks.Rooted);
        to.Int(tracks.Debugged);
        to.List(tracks.oldest, static (w, f) => w.Ref(f));
    }

    public static DoubtfulTracks Read(StateReader from)
    {
        var tracks = new DoubtfulTracks { MadeUp = from.Int(), Rooted = from.Int(), Debugged = from.Int() };
        tracks.oldest.AddRange(from.List(static r => r.Ref()));
        return tracks;
    }
}
