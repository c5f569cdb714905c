using System.Globalization;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Geo;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Tests.Persons;

/// <summary>A fact and when it was told.</summary>
internal sealed record Told(Fact Fact, DateTimeOffset Time);

/// <summary>A story of facts about person p1, told fact by fact, and what comes of it.</summary>
internal sealed class Case
{
    public World World { get; } = new();

    public List<Entry> Entries { get; } = [];

    public static Case Given(params Told[] facts) => new Case().And(facts);

    public Case And(params Told[] facts)
    {
        foreach (var told in facts)
        {
            Entries.Add(World.Know(told.Fact, told.Time));
        }

        return this;
    }

    public Case At(DateTimeOffset now)
    {
        World.Now = now;
        return this;
    }

    public Finding Then(string rule) => Assert.Single(World.Findings(), f => f.Rule.Id == rule);

    public Finding Then(string rule, Severity severity)
    {
        var finding = Then(rule);
        Assert.Equal(severity, finding.Severity);
        return finding;
    }

    public IReadOnlyList<Finding> All(string rule) => [.. World.Findings().Where(f => f.Rule.Id == rule)];

    /// <summary>First what holds so far, then what is told besides.</summary>
    public Case Healed(Action<Case> before, params Told[] facts)
    {
        before(this);
        return And(facts);
    }

    public Finding Then(string rule, string person) => Assert.Single(World.Findings(), f => f.Rule.Id == rule && f.PersonId == person);

    public void ThenNo(string rule, string person) => Assert.DoesNotContain(World.Findings(), f => f.Rule.Id == rule && f.PersonId == person);

    public void ThenNo(string rule) => Assert.DoesNotContain(World.Findings(), f => f.Rule.Id == rule);
}

/// <summary>Facts as the tests tell them. Days are of June 2026; each is told when it happens unless said otherwise.</summary>
internal static class Facts
{
    public static readonly GeoPoint Here = new(39.10, 117.20);

    public static DateOnly Day(int june) => new(2026, 6, june);

    public static DateOnly Date(string date) => DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateTimeOffset At(int june, string time) => At(Day(june), time);

    public static DateTimeOffset At(DateOnly day, string time) =>
        Shanghai.StartOf(day) + TimeSpan.ParseExact(time, time.Length > 5 ? @"hh\:mm\:ss" : @"hh\:mm", CultureInfo.InvariantCulture);

    public static Told Later(this Told told, DateTimeOffset time) => told with { Time = time };

    public static Told Registered(double? fence = null) => new(
        new Fact.PersonRegistered("p1", "某人", new(1940, 1, 1), "120101", Here, fence, "SECRET"), At(Date("2026-01-01"), "08:00"));

    public static Told Moved(GeoPoint home, DateOnly from, DateOnly? until = null) =>
        new(new Fact.PersonMoved("p1", home, from, until), At(from, "08:00"));

    public static Told Assessed(int level, string concluded, string valid) =>
        new(new Fact.PersonAssessed("p1", level, Date(concluded), Date(valid)), At(Date(concluded), "17:00"));

    public static Told Reviewed(bool eligible, int june) => new(new Fact.PersonReviewed("p1", eligible, Day(june)), At(june, "16:00"));

    /// <summary>The register knows the carer, so that its visits are nobody's finding but the institution's.</summary>
    public static Told Employed(string caregiver = "c1") => new(
        new Fact.CaregiverRegistered(caregiver, "某人", CaregiverKind.Professional, "i1", Duty.Home, null, null, Date("2026-01-01"), null, null),
        At(Date("2026-01-01"), "08:00"));

    public static Told HomeCare(string institution = "i1", string? caregiver = "c1", ServicePackage? package = ServicePackage.Full,
        string from = "2026-01-01", string person = "p1") =>
        new(new Fact.PersonArranged(person, CareMode.Home, institution, Date(from), package, caregiver), At(Date(from), "08:00"));

    public static Told LivesIn(string institution, string person = "p1", string from = "2026-06-01") =>
        new(new Fact.PersonArranged(person, CareMode.Institution, institution, Date(from), null, null), At(Date(from), "08:00"));

    public static Told Admitted(DateTimeOffset at, string? stay = null, StayKind kind = StayKind.Inpatient, string person = "p1") =>
        new(new Fact.PersonHospitalised(person, at, kind, null, stay), at);

    public static Told Discharged(DateTimeOffset at, string? stay = null, string person = "p1") =>
        new(new Fact.PersonDischarged(person, at, stay), at);

    public static Told Away(int from, int to, string person = "p1") =>
        new(new Fact.PersonAway(person, Day(from), Day(to)), At(from, "08:00"));

    public static Told Died(DateTimeOffset at, string person = "p1") => new(new Fact.PersonDied(person, Moment.At(at)), at);

    public static Told DiedOn(int june, string person = "p1") =>
        new(new Fact.PersonDied(person, Moment.On(Day(june))), At(june + 1, "09:00"));

    public static Told Planned(string item, DateTimeOffset start, DateTimeOffset end, PlanPlace place = PlanPlace.Home) => new(
        new Fact.PlanFiled("p1", "plan1", "i1", Day(1), Day(30), [new(item, null, start, end, [], place, null)]), At(1, "00:00"));

    public static Told CheckIn(string visit, DateTimeOffset at, string caregiver = "c1", string? institution = null, string? item = null,
        GeoFix? fix = null, string person = "p1") => new(Checked(true, visit, caregiver, institution, item, fix, person), at);

    public static Told CheckOut(string visit, DateTimeOffset at, string caregiver = "c1", string? institution = null, string? item = null,
        string person = "p1") => new(Checked(false, visit, caregiver, institution, item, null, person), at);

    /// <summary>A visit with both ends.</summary>
    public static Told[] Visit(string visit, int june, string from, string to, string caregiver = "c1", string? institution = null,
        string? item = null, string person = "p1") =>
        [
            CheckIn(visit, At(june, from), caregiver, institution, item, null, person),
            CheckOut(visit, At(june, to), caregiver, institution, item, person),
        ];

    public static Told Claim(string id, string? institution, params ClaimLine[] lines) =>
        new(new Fact.ClaimSubmitted("p1", id, Day(1), institution, null, null, null, 100m, [.. lines]), At(28, "10:00"));

    public static ClaimLine Line(int june, string? visit = null) => new(Day(june), visit, null, 30m);

    public static Told Designated(string from = "2026-01-01", string to = "2026-12-31", string institution = "i1") => new(
        new Fact.InstitutionDesignated(institution, "某院", "120101", Here, true, true, Date(from), Date(to), null),
        At(Date(from), "08:00").AddDays(-10));

    public static Told Suspended(int on, int? until = null) =>
        new(new Fact.InstitutionSuspended("i1", Day(on), until is { } u ? Day(u) : null, null), At(on, "08:00").AddDays(-1));

    public static Told Resumed(int on) => new(new Fact.InstitutionResumed("i1", Day(on), null), At(on, "08:00").AddDays(-1));

    public static Told Terminated(int on) => new(new Fact.InstitutionTerminated("i1", Day(on), null), At(on, "08:00").AddDays(-1));

    public static Told Approved(string caregiver, string on, string person = "p1") =>
        new(new Fact.BindingApproved(person, caregiver, Date(on)), At(Date(on), "09:00"));

    public static Told Unbound(string caregiver, string on, string person = "p1") =>
        new(new Fact.BindingEnded(person, caregiver, Date(on), null), At(Date(on), "10:00"));

    public static Told Confirmed(string month, string institution = "i1") =>
        new(new Fact.PersonConfirmed("p1", Date($"{month}-01"), institution), At(Date($"{month}-01"), "09:00"));

    public static Told Applied(int june) => new(new Fact.AssessmentApplied("p1", Day(june), null), At(june, "11:00"));

    public static Told Relative(string caregiver, string person = "p1") =>
        new(new Fact.KinshipRecorded(person, caregiver, "女儿"), At(1, "07:00"));

    public static Told Reported(string id, DateTimeOffset at, WelfareKind kind = WelfareKind.Neglect) =>
        new(new Fact.WelfareReported("p1", id, kind, "c1", null), at);

    public static Told Seen(DateTimeOffset at, string? report = null) => new(new Fact.WelfareVisited("p1", at, report), at);

    public static Told Scored(int june, double score) => new(new Fact.QualityScored("p1", score, Day(june)), At(june, "15:00"));

    public static Told Changed(string item, DateTimeOffset start, int staff = 1) => new(
        new Fact.PlanChanged("p1", "plan1", [new(item, null, start, start.AddHours(1), [], PlanPlace.Home, staff)], [], null), start.AddDays(-1));

    public static Told Cancelled(string item) => new(new Fact.PlanChanged("p1", "plan1", [], [item], null), At(2, "00:00"));

    public static Told Ordered(int on, int? until = null, string? id = null) =>
        new(new Fact.RectificationOrdered("i1", Day(on), until is { } u ? Day(u) : null, id, null), At(on, "08:00"));

    public static Told Accepted(int on, string? id = null) => new(new Fact.RectificationAccepted("i1", Day(on), id), At(on, "16:00"));

    public static Told OnLeave(string caregiver, int from, int to, AbsenceKind kind = AbsenceKind.Travel) =>
        new(new Fact.CaregiverAbsent(caregiver, Day(from), Day(to), kind), At(from, "06:00"));

    /// <summary>A visit of an hour at nine at which the person's face was looked at.</summary>
    public static Told[] Faced(string visit, int june, double score, bool live = true, bool twice = true)
    {
        Fact.VisitChecked With(Told told, bool looks) => (Fact.VisitChecked)told.Fact with { PersonFace = looks ? new FaceCheck(score, live) : null };
        var (first, last) = (CheckIn(visit, At(june, "09:00")), CheckOut(visit, At(june, "10:00")));
        return [first with { Fact = With(first, true) }, last with { Fact = With(last, twice) }];
    }

    /// <summary>A check-in of a visit of its own at which the person's face is looked at.</summary>
    public static Told LookedAt(string person, DateTimeOffset at, double score = 0.9, string institution = "i1")
    {
        var check = CheckIn($"f{person}{at:MMdd}", at, "c2", institution, person: person);
        return check with { Fact = (Fact.VisitChecked)check.Fact with { PersonFace = new FaceCheck(score, true) } };
    }

    public static Told Audited(string visit, DateTimeOffset at, AuditResult result) => new(new Fact.VisitAudited("p1", visit, result, null), at);

    /// <summary>A point so many metres to the north.</summary>
    public static GeoPoint North(double metres) => new(Here.Lat + (metres / 6_371_008.8 * 180 / Math.PI), Here.Lon);

    public static GeoFix Fix(double metresNorth, double? accuracy = 0) => new(North(metresNorth), accuracy, false);

    private static Fact.VisitChecked Checked(
        bool isIn, string visit, string caregiver, string? institution, string? item, GeoFix? fix, string person) => new(
        isIn, person, visit, caregiver, institution, item, fix, false, null, Channel.Mobile, null, null, null, null, [],
        isIn ? [] : [new("S01", 30)], null);
}
