using System.Globalization;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Geo;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Tests.Months;

/// <summary>
/// Facts about caregivers, their clients and plans, of June 2026 unless said otherwise, as a list that can be told in any order.
/// The month is looked at from 6 July on.
/// </summary>
internal sealed class Story
{
    public const string Closed = "2026-07-06";

    private static readonly GeoPoint Here = new(39.10, 117.20);
    private readonly List<(string Id, DateTimeOffset Time, Fact Fact)> facts = [];
    private int items;

    public IReadOnlyList<(string Id, DateTimeOffset Time, Fact Fact)> Facts => facts;

    public static DateTimeOffset At(int day, string time, int seconds = 0) => At(new DateOnly(2026, 6, 1).AddDays(day - 1), time).AddSeconds(seconds);

    public static DateTimeOffset At(DateOnly day, string time) =>
        Shanghai.StartOf(day) + TimeSpan.ParseExact(time, @"hh\:mm", CultureInfo.InvariantCulture);

    public static DateTimeOffset On(string day, string time = "00:00") => At(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture), time);

    public Story Know(DateTimeOffset time, Fact fact, string? id = null)
    {
        facts.Add((id ?? $"f{facts.Count}", time, fact));
        return this;
    }

    public Story Carer(
        string id = "c1", string institution = "i1", string from = "2026-01-01", string? to = null, string? idNumber = null,
        CaregiverKind kind = CaregiverKind.Professional, Duty? duty = Duty.Home) => Know(On(from, "08:00"), new Fact.CaregiverRegistered(
            id, "某人", kind, institution, duty, null, null, DateOnly.FromDateTime(On(from).Date),
            to is null ? null : DateOnly.FromDateTime(On(to).Date), idNumber));

    /// <summary>Somebody cared for at home, whose plan speaks for June.</summary>
    public Story Client(string id = "p1", string district = "120101", bool hasPlan = true)
    {
        Know(On("2026-01-01", "08:00"), new Fact.PersonRegistered(id, "某人", new(1940, 1, 1), district, Here, null, "SECRET"));
        Know(On("2026-01-01", "09:00"), new Fact.PersonArranged(id, CareMode.Home, "i1", new(2026, 1, 1), ServicePackage.Full, null));
        return hasPlan ? Plan(id) : this;
    }

    public Story Plan(string person, params PlanItem[] planned) =>
        Know(On("2026-05-31"), new Fact.PlanFiled(person, $"w{items++}", "i1", new(2026, 6, 1), new(2026, 6, 30), [.. planned]));

    public string Item(string person, DateTimeOffset start, int minutes = 60)
    {
        var id = $"t{items++}";
        Plan(person, new PlanItem(id, null, start, start.AddMinutes(minutes), [], PlanPlace.Home, null));
        return id;
    }

    public Story Visit(
        string visit, DateTimeOffset begin, double minutes = 60, string person = "p1", string carer = "c1", string? item = null,
        Channel channel = Channel.Mobile, double? face = 0.95, string? institution = null)
    {
        Fact Check(bool isIn) => new Fact.VisitChecked(
            isIn, person, visit, carer, institution, item, null, false, null, channel, null, face is { } score ? new(score, true) : null, null, null, [], [], null);
        Know(begin, Check(true), $"{visit}+");
        return Know(begin.AddMinutes(minutes), Check(false), $"{visit}-");
    }

    /// <summary>A visit that starts so many seconds after its item does, and is longer by so many.</summary>
    public Story Timed(int day, int late, int longer = 0, string person = "p1", string carer = "c1", Channel channel = Channel.Mobile, string time = "09:00")
    {
        var item = Item(person, At(day, time));
        return Visit($"v{carer}{person}{day}", At(day, time, late), 60 + (longer / 60.0), person, carer, item, channel);
    }

    public World Told(string now = Closed)
    {
        var world = new World { Now = On(now) };
        foreach (var (id, time, fact) in facts)
        {
            world.Know(fact, time, id);
        }

        return world.Settle();
    }

    /// <summary>Tells a world that knows the first so many facts the rest, and lets so much time pass.</summary>
    public void TellRest(World world, int known, TimeSpan after)
    {
        foreach (var (id, time, fact) in facts.Skip(known))
        {
            world.Know(fact, time, id);
        }

        world.Settle();
        world.Now += after;
        world.Settle();
    }

    public Finding Then(string rule, string now = Closed) => Assert.Single(Told(now).Findings(), f => f.Rule.Id == rule);

    public void Silent(string rule, string now = Closed) => Assert.DoesNotContain(Told(now).Findings(), f => f.Rule.Id == rule);

    public static double Figure(Finding finding, string name) => finding.Figures.Single(f => f.Name == name).Number!.Value;

    /// <summary>Findings of these rules as text that does not depend on the journal.</summary>
    public static string Picture(World world, params string[] rules) => string.Join('\n', world.Findings()
        .Where(f => rules.Contains(f.Rule.Id)).Select(f => string.Create(CultureInfo.InvariantCulture,
            $"{f.Id} {f.Anchor} {f.Severity} {f.OccurredAt:O} {f.EndedAt:O} {f.PersonId} {f.CaregiverId} {f.InstitutionId} {f.DistrictCode} {
                string.Join(',', f.VisitIds)} {string.Join(',', f.Evidence.Select(e => $"{e.Fact.Key:x}{e.Note}"))} {string.Join(',', f.Figures)}")));
}
