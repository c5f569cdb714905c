using LtcActors.Domain.Actors;
using LtcActors.Domain.InsuredPersons;

namespace LtcActors.Domain.Caregivers;

/// <summary>What only some caregivers have; one with none of it has none of these lists either.</summary>
internal sealed class CaregiverExtras
{
    private List<Certificate>? certificates;
    private List<Interview>? interviews;
    private List<Exemption>? exemptions;

    public IReadOnlyList<Certificate> Certificates => certificates.OrNone();

    public IReadOnlyList<Interview> Interviews => interviews.OrNone();

    public IReadOnlyList<Exemption> Exemptions => exemptions.OrNone();

    /// <summary>Where the device was at night; none: it told of no night.</summary>
    public NightBook? Nights { get; private set; }

    /// <summary>By the person visited: its relatives among the caregivers.</summary>
    public HeardBriefs<Brief.KinOf> KinOf { get; } = new();

    /// <summary>By the person who is a relative: who else visits it.</summary>
    public HeardBriefs<Brief.ServedBy> ServedBy { get; } = new();

    /// <summary>By device: those on which others were seen too.</summary>
    public HeardBriefs<Brief.SeveralHands> SeveralHands { get; } = new();

    /// <summary>What such devices were last told.</summary>
    public BeaconTalk Beacons { get; } = new();

    public void Add(Certificate item) => Kept.Put(ref certificates, item);

    public void Add(Interview item) => Kept.Put(ref interviews, item);

    public void Add(Exemption item) => Kept.Put(ref exemptions, item);

    public bool Add(in NightFix fix) => (Nights ??= new()).Add(fix);

    /// <summary>Adds what is known under another id of the same real name, but for what relatives told that id.</summary>
    public void AddFrom(CaregiverExtras other)
    {
        other.certificates?.ForEach(Add);
        other.interviews?.ForEach(Add);
        other.exemptions?.ForEach(Add);
        foreach (var fix in other.Nights?.All ?? [])
        {
            Add(fix);
        }

        foreach (var (device, several) in other.SeveralHands.Items)
        {
            SeveralHands.Set(device, several);
        }
    }

    public void TakeBriefs(CaregiverExtras other)
    {
        KinOf.TakeFrom(other.KinOf);
        ServedBy.TakeFrom(other.ServedBy);
        SeveralHands.TakeFrom(other.SeveralHands);
        Beacons.TakeFrom(other.Beacons);
    }

    public void Write(StateWriter to)
    {
        to.List(Certificates, static (w, c) => { w.Ref(c.Ref); w.Day(c.IssuedOn); w.Optional(c.ValidUntil); });
        to.List(Interviews, static (w, i) => { w.Ref(i.Ref); w.Day(i.On); });
        to.List(Exemptions, static (w, e) => { w.Ref(e.Ref); w.Byte((byte)e.Kind); w.Day(e.From); w.Optional(e.Until); });
        to.List(KinOf.Items, static (w, k) => { w.Text(k.Key); w.List(k.Value.Relatives, BriefCodec.Write); });
        to.List(Nights?.All ?? [], NightBook.Write);
        to.List(ServedBy.Items, static (w, s) => { w.Text(s.Key); w.List(s.Value.Others, BriefCodec.Write); });
        to.List(SeveralHands.Items, static (w, s) => w.Text(s.Key));
        Beacons.Write(to);
    }

    public static CaregiverExtras Read(StateReader from)
    {
        var extras = new CaregiverExtras();
        from.List(static r => new Certificate(r.Ref(), r.Day(), r.OptionalDay())).ForEach(extras.Add);
        from.List(static r => new Interview(r.Ref(), r.Day())).ForEach(extras.Add);
        from.List(static r => new Exemption(r.Ref(), (ExemptionKind)r.Byte(), r.Day(), r.OptionalDay())).ForEach(extras.Add);
        foreach (var (person, kin) in from.List(static r => (r.Text(), r.List(static x => new KinRef(x.Text(), x.Ref())))))
        {
            extras.KinOf.Set(person, new([.. kin]));
        }

        from.List(NightBook.Read).ForEach(f => extras.Add(f));
        foreach (var (person, others) in from.List(static r => (r.Text(), r.List(BriefCodec.ReadService))))
        {
            extras.ServedBy.Set(person, new([.. others]));
        }

        from.List(static r => r.Text()).ForEach(d => extras.SeveralHands.Set(d, new(true)));
        extras.Beacons.Read(from);

        return extras;
    }
}
