using System.Buffers.Binary;
using System.Security.Cryptography;
using LtcActors.Domain.Actors;

namespace LtcActors.Domain.InsuredPersons;

/// <summary>Briefs that persons, bindings and institutions tell or hear, as bytes. Numbers of topics are stored: never reuse one.</summary>
internal static class BriefCodec
{
    public const byte Client = 1, Resident = 2, Served = 3, Agreement = 4, Unentitled = 5, MissingCheckOuts = 6, Staff = 7, Bound = 8;
    public const byte Bindings = 9, Arranged = 10, KinOf = 11, ServedBy = 12, ByHand = 13, District = 14, Recorded = 15, Records = 16;
    public const byte Rhythm = 20, Feed = 21, PeerPlace = 22, BeaconsHeard = 23;

    public static byte TopicOf(Brief brief) => brief switch
    {
        Brief.Client => Client,
        Brief.Resident => Resident,
        Brief.Served => Served,
        Brief.Agreement => Agreement,
        Brief.Unentitled => Unentitled,
        Brief.MissingCheckOuts => MissingCheckOuts,
        Brief.Staff => Staff,
        Brief.Bound => Bound,
        Brief.Bindings => Bindings,
        Brief.Arranged => Arranged,
        Brief.KinOf => KinOf,
        Brief.ServedBy => ServedBy,
        Brief.ByHand => ByHand,
        Brief.District => District,
        Brief.Rhythm => Rhythm,
        Brief.Recorded => Recorded,
        Brief.Records => Records,
        Brief.Feed => Feed,
        Brief.PeerPlace => PeerPlace,
        Brief.BeaconsHeard => BeaconsHeard,
        _ when CollusionCodec.TopicOf(brief) is var topic and not 0 => topic,
        _ => throw new ArgumentOutOfRangeException(nameof(brief), brief.GetType().Name, "Not told or heard here."),
    };

    /// <summary>Stands for the content: equal for equal briefs, and for no others. 0 for one with nothing to say.</summary>
    public static ulong PrintOf(Brief brief)
    {
        if (brief.IsEmpty)
        {
            return 0;
        }

        var writer = new StateWriter();
        Write(writer, brief);
        return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(writer.Written)) | 1;
    }

    public static void Write(StateWriter to, Brief brief)
    {
        to.Byte(TopicOf(brief));
        switch (brief)
        {
            case Brief.Client b:
                to.Text(b.DistrictCode);
                to.List(b.Homes, static (w, home) =>
                {
                    w.Span(home.Days);
                    w.Point(home.Home);
                });
                to.List(b.Assignments, static (w, a) =>
                {
                    w.Span(a.Days);
                    w.Byte((byte)a.End);
                    w.Ref(a.Rests);
                });
                ClientMore.Write(to, b.More);
                break;
            case Brief.Resident b:
                to.List(b.InHouse, static (w, span) => w.Span(span));
                to.List(b.Arrangements, static (w, fact) => w.Ref(fact));
                break;
            case Brief.Served: break;
            case Brief.Agreement b:
                to.Optional(b.Designated);
                to.List(b.Gaps, static (w, gap) =>
                {
                    w.Span(gap.Days);
                    w.Text(gap.Kind);
                    w.Ref(gap.Rests);
                });
                break;
            case Brief.Unentitled b:
                to.List(b.Services, Write);
                to.Text(b.DistrictCode);
                break;
            case Brief.MissingCheckOuts b: to.List(b.Visits, Write); break;
            case Brief.Staff b:
                to.Text(b.RealName);
                to.List(b.OnDuty, static (w, span) => w.Span(span));
                to.List(b.Rests, static (w, fact) => w.Ref(fact));
                break;
            case Brief.Bound b: to.List(b.Spans, Write); break;
            case Brief.Bindings b:
                to.List(b.All, static (w, binding) =>
                {
                    w.Text(binding.CaregiverId);
                    Write(w, binding.Span);
                });
                break;
            case Brief.Arranged b:
                to.List(b.Spans, static (w, span) =>
                {
                    w.Span(span.Days);
                    w.Ref(span.Rests);
                });
                break;
            case Brief.KinOf b: to.List(b.Relatives, Write); break;
            case Brief.ServedBy b: to.List(b.Others, Write); break;
            case Brief.ByHand b: to.List(b.Months, Write); break;
            case Brief.District b: to.Text(b.Code); break;
            case Brief.Recorded b:
                to.List(b.Confirmed, static (w, m) => w.Day(m));
                to.Optional(b.RelativeFrom);
                to.Optional(b.FaceFrom);
                break;
            case Brief.Records b:
                to.List(b.Confirmed, static (w, m) => w.Day(m));
                to.Optional(b.RelativesFrom);
                to.Optional(b.FacesFrom);
                break;
            case Brief.Rhythm b: RhythmMonth.Write(to, b.Figures); break;
            case Brief.Feed b:
                to.Optional(b.First);
                to.List(b.Months, static (w, m) => w.Day(m));
                to.Text(b.DistrictCode);
                break;
            case Brief.PeerPlace b: Brief.PeerPlace.Write(to, b); break;
            case Brief.BeaconsHeard b: Brief.BeaconsHeard.Write(to, b); break;
            default: CollusionCodec.Write(to, brief); break;
        }
    }

    /// <summary>One of those that are heard by persons or institutions.</summary>
    /// <exception cref="InvalidDataException">Another topic.</exception>
    public static Brief Read(StateReader from) => from.Byte() switch
    {
        Resident => new Brief.Resident([.. from.List(static r => r.Span())], [.. from.List(static r => r.Ref())]),
        Agreement => new Brief.Agreement(
            from.OptionalDay(), [.. from.List(static r => new AgreementGap(r.Span(), r.Text(), r.Ref()))]),
        Unentitled => new Brief.Unentitled([.. from.List(ReadService)], from.OptionalText()),
        MissingCheckOuts => new Brief.MissingCheckOuts([.. from.List(ReadService)]),
        Staff => new Brief.Staff(
            from.Text(), [.. from.List(static r => r.Span())], [.. from.List(static r => r.Ref())]),
        Bindings => new Brief.Bindings(
            [.. from.List(static r => new PersonBinding(r.Text(), new(r.Span(), r.Day(), r.Ref())))]),
        Arranged => new Brief.Arranged([.. from.List(static r => new ArrangedSpan(r.Span(), r.Ref()))]),
        ByHand => new Brief.ByHand([.. from.List(ReadMonth)]),
        Recorded => new Brief.Recorded([.. from.List(static r => r.Day())], from.OptionalDay(), from.OptionalDay()),
        Records => new Brief.Records([.. from.List(static r => r.Day())], from.OptionalDay(), from.OptionalDay()),
        var topic => throw new InvalidDataException($"No brief that is heard here: {topic}."),
    };

    public static void Write(StateWriter to, HandMonth month)
    {
        to.Day(month.Month);
        to.Int(month.Visits);
        to.Ref(month.First);
    }

    public static HandMonth ReadMonth(StateReader from) => new(from.Day(), from.Int(), from.Ref());

    public static void Write(StateWriter to, KinRef kin)
    {
        to.Text(kin.CaregiverId);
        to.Ref(kin.Fact);
    }

    private static void Write(StateWriter to, BindingSpan span)
    {
        to.Span(span.Days);
        to.Day(span.ApprovedOn);
        to.Ref(span.Approval);
    }

    public static void Write(StateWriter to, ServiceRef service)
    {
        to.Instant(service.At);
        to.Text(service.VisitId);
        to.Text(service.CaregiverId);
        to.Text(service.Note);
        to.Ref(service.Fact);
    }

    public static ServiceRef ReadService(StateReader from) =>
        new(from.Instant(), from.OptionalText(), from.OptionalText(), from.Text(), from.Ref());
}
