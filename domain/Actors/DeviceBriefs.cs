using System.Collections.Immutable;
using LtcActors.Domain.Geo;

namespace LtcActors.Domain.Actors;

/// <summary>What a device in several hands and those who use it tell each other, so that beacons brought together are seen (GEO-06).</summary>
public abstract partial record Brief
{
    /// <summary>A device to each caregiver seen on it, once there are several: please tell me of the beacons that you hear on me.</summary>
    public sealed record SeveralHands(bool AreSeveral) : Brief
    {
        public override bool IsEmpty => !AreSeveral;

        public override bool Same(Brief other) => other is SeveralHands s && s.AreSeveral == AreSeveral;
    }

    /// <summary>A caregiver, by real name, to a device in several hands: the beacons that it heard there on a day. A topic a day.</summary>
    /// <param name="Beacons">Those of its clients' homes, in the order of the checks.</param>
    public sealed record BeaconsHeard(DateOnly Day, ImmutableArray<HeardBeacon> Beacons) : Brief
    {
        public override bool IsEmpty => Beacons.IsEmpty;

        public override bool Same(Brief other) => other is BeaconsHeard h && h.Day == Day && h.Beacons.Length == Beacons.Length
            && h.Beacons.Zip(Beacons).All(static b => b.First.Same(b.Second));

        public static void Write(StateWriter to, BeaconsHeard heard)
        {
            to.Day(heard.Day);
            to.List(heard.Beacons, HeardBeacon.Write);
        }

        public static BeaconsHeard Read(StateReader from) => new(from.Day(), [.. from.List(HeardBeacon.Read)]);
    }
}

/// <summary>A beacon heard at an end of a visit.</summary>
/// <param name="Check">The end.</param>
/// <param name="VisitAt">When the visit counts.</param>
/// <param name="Installed">What says in which home it is fixed that day.</param>
/// <param name="Homes">Where that is.</param>
public sealed record HeardBeacon(
    FactRef Check, string Note, string VisitId, DateTimeOffset VisitAt, string? InstitutionId, string BeaconId, FactRef Installed,
    ImmutableArray<GeoPoint> Homes)
{
    /// <summary>Between the nearest of both homes.</summary>
    public double MetresFrom(HeardBeacon other) => Homes.Min(home => other.Homes.Min(home.MetresTo));

    public bool Same(HeardBeacon other) => (this with { Homes = other.Homes }) == other && Homes.SequenceEqual(other.Homes);

    public static void Write(StateWriter to, HeardBeacon heard)
    {
        to.Ref(heard.Check);
        to.Text(heard.Note);
        to.Text(heard.VisitId);
        to.Instant(heard.VisitAt);
        to.Text(heard.InstitutionId);
        to.Text(heard.BeaconId);
        to.Ref(heard.Installed);
        to.List(heard.Homes, static (w, h) => w.Point(h));
    }

    public static HeardBeacon Read(StateReader from) => new(
        from.Ref(), from.Text(), from.Text(), from.Instant(), from.OptionalText(), from.Text(), from.Ref(), [.. from.List(static r => r.Point())]);
}
