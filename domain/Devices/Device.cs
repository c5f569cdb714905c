using LtcActors.Domain.Actors;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Devices;

/// <summary>A phone or a tablet: who was seen on it.</summary>
public sealed class Device(ActorId id) : Actor(id)
{
    private const byte Version = 3;

    private readonly Sightings sightings = new();
    private readonly List<(FactRef Ref, bool Shared)> registrations = new(0);
    private readonly SortedSet<string> toldShared = new(StringComparer.Ordinal);

    /// <summary>By caregiver seen on it: in which district it works.</summary>
    private readonly HeardBriefs<Brief.District> districts = new();
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

    public override void Hear(ActorId from, Brief brief) => isTouched |= brief is Brief.District district
        ? districts.Set(from.Id, district)
        : throw new ArgumentOutOfRangeException(nameof(brief), brief.GetType().Name, "Not for a device.");

    public override void Judge(Judgement to)
    {
        TellShared(to);
        if (!isTouched)
        {
            return;
        }

        isTouched = false;
        var found = new List<Finding>();
        DeviceRules.SeveralAccounts(Id, sightings, caregiver => districts.Of(caregiver)?.Code, IsSharedAt, to.Policies, found);
        if (found.Count > 0 || Findings.Has(DeviceRules.Dev01.Id))
        {
            to.Replace(this, DeviceRules.Dev01.Id, [.. found]);
        }
    }

    public override void TouchAll() => isTouched = true;

    public override void TakeBriefsFrom(Actor earlier)
    {
        if (earlier is Device other)
        {
            toldShared.UnionWith(other.toldShared);
            districts.TakeFrom(other.districts);
            isTouched = true;
        }
    }

    public override void Write(StateWriter to)
    {
        to.Byte(Version);
        to.List(registrations, (w, r) => { w.Ref(r.Ref); w.Bool(r.Shared); });
        sightings.Write(to);
        to.List(toldShared, static (w, c) => w.Text(c));
        to.List(districts.Items, static (w, d) => { w.Text(d.Key); w.Text(d.Value.Code); });
    }

    public override void Read(StateReader from)
    {
        if (from.Byte() is var version and not Version)
        {
            throw new InvalidDataException($"A device's state of version {version} is not known.");
        }

        registrations.AddRange(from.List(r => (r.Ref(), r.Bool())));
        sightings.Read(from);
        toldShared.UnionWith(from.List(static r => r.Text()));
        foreach (var (caregiver, code) in from.List(static r => (r.Text(), r.OptionalText())))
        {
            districts.Set(caregiver, new(code));
        }
    }

    public override object View(DateTimeOffset now) => new
    {
        Id = Id.Id,
        Shared = IsSharedAt(now),
        Sightings = sightings.ByCaregiver().Select(s => new { s.CaregiverId, s.First, s.Last, s.Events }).ToList(),
    };

    /// <summary>Who was seen on it hears once that it is shared; and again when that was withdrawn.</summary>
    private void TellShared(Judgement to)
    {
        var isShared = registrations.Exists(static r => r.Shared);
        if (isShared ? toldShared.Count == sightings.CaregiverCount && !isTouched : toldShared.Count == 0)
        {
            return;
        }

        var now = isShared ? sightings.Caregivers.ToList() : [];
        foreach (var caregiver in toldShared.Union(now).Order(StringComparer.Ordinal).ToList())
        {
            if (now.Contains(caregiver) ? toldShared.Add(caregiver) : toldShared.Remove(caregiver))
            {
                to.Tell(Id, ActorId.Caregiver(caregiver), new Brief.SharedDevice(now.Contains(caregiver)));
            }
        }
    }

    /// <summary>By the latest registration at or before the instant; before the first one, by that.</summary>
    private bool IsSharedAt(DateTimeOffset instant)
    {
        var at = registrations.FindLastIndex(r => r.Ref.Time <= instant);
        return registrations.Count > 0 && registrations[Math.Max(at, 0)].Shared;
    }
}
