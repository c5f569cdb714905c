using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Geo;

namespace LtcActors.Domain.InsuredPersons;

/// <summary>Who it is, without the identity number.</summary>
internal sealed record Registration(
    string Name, DateOnly BirthDate, string DistrictCode, GeoPoint Home, double? FenceRadius, FactRef Fact)
{
    public static void Write(StateWriter to, Registration r)
    {
        to.Text(r.Name);
        to.Day(r.BirthDate);
        to.Text(r.DistrictCode);
        to.Point(r.Home);
        to.Optional(r.FenceRadius);
        to.Ref(r.Fact);
    }

    public static Registration Read(StateReader from) =>
        new(from.Text(), from.Day(), from.Text(), from.Point(), from.OptionalDouble(), from.Ref());
}

/// <param name="First">The first fact, in the world's order, in which it visits.</param>
internal readonly record struct Visitor(string CaregiverId, FactRef First);

/// <summary>What is kept of one status fact: its data and its place in the world's order.</summary>
internal interface IKept
{
    FactRef Fact { get; }
}

internal readonly record struct Move(GeoPoint Home, DateOnly From, DateOnly? Until, FactRef Fact) : IKept
{
    public static void Write(StateWriter to, Move m)
    {
        to.Point(m.Home);
        to.Day(m.From);
        to.Optional(m.Until);
        to.Ref(m.Fact);
    }

    public static Move Read(StateReader from) => new(from.Point(), from.Day(), from.OptionalDay(), from.Ref());
}

internal readonly record struct Assessment(byte Level, DateOnly ConcludedOn, DateOnly ValidUntil, FactRef Fact) : IKept
{
    public static void Write(StateWriter to, Assessment a)
    {
        to.Byte(a.Level);
        to.Day(a.ConcludedOn);
        to.Day(a.ValidUntil);
        to.Ref(a.Fact);
    }

    public static Assessment Read(StateReader from) => new(from.Byte(), from.Day(), from.Day(), from.Ref());
}

internal readonly record struct Review(bool Eligible, DateOnly ConcludedOn, FactRef Fact) : IKept
{
    public static void Write(StateWriter to, Review r)
    {
        to.Bool(r.Eligible);
        to.Day(r.ConcludedOn);
        to.Ref(r.Fact);
    }

    public static Review Read(StateReader from) => new(from.Bool(), from.Day(), from.Ref());
}

internal readonly record struct Arrangement(
    CareMode Mode, string InstitutionId, DateOnly From, ServicePackage? Package, string? CaregiverId, FactRef Fact) : IKept
{
    public static void Write(StateWriter to, Arrangement a)
    {
        to.Byte((byte)a.Mode);
        to.Text(a.InstitutionId);
        to.Day(a.From);
        to.Int(a.Package is { } package ? (int)package : -1);
        to.Text(a.CaregiverId);
        to.Ref(a.Fact);
    }

    public static Arrangement Read(StateReader from) => new(
        (CareMode)from.Byte(), from.Text(), from.Day(), from.Int() is var p and >= 0 ? (ServicePackage)p : null,
        from.OptionalText(), from.Ref());
}

internal readonly record struct Admission(DateTimeOffset At, StayKind Kind, string? StayId, FactRef Fact) : IKept
{
    public static void Write(StateWriter to, Admission a)
    {
        to.Instant(a.At);
        to.Byte((byte)a.Kind);
        to.Text(a.StayId);
        to.Ref(a.Fact);
    }

    public static Admission Read(StateReader from) => new(from.Instant(), (StayKind)from.Byte(), from.OptionalText(), from.Ref());
}

internal readonly record struct Discharge(DateTimeOffset At, string? StayId, FactRef Fact) : IKept
{
    public static void Write(StateWriter to, Discharge d)
    {
        to.Instant(d.At);
        to.Text(d.StayId);
        to.Ref(d.Fact);
    }

    public static Discharge Read(StateReader from) => new(from.Instant(), from.OptionalText(), from.Ref());
}

/// <param name="To">Last day.</param>
internal readonly record struct Away(DateOnly From, DateOnly To, FactRef Fact) : IKept
{
    public static void Write(StateWriter to, Away a)
    {
        to.Day(a.From);
        to.Day(a.To);
        to.Ref(a.Fact);
    }

    public static Away Read(StateReader from) => new(from.Day(), from.Day(), from.Ref());
}

internal readonly record struct DeathNotice(Moment DiedAt, FactRef Fact) : IKept
{
    public static void Write(StateWriter to, DeathNotice d)
    {
        to.Optional(d.DiedAt.Instant);
        to.Optional(d.DiedAt.Date);
        to.Ref(d.Fact);
    }

    public static DeathNotice Read(StateReader from)
    {
        var instant = from.OptionalInstant();
        var date = from.OptionalDay();
        return new(date is { } on ? Moment.On(on) : Moment.At(instant!.Value), from.Ref());
    }
}
