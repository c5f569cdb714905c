using LtcActors.Domain.Actors;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Devices;

/// <summary>A phone or a tablet: who was seen on it.</summary>
public sealed class Device(ActorId id) : Actor(id)
{
    private const byte Version = 4;

    private readonly Sightings sightings = new();
    private readonly List<(FactRef Ref, bool Shared)> registrations = new(0);
    private readonly SortedSet<string> toldShared = new(StringComparer.Ordinal);
    private readonly SortedSet<string> toldSeveral = new(StringComparer.Ordinal);

    /// <summary>By caregiver seen on it: in which district it works.</summary>
    private readonly HeardBriefs<Brief.District> districts = new();
    private BeaconDesk? beacons;
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

    public override void Hear(ActorId from, Brief brief)
    {
        switch (brief)
        {
            case Brief.District b:
                if (districts.Set(from.Id, b))
                {
                    TouchAll(); // Another region has other numbers.
                }

                break;
            case Brief.BeaconsHeard b: (beacons ??= new(Id)).Hear(from.Id, b); break;
            default: throw new ArgumentOutOfRangeException(nameof(brief), brief.GetType().Name, "Not for a device.");
        }
    }

    public override void Judge(Judgement to)
    {
        TellAll(to, toldShared, registrations.Exists(static r => r.Shared), static isSo => new Brief.SharedDevice(isSo));
        TellAll(to, toldSeveral, sightings.AreOfSeveral, static isSo => new Brief.SeveralHands(isSo));
        if (isTouched)
        {
            isTouched = false;
            Accounts(to);
        }

        if (beacons is not null)
        {
            Beacons(to, beacons);
        }
    }

    private void Accounts(Judgement to)
    {
        var found = new List<Finding>();
        DeviceRules.SeveralAccounts(Id, sightings, DistrictOf, IsSharedAt, to.Policies, found);
        if (found.Count > 0 || Findings.Has(DeviceRules.Dev01.Id))
        {
            to.Replace(this, DeviceRules.Dev01.Id, [.. found]);
        }
    }

    private void Beacons(Judgement to, BeaconDesk desk)
    {
        foreach (var (scope, found) in desk.Judge(DistrictOf, to.Policies))
        {
            if (found.Count > 0 || Findings.Has(scope))
            {
                to.Replace(this, scope, [.. found]);
            }
        }
    }

    public override void TouchAll()
    {
        isTouched = true;
        beacons?.TouchAll();
    }

    public override void TakeBriefsFrom(Actor earlier)
    {
        if (earlier is Device other)
        {
            toldShared.UnionWith(other.toldShared);
            toldSeveral.UnionWith(other.toldSeveral);
            districts.TakeFrom(other.districts);
            if (other.beacons is { } heard)
            {
                (beacons ??= new(Id)).TakeFrom(heard);
            }

            TouchAll();
        }
    }

    public override void Write(StateWriter to)
    {
        to.Byte(Version);
        to.List(registrations, (w, r) => { w.Ref(r.Ref); w.Bool(r.Shared); });
        sightings.Write(to);
        to.List(toldShared, static (w, c) => w.Text(c));
        to.List(toldSeveral, static (w, c) => w.Text(c));
        to.List(districts.Items, static (w, d) => { w.Text(d.Key); w.Text(d.Value.Code); });
        to.Bool(beacons is not null);
        beacons?.Write(to);
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
        toldSeveral.UnionWith(from.List(static r => r.Text()));
        foreach (var (caregiver, code) in from.List(static r => (r.Text(), r.OptionalText())))
        {
            districts.Set(caregiver, new(code));
        }

        beacons = from.Bool() ? BeaconDesk.Read(Id, from) : null;
    }

    public override object View(DateTimeOffset now) => new
    {
        Id = Id.Id,
        Shared = IsSharedAt(now),
        Sightings = sightings.ByCaregiver().Select(s => new { s.CaregiverId, s.First, s.Last, s.Events }).ToList(),
    };

    /// <summary>Who was seen on it hears once that something is so of it; and again when that was withdrawn.</summary>
    /// <param name="told">Who has heard that it is.</param>
    private void TellAll(Judgement to, SortedSet<string> told, bool isSo, Func<bool, Brief> brief)
    {
        if (isSo ? told.Count == sightings.CaregiverCount && !isTouched : told.Count == 0)
        {
            return;
        }

        var now = isSo ? sightings.Caregivers.ToList() : [];
        foreach (var caregiver in told.Union(now).Order(StringComparer.Ordinal).ToList())
        {
            if (now.Contains(caregiver) ? told.Add(caregiver) : told.Remove(caregiver))
            {
                to.Tell(Id, ActorId.Caregiver(caregiver), brief(now.Contains(caregiver)));
            }
        }
    }

    private string? DistrictOf(string caregiver) => districts.Of(caregiver)?.Code;

    /// <summary>By the latest registration at or before the instant; before the first one, by that.</summary>
    private bool IsSharedAt(DateTimeOffset instant)
    {
        var at = registrations.FindLastIndex(r => r.Ref.Time <= instant);
        return registrations.Count > 0 && registrations[Math.Max(at, 0)].Shared;
    }
}
