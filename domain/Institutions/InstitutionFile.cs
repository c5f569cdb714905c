using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Geo;

namespace LtcActors.Domain.Institutions;

/// <param name="To">Last day.</param>
internal sealed record Designation(
    string Name, string DistrictCode, GeoPoint Position, bool Home, bool Residential, DateOnly From, DateOnly To, int? Beds, FactRef Fact)
{
    public static void Write(StateWriter to, Designation d)
    {
        to.Text(d.Name);
        to.Text(d.DistrictCode);
        to.Point(d.Position);
        to.Bool(d.Home);
        to.Bool(d.Residential);
        to.Day(d.From);
        to.Day(d.To);
        to.Int(d.Beds ?? -1);
        to.Ref(d.Fact);
    }

    public static Designation Read(StateReader from) => new(
        from.Text(), from.Text(), from.Point(), from.Bool(), from.Bool(), from.Day(), from.Day(),
        from.Int() is var beds and >= 0 ? beds : null, from.Ref());
}

internal enum Step : byte { Suspended = 1, Resumed = 2, Terminated = 3 }

/// <param name="Until">Last day of a suspension.</param>
internal readonly record struct Change(Step Step, DateOnly On, DateOnly? Until, FactRef Fact)
{
    public static void Write(StateWriter to, Change c)
    {
        to.Byte((byte)c.Step);
        to.Day(c.On);
        to.Optional(c.Until);
        to.Ref(c.Fact);
    }

    public static Change Read(StateReader from) => new((Step)from.Byte(), from.Day(), from.OptionalDay(), from.Ref());
}

/// <param name="Until">Last day by which it was to be done.</param>
internal readonly record struct Order(DateOnly On, DateOnly? Until, string? OrderId, FactRef Fact)
{
    public static void Write(StateWriter to, Order o)
    {
        to.Day(o.On);
        to.Optional(o.Until);
        to.Text(o.OrderId);
        to.Ref(o.Fact);
    }

    public static Order Read(StateReader from) => new(from.Day(), from.OptionalDay(), from.OptionalText(), from.Ref());
}

internal readonly record struct Acceptance(DateOnly On, string? OrderId, FactRef Fact)
{
    public static void Write(StateWriter to, Acceptance a)
    {
        to.Day(a.On);
        to.Text(a.OrderId);
        to.Ref(a.Fact);
    }

    public static Acceptance Read(StateReader from) => new(from.Day(), from.OptionalText(), from.Ref());
}

/// <param name="First">The earliest of them.</param>
internal readonly record struct DayCheckIns(int Count, FactRef First);

/// <summary>All that an institution's own facts say: a union, each list in the world's order.</summary>
internal sealed class InstitutionFile
{
    /// <summary>Check-ins that name it, by day.</summary>
    public SortedList<DateOnly, DayCheckIns> CheckIns { get; } = [];

    public List<Designation> Designations { get; private set; } = [];

    public List<Change> Changes { get; private set; } = [];

    /// <summary>Orders to put something right, one an order id, or a day where there is none: the earliest notice.</summary>
    public List<Order> Orders { get; private set; } = [];

    public List<Acceptance> Acceptances { get; private set; } = [];

    /// <summary>From the earliest designation notice.</summary>
    public string? DistrictCode => Designations.Count > 0 ? Designations[0].DistrictCode : null;

    /// <summary>First day on which it was designated, as the register or the notice has it, whichever is earlier.</summary>
    public DateOnly? Designated
    {
        get
        {
            DateOnly? first = null;
            foreach (var d in Designations)
            {
                var told = Shanghai.DayOf(d.Fact.Time);
                var day = told < d.From ? told : d.From;
                first = first <= day ? first : day;
            }

            return first;
        }
    }

    public void Fold(FactRef at, Fact.InstitutionDesignated f)
    {
        Designations.Add(new(
            f.Name, f.DistrictCode, f.Position, f.Home, f.Residential, f.AgreementFrom, f.AgreementTo, f.Beds, at));
        Designations.Sort(static (a, b) => a.Fact.CompareTo(b.Fact));
    }

    public void Fold(Change change)
    {
        Changes.Add(change);
        Changes.Sort(static (a, b) => a.Fact.CompareTo(b.Fact));
    }

    public void Fold(Order order)
    {
        var known = Orders.FindIndex(o => o.OrderId == order.OrderId && (order.OrderId is not null || o.On == order.On));
        if (known < 0)
        {
            Orders.Add(order);
        }
        else if (order.Fact.CompareTo(Orders[known].Fact) < 0)
        {
            Orders[known] = order;
        }

        Orders.Sort(static (a, b) => a.Fact.CompareTo(b.Fact));
    }

    public void Fold(Acceptance acceptance)
    {
        Acceptances.Add(acceptance);
        Acceptances.Sort(static (a, b) => a.Fact.CompareTo(b.Fact));
    }

    /// <summary>In a calendar month.</summary>
    public int CheckInsOf(DateOnly month)
    {
        var count = 0;
        for (var day = month; day.Month == month.Month; day = day.AddDays(1))
        {
            count += CheckIns.GetValueOrDefault(day).Count;
        }

        return count;
    }

    /// <returns>Whether none of its day was known that is earlier.</returns>
    public bool FoldCheckIn(FactRef at)
    {
        var day = Shanghai.DayOf(at.Time);
        var index = CheckIns.IndexOfKey(day);
        if (index < 0)
        {
            CheckIns.Add(day, new(1, at));
            return true;
        }

        var known = CheckIns.Values[index];
        var isFirst = at.CompareTo(known.First) < 0;
        CheckIns.SetValueAtIndex(index, new(known.Count + 1, isFirst ? at : known.First));
        return isFirst;
    }

    public void Write(StateWriter to)
    {
        to.List(Designations, Designation.Write);
        to.List(Changes, Change.Write);
        to.List(Orders, Order.Write);
        to.List(Acceptances, Acceptance.Write);
        to.Int(CheckIns.Count);
        foreach (var (day, there) in CheckIns)
        {
            to.Day(day);
            to.Int(there.Count);
            to.Ref(there.First);
        }
    }

    public void Read(StateReader from)
    {
        Designations = from.List(Designation.Read);
        Changes = from.List(Change.Read);
        Orders = from.List(Order.Read);
        Acceptances = from.List(Acceptance.Read);
        for (var left = from.Int(); left > 0; left--)
        {
            CheckIns.Add(from.Day(), new(from.Int(), from.Ref()));
        }
    }
}
