using System.Security.Cryptography;
using LtcActors.Domain.Actors;

namespace LtcActors.Domain.Caregivers;

/// <summary>Which ids a caregiver shares its real name with, and what it last told whom, so that nothing is told twice.</summary>
internal sealed class CaregiverTalk(ActorId id)
{
    private readonly HeardBriefs<Brief.Staff> staffTold = new();

    /// <summary>None for a caregiver of whom no visit was ever entered by hand.</summary>
    private HeardBriefs<Brief.ByHand>? handTold;
    private string? secondToldTo;
    private byte[] secondTold = [];
    private string? districtTold;
    private string[] devicesTold = [];

    /// <summary>By real name: who it says share it.</summary>
    public HeardBriefs<Brief.SameName> SameNames { get; } = new();

    /// <summary>Something came since the canonical id was last told of it.</summary>
    public bool IsStale { get; set; }

    public bool IsCanonical => Canonical == id.Id;

    /// <summary>All ids of the same real name but this one, in ordinal order.</summary>
    public IEnumerable<string> SameNameAs =>
        SameNames.Items.SelectMany(n => n.Value.CaregiverIds).Where(i => i != id.Id).Distinct().Order(StringComparer.Ordinal);

    private string Canonical
    {
        get
        {
            var smallest = id.Id;
            foreach (var (_, name) in SameNames.All)
            {
                // The lists are in ordinal order.
                smallest = string.CompareOrdinal(name.CaregiverIds[0], smallest) < 0 ? name.CaregiverIds[0] : smallest;
            }

            return smallest;
        }
    }

    /// <summary>To each institution: the days on duty there. One duty at a time, whichever id it was given under: nobody counts in two houses.</summary>
    /// <param name="realName">What is known by real name; none: another id tells it.</param>
    public void TellStaff(Judgement to, CaregiverFile? realName)
    {
        if (staffTold.Count == 0 && realName is not { Registrations.Count: > 0 })
        {
            return;
        }

        var now = realName is null ? [] : new Career(realName).Staff(Canonical).ToList();
        foreach (var institution in staffTold.Items.Select(t => t.Key).Except(now.Select(n => n.Key)).ToList())
        {
            Tell(to, institution, new Brief.Staff(Canonical, [], []));
        }

        foreach (var (institution, brief) in now)
        {
            Tell(to, institution, brief);
        }
    }

    /// <summary>To each institution that visits entered by hand name: how many of a month. Called where one of these was touched.</summary>
    public void TellByHand(Judgement to, CaregiverFile file)
    {
        if (!file.Visits.IsAnyManual && handTold is null)
        {
            return;
        }

        handTold ??= new();
        var now = file.Visits.ByTime
            .Where(v => v is { IsManual: true, InstitutionId: not null } && !Rules.RecordRules.IsExempt(file, ExemptionKind.Manual, v.Day))
            .GroupBy(static v => v.InstitutionId!).OrderBy(static g => g.Key, StringComparer.Ordinal)
            .Select(static g => (g.Key, Brief: new Brief.ByHand(
            [
                .. g.GroupBy(static v => Calendars.Shanghai.FirstOfMonth(v.Day))
                    .Select(static m => new HandMonth(m.Key, m.Count(), m.First().Checks.First(static c => c.IsManual).Ref)),
            ]))).ToList();
        foreach (var gone in handTold.Items.Select(static t => t.Key).Except(now.Select(static n => n.Key)).ToList())
        {
            now.Add((gone, new Brief.ByHand([])));
        }

        foreach (var (institution, brief) in now)
        {
            if (handTold.Set(institution, brief))
            {
                to.Tell(id, ActorId.Institution(institution), brief);
            }
        }
    }

    /// <summary>Tells each device it was seen on in which district it works; one that it was not seen on after all, nothing any more.</summary>
    /// <param name="all">Devices may have gone as well as come.</param>
    public void TellDevices(Judgement to, CaregiverFile file, bool all)
    {
        var district = file.District();
        if (!all && district == districtTold && file.Devices.Count == devicesTold.Length)
        {
            return;
        }

        foreach (var device in devicesTold.Union(file.Devices).Order(StringComparer.Ordinal))
        {
            var now = file.Devices.Contains(device) ? district : null;
            if (now != (devicesTold.Contains(device) ? districtTold : null))
            {
                to.Tell(id, ActorId.Device(device), new Brief.District(now));
            }
        }

        (districtTold, devicesTold) = (district, [.. file.Devices]);
    }

    /// <summary>Tells the canonical id all that is known here; the one before hears that there is nothing any more.</summary>
    public void TellSecond(Judgement to, CaregiverFile file)
    {
        var whom = IsCanonical ? null : Canonical;
        if (secondToldTo is { } before && before != whom)
        {
            to.Tell(id, ActorId.Caregiver(before), new Brief.SecondId([]));
            (secondToldTo, secondTold) = (null, []);
        }

        if (whom is not null && (IsStale || secondToldTo is null))
        {
            var writer = new StateWriter();
            CaregiverCodec.WriteFile(writer, file, whole: true);
            var hash = SHA256.HashData(writer.Written);
            if (!hash.AsSpan().SequenceEqual(secondTold))
            {
                (secondToldTo, secondTold) = (whom, hash);
                to.Tell(id, ActorId.Caregiver(whom), new Brief.SecondId([.. writer.Written]));
            }
        }

        IsStale = false;
    }

    public void TakeFrom(CaregiverTalk other)
    {
        SameNames.TakeFrom(other.SameNames);
        staffTold.TakeFrom(other.staffTold);
        if (other.handTold is { } byHand)
        {
            (handTold ??= new()).TakeFrom(byHand);
        }

        (secondToldTo, secondTold) = (other.secondToldTo, other.secondTold);
        (districtTold, devicesTold) = (other.districtTold, other.devicesTold);
    }

    public void Write(StateWriter to)
    {
        to.List(SameNames.Items, (w, n) => { w.Text(n.Key); w.List(n.Value.CaregiverIds, (x, i) => x.Text(i)); });
        to.List(staffTold.Items, (w, s) =>
        {
            w.Text(s.Key);
            w.Text(s.Value.RealName);
            w.List(s.Value.OnDuty, (x, d) => x.Span(d));
            w.List(s.Value.Rests, (x, r) => x.Ref(r));
        });
        to.List(handTold?.Items ?? [], (w, h) => { w.Text(h.Key); w.List(h.Value.Months, InsuredPersons.BriefCodec.Write); });
        to.Text(secondToldTo);
        to.Bytes(secondTold);
        to.Text(districtTold);
        to.List(devicesTold, static (w, d) => w.Text(d));
    }

    public void Read(StateReader from)
    {
        foreach (var (name, ids) in from.List(r => (r.Text(), r.List(x => x.Text()))))
        {
            SameNames.Set(name, new Brief.SameName([.. ids]));
        }

        foreach (var (institution, staff) in from.List(r => (r.Text(), new Brief.Staff(
            r.Text(), [.. r.List(x => x.Span())], [.. r.List(x => x.Ref())]))))
        {
            staffTold.Set(institution, staff);
        }

        foreach (var (institution, months) in from.List(r => (r.Text(), r.List(InsuredPersons.BriefCodec.ReadMonth))))
        {
            (handTold ??= new()).Set(institution, new Brief.ByHand([.. months]));
        }

        secondToldTo = from.OptionalText();
        secondTold = from.Bytes().ToArray();
        districtTold = from.OptionalText();
        devicesTold = [.. from.List(static r => r.Text())];
        IsStale = false;
    }

    private void Tell(Judgement to, string institution, Brief.Staff brief)
    {
        if (staffTold.Set(institution, brief))
        {
            to.Tell(id, ActorId.Institution(institution), brief);
        }
    }
}
