using LtcActors.Domain.Actors;

namespace LtcActors.Grains.Interfaces.Wire;

/// <summary>Every brief as bytes, for the way from silo to silo. Nothing of it is stored.</summary>
internal static class BriefWire
{
    private const byte Client = 1, Resident = 2, Served = 3, Agreement = 4, Unentitled = 5, MissingCheckOuts = 6, Staff = 7, Bound = 8;
    private const byte SameName = 9, SecondId = 10, Bindings = 11, Arranged = 12, KinOf = 13, ServedBy = 14;
    private const byte SharedDevice = 15, ByHand = 16, District = 17;
    private const byte Rhythm = 20, Roster = 21, Feed = 22, PeerMonth = 23, PeerPlace = 24, Recorded = 25, Records = 26;
    private const byte SeveralHands = 27, BeaconsHeard = 28;

    public static void Write(StateWriter to, Brief brief)
    {
        switch (brief)
        {
            case Brief.Client b:
                to.Byte(Client);
                to.Text(b.DistrictCode);
                to.List(b.Homes, static (w, h) => { w.Span(h.Days); w.Point(h.Home); });
                to.List(b.Assignments, static (w, a) => { w.Span(a.Days); w.Byte((byte)a.End); w.Ref(a.Rests); });
                ClientMore.Write(to, b.More);
                break;
            case Brief.Resident b:
                to.Byte(Resident);
                to.List(b.InHouse, static (w, s) => w.Span(s));
                to.List(b.Arrangements, static (w, r) => w.Ref(r));
                break;
            case Brief.Served:
                to.Byte(Served);
                break;
            case Brief.Agreement b:
                to.Byte(Agreement);
                to.Optional(b.Designated);
                to.List(b.Gaps, static (w, g) => { w.Span(g.Days); w.Text(g.Kind); w.Ref(g.Rests); });
                break;
            case Brief.Unentitled b:
                to.Byte(Unentitled);
                to.List(b.Services, WriteService);
                to.Text(b.DistrictCode);
                break;
            case Brief.MissingCheckOuts b:
                to.Byte(MissingCheckOuts);
                to.List(b.Visits, WriteService);
                break;
            case Brief.Staff b:
                to.Byte(Staff);
                to.Text(b.RealName);
                to.List(b.OnDuty, static (w, s) => w.Span(s));
                to.List(b.Rests, static (w, r) => w.Ref(r));
                break;
            case Brief.Bound b:
                to.Byte(Bound);
                to.List(b.Spans, WriteBinding);
                break;
            case Brief.Bindings b:
                to.Byte(Bindings);
                to.List(b.All, static (w, p) => { w.Text(p.CaregiverId); WriteBinding(w, p.Span); });
                break;
            case Brief.Arranged b:
                to.Byte(Arranged);
                to.List(b.Spans, static (w, s) => { w.Span(s.Days); w.Ref(s.Rests); });
                break;
            case Brief.KinOf b:
                to.Byte(KinOf);
                to.List(b.Relatives, static (w, k) => { w.Text(k.CaregiverId); w.Ref(k.Fact); });
                break;
            case Brief.ServedBy b:
                to.Byte(ServedBy);
                to.List(b.Others, WriteService);
                break;
            case Brief.ByHand b:
                to.Byte(ByHand);
                to.List(b.Months, static (w, m) => { w.Day(m.Month); w.Int(m.Visits); w.Ref(m.First); });
                break;
            case Brief.District b:
                to.Byte(District);
                to.Text(b.Code);
                break;
            case Brief.Rhythm b:
                to.Byte(Rhythm);
                RhythmMonth.Write(to, b.Figures);
                break;
            case Brief.Roster b:
                to.Byte(Roster);
                to.Bool(b.IsEmployed);
                break;
            case Brief.Feed b:
                to.Byte(Feed);
                to.Optional(b.First);
                to.List(b.Months, static (w, m) => w.Day(m));
                to.Text(b.DistrictCode);
                break;
            case Brief.Recorded b:
                to.Byte(Recorded);
                to.List(b.Confirmed, static (w, m) => w.Day(m));
                to.Optional(b.RelativeFrom);
                to.Optional(b.FaceFrom);
                break;
            case Brief.Records b:
                to.Byte(Records);
                to.List(b.Confirmed, static (w, m) => w.Day(m));
                to.Optional(b.RelativesFrom);
                to.Optional(b.FacesFrom);
                break;
            case Brief.PeerMonth b:
                to.Byte(PeerMonth);
                PeerFigures.Write(to, b.Figures);
                break;
            case Brief.PeerPlace b:
                to.Byte(PeerPlace);
                Brief.PeerPlace.Write(to, b);
                break;
            case Brief.SharedDevice b:
                to.Byte(SharedDevice);
                to.Bool(b.IsShared);
                break;
            case Brief.SeveralHands b:
                to.Byte(SeveralHands);
                to.Bool(b.AreSeveral);
                break;
            case Brief.BeaconsHeard b:
                to.Byte(BeaconsHeard);
                Brief.BeaconsHeard.Write(to, b);
                break;
            case Brief.SameName b:
                to.Byte(SameName);
                to.List(b.CaregiverIds, static (w, i) => w.Text(i));
                break;
            case Brief.SecondId b:
                to.Byte(SecondId);
                to.Bytes(b.State.AsSpan());
                break;
            case var _ when CollusionCodec.TopicOf(brief) is var topic and not 0:
                to.Byte(topic);
                CollusionCodec.Write(to, brief);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(brief), brief.GetType().Name, "A brief that cannot travel.");
        }
    }

    /// <exception cref="InvalidDataException">A topic of another version.</exception>
    public static Brief Read(StateReader from) => from.Byte() switch
    {
        Client => new Brief.Client(
            from.OptionalText(), [.. from.List(static r => new HomeSpan(r.Span(), r.Point()))],
            [.. from.List(static r => new AssignmentSpan(r.Span(), (AssignmentEnd)r.Byte(), r.Ref()))], ClientMore.Read(from)),
        Resident => new Brief.Resident([.. from.List(static r => r.Span())], [.. from.List(static r => r.Ref())]),
        Served => new Brief.Served(),
        Agreement => new Brief.Agreement(from.OptionalDay(), [.. from.List(static r => new AgreementGap(r.Span(), r.Text(), r.Ref()))]),
        Unentitled => new Brief.Unentitled([.. from.List(ReadService)], from.OptionalText()),
        MissingCheckOuts => new Brief.MissingCheckOuts([.. from.List(ReadService)]),
        Staff => new Brief.Staff(from.Text(), [.. from.List(static r => r.Span())], [.. from.List(static r => r.Ref())]),
        Bound => new Brief.Bound([.. from.List(ReadBinding)]),
        Bindings => new Brief.Bindings([.. from.List(static r => new PersonBinding(r.Text(), ReadBinding(r)))]),
        Arranged => new Brief.Arranged([.. from.List(static r => new ArrangedSpan(r.Span(), r.Ref()))]),
        KinOf => new Brief.KinOf([.. from.List(static r => new KinRef(r.Text(), r.Ref()))]),
        ServedBy => new Brief.ServedBy([.. from.List(ReadService)]),
        ByHand => new Brief.ByHand([.. from.List(static r => new HandMonth(r.Day(), r.Int(), r.Ref()))]),
        District => new Brief.District(from.OptionalText()),
        Rhythm => new Brief.Rhythm(RhythmMonth.Read(from)),
        Roster => new Brief.Roster(from.Bool()),
        Feed => new Brief.Feed(from.OptionalDay(), [.. from.List(static r => r.Day())], from.OptionalText()),
        Recorded => new Brief.Recorded([.. from.List(static r => r.Day())], from.OptionalDay(), from.OptionalDay()),
        Records => new Brief.Records([.. from.List(static r => r.Day())], from.OptionalDay(), from.OptionalDay()),
        PeerMonth => new Brief.PeerMonth(PeerFigures.Read(from)),
        PeerPlace => Brief.PeerPlace.Read(from),
        SharedDevice => new Brief.SharedDevice(from.Bool()),
        SeveralHands => new Brief.SeveralHands(from.Bool()),
        BeaconsHeard => Brief.BeaconsHeard.Read(from),
        SameName => new Brief.SameName([.. from.List(static r => r.Text())]),
        SecondId => new Brief.SecondId([.. from.Bytes().Span]),
        var topic => CollusionCodec.Read(topic, from) ?? throw new InvalidDataException($"No brief has the number {topic}."),
    };

    private static void WriteBinding(StateWriter to, BindingSpan span)
    {
        to.Span(span.Days);
        to.Day(span.ApprovedOn);
        to.Ref(span.Approval);
    }

    private static BindingSpan ReadBinding(StateReader from) => new(from.Span(), from.Day(), from.Ref());

    private static void WriteService(StateWriter to, ServiceRef service)
    {
        to.Instant(service.At);
        Parts.WriteOffset(to, service.At);
        to.Text(service.VisitId);
        to.Text(service.CaregiverId);
        to.Text(service.Note);
        to.Ref(service.Fact);
    }

    private static ServiceRef ReadService(StateReader from) =>
        new(Parts.ReadOffset(from, from.Instant()), from.OptionalText(), from.OptionalText(), from.Text(), from.Ref());
}
