using System.Collections.Immutable;
using System.Globalization;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Geo;

namespace LtcActors.Domain.Tests.Caregivers;

/// <summary>Facts in the fewest words. Days are of June 2026 unless said otherwise; the caregiver is <c>c1</c>.</summary>
internal static class Given
{
    public static readonly GeoPoint Home = new(39.1, 117.2);

    /// <summary>Metres for a degree of latitude.</summary>
    private const double Degree = 6_371_008.8 * Math.PI / 180;

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateOnly June(int day) => new(2026, 6, day);

    public static DateTimeOffset At(int day, string time) => At(June(day), time);

    public static DateTimeOffset At(DateOnly day, string time) =>
        Shanghai.StartOf(day) + time.Split(':').Select((part, i) => int.Parse(part, CultureInfo.InvariantCulture) * TimeSpan.FromSeconds(i switch
        {
            0 => 3600,
            1 => 60,
            _ => 1,
        })).Aggregate((a, b) => a + b);

    /// <summary>A place so many metres north of the home, to the centimetre.</summary>
    public static GeoPoint North(double metres) => new(Home.Lat + (metres / Degree), Home.Lon);

    public static TrackPoint Point(DateTimeOffset time, GeoPoint at, double? accuracy = null, bool mock = false) => new(time, at, accuracy, mock);

    public static Told Registered(
        string id = "c1", CaregiverKind kind = CaregiverKind.Professional, Duty? duty = Duty.Home, string? at = "i1",
        string from = "2025-01-01", string? to = null, string? qualification = null, string? idNumber = null, string? certified = null,
        DateTimeOffset? time = null, bool contract = true) => s => s.Know(
            new Fact.CaregiverRegistered(
                id, "王芳", kind, at, duty, qualification, certified is null ? null : Day(certified), contract ? Day(from) : null,
                to is null ? null : Day(to), idNumber),
            time ?? Shanghai.StartOf(Day(from)));

    public static Told Reassigned(Duty duty, string from, string at = "i1", string id = "c1") =>
        s => s.Know(new Fact.CaregiverReassigned(id, at, duty, Day(from)), Shanghai.StartOf(Day(from)));

    public static Told Absent(string from, string? to, string id = "c1") => s => s.Know(
        new Fact.CaregiverAbsent(id, Day(from), to is null ? null : Day(to), AbsenceKind.Leave), Shanghai.StartOf(Day(from)));

    public static Told Left(string on, string at = "i1", string id = "c1") =>
        s => s.Know(new Fact.CaregiverLeft(id, at, Day(on)), Shanghai.StartOf(Day(on)));

    public static Told Trained(string on, string id = "c1") =>
        s => s.Know(new Fact.CaregiverTrained(id, "养老护理员", Day(on)), Shanghai.StartOf(Day(on)));

    public static Told Practised(string from, string to, string id = "c1") =>
        s => s.Know(new Fact.CaregiverPractised(id, "p1", "i1", Day(from), Day(to)), Shanghai.StartOf(Day(to)));

    public static Fact Check(
        bool isIn, string visit, string person = "p1", string id = "c1", GeoPoint? at = null, double? accuracy = 10, bool mock = false,
        bool off = false, Channel channel = Channel.Mobile, double? face = null, string? device = null, bool position = true) =>
        new Fact.VisitChecked(
            isIn, person, visit, id, "i1", null, position ? new GeoFix(at ?? Home, accuracy, mock) : null, off, device, channel, null,
            face is { } score ? new FaceCheck(score, true) : null, null, null, [], isIn ? [] : [new ServiceDone("S01", 30)], null);

    /// <summary>A visit from, to as hours of the day; an end past 24:00 is on the next one.</summary>
    public static Told Visit(int day, string from, string to, string visit, string person = "p1", string id = "c1", GeoPoint? at = null) => s =>
    {
        s.Know(Check(true, visit, person, id, at), At(day, from));
        s.Know(Check(false, visit, person, id, at), At(day, to));
    };

    /// <summary>A visit of half an hour that never told where it was.</summary>
    public static Told OffVisit(DateTimeOffset begin, string visit, string person = "p1", Channel channel = Channel.Mobile) => s =>
    {
        s.Know(Check(true, visit, person, position: false, channel: channel), begin);
        s.Know(Check(false, visit, person), begin.AddMinutes(30));
    };

    public static Told Known(Fact fact, DateTimeOffset at) => s => s.Know(fact, at);

    public static Told Tracked(string visit, params TrackPoint[] points) =>
        s => s.Know(new Fact.VisitTracked("p1", visit, "c1", [.. points], null), points[0].Time);

    public static Told Walked(params TrackPoint[] points) =>
        s => s.Know(new Fact.CaregiverTracked("c1", [.. points], null), points[0].Time);

    /// <summary>A person tells the caregiver of itself.</summary>
    public static Told Client(string person, GeoPoint? home = null, string id = "c1", string? district = "120101", params AssignmentSpan[] spans) =>
        s => s.Hear(id, ActorId.Person(person), new Brief.Client(
            district, home is { } h ? [new HomeSpan(new DaySpan(Day("2025-01-01"), null), h)] : [], [.. spans.Select(a => a with { Rests = Ref($"{person}{a.Days}") })]));

    public static AssignmentSpan Assigned(string from, string? to = null, AssignmentEnd end = AssignmentEnd.None) =>
        new(new DaySpan(Day(from), to is null ? null : Day(to)), end, Ref($"{from}{to}"));

    public static Told Bound(string person, string approved, string? from = null, string? until = null, string id = "c1") =>
        s => s.Hear(id, ActorId.Binding(person), new Brief.Bound(
            [new BindingSpan(new DaySpan(Day(from ?? approved), until is null ? null : Day(until)), Day(approved), Ref($"b{person}{approved}"))]));

    /// <summary>So many persons assigned alike.</summary>
    public static Told[] Clients(int count, string from, string? to = null, AssignmentEnd end = AssignmentEnd.None, int first = 1) =>
    [
        .. Enumerable.Range(first, count).Select(n => Client($"p{n}", spans: Assigned(from, to, end))),
    ];

    public static FactRef Ref(string id) => new(0, Shanghai.StartOf(Day("2025-01-01")), Stage.KeyOf(id));
}
