using LtcActors.Domain.Actors;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Devices;

/// <summary>A phone or a tablet: who was seen on it.</summary>
public sealed class Device(ActorId id) : Actor(id)
{
    private const byte Version = 1;

    private readonly Sightings sightings = new();
    private readonly List<(FactRef Ref, bool Shared)> registrations = new(0);
    private bool isTouched;

    public override DateTimeOffset? NextDeadline => null;

    public override void Apply(Entry entry)
    {
        switch (entry.Fact)
        {
            case Fact.VisitTracked f: isTouched |= sightings.Add(f.CaregiverId, entry, SightingKind.Track); break;
            case Fact.CaregiverTracked f: isTouched |= sightings.Add(f.CaregiverId, entry, SightingKind.Track); break;
            case Fact.VisitChecked f:
                isTouched |= sightings.Add(f.CaregiverId, entry, f.IsCheckIn ? SightingKind.CheckIn : SightingKind.CheckOut);
                break;
            case Fact.DeviceRegistered f:
                registrations.Add((FactRef.Of(entry), f.Shared));
                registrations.Sort((a, b) => a.Ref.CompareTo(b.Ref));
                isTouched = true;
                break;
            default: throw new ArgumentOutOfRangeException(nameof(entry), entry.Fact.GetType().Name, "Not for a device.");
        }
    }

    public override void Hear(ActorId from, Brief brief) =>
        throw new ArgumentOutOfRangeException(nameof(brief), brief.GetType().Name, "Nobody tells a device anything.");

    public override void Judge(Judgement to)
    {
        if (!isTouched)
        {
            return;
        }

        isTouched = false;
        var found = new List<Finding>();
        DeviceRules.SeveralAccounts(Id, sightings, IsSharedAt, to.Policies, found);
        if (found.Count > 0 || Findings.Has(DeviceRules.Dev01.Id))
        {
            to.Replace(this, DeviceRules.Dev01.Id, [.. found]);
        }
    }

    public override void TouchAll() => isTouched = true;

    public override void TakeBriefsFrom(Actor earlier)
    {
        // Nobody tells it anything.
    }

    public override void Write(StateWriter to)
    {
        to.Byte(Version);
        to.List(registrations, (w, r) => { w.Ref(r.Ref); w.Bool(r.Shared); });
        sightings.Write(to);
    }

    public override void Read(StateReader from)
    {
        if (from.Byte() is var version and not Version)
        {
            throw new InvalidDataException($"A device's state of version {version} is not known.");
        }

        registrations.AddRange(from.List(r => (r.Ref(), r.Bool())));
        sightings.Read(from);
    }

    public override object View(DateTimeOffset now) => new
    {
        Id = Id.Id,
        Shared = IsSharedAt(now),
        Sightings = sightings.ByCaregiver().Select(s => new { s.CaregiverId, s.First, s.Last, s.Events }).ToList(),
    };

    /// <summary>By the latest registration at or before the instant; before the first one, by that.</summary>
    private bool IsSharedAt(DateTimeOffset instant)
    {
        var at = registrations.FindLastIndex(r => r.Ref.Time <= instant);
        return registrations.Count > 0 && registrations[Math.Max(at, 0)].Shared;
    }
}
