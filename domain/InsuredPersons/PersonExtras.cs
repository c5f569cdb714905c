using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;

namespace LtcActors.Domain.InsuredPersons;

/// <param name="On">The day of the application.</param>
internal readonly record struct Application(DateOnly On, FactRef Fact) : IKept
{
    public static void Write(StateWriter to, Application a)
    {
        to.Day(a.On);
        to.Ref(a.Fact);
    }

    public static Application Read(StateReader from) => new(from.Day(), from.Ref());
}

internal readonly record struct Kin(string CaregiverId, FactRef Fact) : IKept
{
    public static void Write(StateWriter to, Kin k)
    {
        to.Text(k.CaregiverId);
        to.Ref(k.Fact);
    }

    public static Kin Read(StateReader from) => new(from.Text(), from.Ref());
}

internal readonly record struct WelfareReport(string ReportId, WelfareKind Kind, string? CaregiverId, FactRef Fact) : IKept
{
    public static void Write(StateWriter to, WelfareReport r)
    {
        to.Text(r.ReportId);
        to.Byte((byte)r.Kind);
        to.Text(r.CaregiverId);
        to.Ref(r.Fact);
    }

    public static WelfareReport Read(StateReader from) => new(from.Text(), (WelfareKind)from.Byte(), from.OptionalText(), from.Ref());
}

internal readonly record struct WelfareVisit(DateTimeOffset At, string? ReportId, FactRef Fact) : IKept
{
    public static void Write(StateWriter to, WelfareVisit v)
    {
        to.Instant(v.At);
        to.Text(v.ReportId);
        to.Ref(v.Fact);
    }

    public static WelfareVisit Read(StateReader from) => new(from.Instant(), from.OptionalText(), from.Ref());
}

internal readonly record struct QualityScore(double Score, DateOnly On, FactRef Fact) : IKept
{
    public static void Write(StateWriter to, QualityScore s)
    {
        to.Double(s.Score);
        to.Day(s.On);
        to.Ref(s.Fact);
    }

    public static QualityScore Read(StateReader from) => new(from.Double(), from.Day(), from.Ref());
}

internal readonly record struct Audit(string VisitId, AuditResult Result, FactRef Fact) : IKept
{
    public static void Write(StateWriter to, Audit a)
    {
        to.Text(a.VisitId);
        to.Byte((byte)a.Result);
        to.Ref(a.Fact);
    }

    public static Audit Read(StateReader from) => new(from.Text(), (AuditResult)from.Byte(), from.Ref());
}

internal readonly record struct Beacon(string BeaconId, DateOnly From, DateOnly? Until, FactRef Fact) : IKept
{
    public static void Write(StateWriter to, Beacon b)
    {
        to.Text(b.BeaconId);
        to.Day(b.From);
        to.Optional(b.Until);
        to.Ref(b.Fact);
    }

    public static Beacon Read(StateReader from) => new(from.Text(), from.Day(), from.OptionalDay(), from.Ref());
}

/// <summary>The days that a filed plan speaks for.</summary>
internal readonly record struct PlanPeriod(DaySpan Days, FactRef Fact) : IKept
{
    public static void Write(StateWriter to, PlanPeriod p)
    {
        to.Span(p.Days);
        to.Ref(p.Fact);
    }

    public static PlanPeriod Read(StateReader from) => new(from.Span(), from.Ref());
}

/// <summary>What only some persons have; a person with none of it has none of these either.</summary>
internal sealed class PersonExtras
{
    /// <summary>Months confirmed, as <see cref="Month"/> counts them: ascending, each once.</summary>
    public int[] Confirmed { get; private set; } = [];

    public Application[] Applications { get; set; } = [];

    public Kin[] Kins { get; set; } = [];

    public WelfareReport[] Reports { get; set; } = [];

    public WelfareVisit[] Seen { get; set; } = [];

    public QualityScore[] Scores { get; set; } = [];

    public PlanPeriod[] Plans { get; set; } = [];

    public Audit[] Audits { get; set; } = [];

    public Beacon[] Beacons { get; set; } = [];

    /// <summary>Months since the year 0.</summary>
    public static int Month(DateOnly day) => (day.Year * 12) + day.Month - 1;

    public static DateOnly FirstOf(int month) => new(month / 12, (month % 12) + 1, 1);

    public void Confirm(DateOnly month)
    {
        var number = Month(month);
        var at = Array.BinarySearch(Confirmed, number);
        if (at < 0)
        {
            Confirmed = [.. Confirmed[..~at], number, .. Confirmed[~at..]];
        }
    }

    public bool IsConfirmed(int month) => Array.BinarySearch(Confirmed, month) >= 0;

    public void Write(StateWriter to)
    {
        to.List(Confirmed, static (w, month) => w.Int(month));
        to.List(Applications, Application.Write);
        to.List(Kins, Kin.Write);
        to.List(Reports, WelfareReport.Write);
        to.List(Seen, WelfareVisit.Write);
        to.List(Scores, QualityScore.Write);
        to.List(Plans, PlanPeriod.Write);
        to.List(Audits, Audit.Write);
        to.List(Beacons, Beacon.Write);
    }

    public static PersonExtras Read(StateReader from) => new()
    {
        Confirmed = [.. from.List(static r => r.Int())],
        Applications = [.. from.List(Application.Read)],
        Kins = [.. from.List(Kin.Read)],
        Reports = [.. from.List(WelfareReport.Read)],
        Seen = [.. from.List(WelfareVisit.Read)],
        Scores = [.. from.List(QualityScore.Read)],
        Plans = [.. from.List(PlanPeriod.Read)],
        Audits = [.. from.List(Audit.Read)],
        Beacons = [.. from.List(Beacon.Read)],
    };
}
