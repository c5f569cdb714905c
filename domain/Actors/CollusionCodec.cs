using LtcActors.Domain.Calendars;
using LtcActors.Domain.Shelves;

namespace LtcActors.Domain.Actors;

/// <summary>Briefs about orders moved, visitors, accounts and prints as bytes: the same in states and on the way from silo to silo.</summary>
public static class CollusionCodec
{
    /// <summary>Numbers of topics are stored: never reuse one.</summary>
    public const byte Moved = 32, AskedOfVisits = 33, TakenOver = 34, VisitorMonths = 35, AskedWho = 36, Holder = 37, SharedAccount = 38, Alike = 39;

    /// <returns>0 for a brief about something else.</returns>
    public static byte TopicOf(Brief brief) => brief switch
    {
        Brief.Moved => Moved,
        Brief.AskedOfVisits => AskedOfVisits,
        Brief.TakenOver => TakenOver,
        Brief.VisitorMonths => VisitorMonths,
        Brief.AskedWho => AskedWho,
        Brief.Holder => Holder,
        Brief.SharedAccount => SharedAccount,
        Brief.Alike => Alike,
        _ => 0,
    };

    /// <summary>Its content, without the topic.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A brief about something else.</exception>
    public static void Write(StateWriter to, Brief brief)
    {
        switch (brief)
        {
            case Brief.Moved b: to.List(b.Orders, WriteOrder); break;
            case Brief.AskedOfVisits b: to.List(b.Visits, WriteName); break;
            case Brief.TakenOver b: to.List(b.Visits, WriteTaken); break;
            case Brief.VisitorMonths b: to.List(b.Months, static (w, m) => { w.Text(m.CaregiverId); w.Day(m.Month); }); break;
            case Brief.AskedWho: break;
            case Brief.Holder b: WriteHolder(to, b); break;
            case Brief.SharedAccount b: to.List(b.With, static (w, s) => { w.Text(s.PersonId); w.Ref(s.Fact); }); break;
            case Brief.Alike b: WriteAlike(to, b); break;
            default: throw new ArgumentOutOfRangeException(nameof(brief), brief.GetType().Name, "Not about accounts, orders, prints or visitors.");
        }
    }

    /// <returns>None for a topic of others.</returns>
    public static Brief? Read(byte topic, StateReader from) => topic switch
    {
        Moved => new Brief.Moved([.. from.List(static r => new MovedOrder(r.Text(), r.Text(), r.Ref(), r.Ref(), r.Ref()))]),
        AskedOfVisits => new Brief.AskedOfVisits([.. from.List(ReadName)]),
        TakenOver => new Brief.TakenOver([.. from.List(ReadTaken)]),
        VisitorMonths => new Brief.VisitorMonths([.. from.List(static r => new VisitorMonth(r.Text(), r.Day()))]),
        AskedWho => new Brief.AskedWho(),
        Holder => new Brief.Holder(
            from.OptionalText(), [.. from.List(static r => new HomeSpan(r.Span(), r.Point()))], from.OptionalDay(),
            [.. from.List(static r => r.Text())], [.. from.List(static r => r.Text())]),
        SharedAccount => new Brief.SharedAccount([.. from.List(static r => new SharedWith(r.Text(), r.Ref()))]),
        Alike => new Brief.Alike((PrintKind)from.Byte(), from.ULong(), from.Bool(), [.. from.List(PrintUse.Read)]),
        _ => null,
    };

    private static void WriteOrder(StateWriter to, MovedOrder order)
    {
        to.Text(order.Colleague);
        to.Text(order.VisitId);
        to.Ref(order.Reassigned);
        to.Ref(order.CheckIn);
        to.Ref(order.CheckOut);
    }

    private static void WriteName(StateWriter to, VisitName name)
    {
        to.Text(name.PersonId);
        to.Text(name.VisitId);
    }

    private static VisitName ReadName(StateReader from) => new(from.Text(), from.Text());

    private static void WriteTaken(StateWriter to, TakenVisit taken)
    {
        WriteName(to, taken.Name);
        to.Text(taken.District);
        to.Day(taken.Day);
        to.Text(taken.DeviceIn);
        to.Text(taken.DeviceOut);
        to.Bool(taken.Place is not null);
        if (taken.Place is { } place)
        {
            to.Point(place);
        }

        to.Double(taken.Accuracy);
        to.Bool(taken.Elsewhere is not null);
        if (taken.Elsewhere is { } fact)
        {
            to.Ref(fact);
        }

        to.Double(taken.MetresAway);
        to.Text(taken.Institution);
    }

    private static TakenVisit ReadTaken(StateReader from) => new(
        ReadName(from), from.OptionalText(), from.Day(), from.OptionalText(), from.OptionalText(), from.Bool() ? from.Point() : null, from.Double(),
        from.Bool() ? from.Ref() : null, from.Double(), from.OptionalText());

    private static void WriteAlike(StateWriter to, Brief.Alike alike)
    {
        to.Byte((byte)alike.Kind);
        to.ULong(alike.Print);
        to.Bool(alike.IsCommon);
        to.List(alike.Uses, PrintUse.Write);
    }

    private static void WriteHolder(StateWriter to, Brief.Holder holder)
    {
        to.Text(holder.DistrictCode);
        to.List(holder.Homes, static (w, h) => { w.Span(h.Days); w.Point(h.Home); });
        to.Optional(holder.Died);
        to.List(holder.Caregivers, static (w, c) => w.Text(c));
        to.List(holder.Persons, static (w, p) => w.Text(p));
    }
}
