using LtcActors.Domain.Rules;
using static LtcActors.Domain.Tests.Caregivers.Given;

namespace LtcActors.Domain.Tests.Caregivers;

/// <summary>VIS-09, VIS-10, VIS-12, VIS-13: full days, and how visits come to be recorded.</summary>
public sealed class DayLoadTests
{
    /// <summary>An hour at home until ten, then a visit so many metres away.</summary>
    private static Stage Ride(double metres, string next, double? measured = null) => new Stage().Given(
        Client("p1", Home), Client("p2", North(metres)), Visit(1, "09:00", "10:00", "v1"),
        Visit(1, next, "11:30", "v2", "p2", at: North(measured ?? metres)));

    [Fact]
    public void Half_the_time_of_the_way_is_just_enough()
    {
        Ride(6000, "10:04:30").Silent("VIS-09");
        var found = Ride(6000, "10:04:29").Only("VIS-09");
        Assert.Equal((Severity.P3, At(1, "10:00")), (found.Severity, found.OccurredAt));
        Assert.Equal(["v1", "v2"], found.VisitIds.ToArray());
        Assert.Equal("gapShare", found.Figures[0].Name);
        Assert.InRange(found.Figures[0].Number!.Value, 49.8, 49.9);
        Assert.Equal((50d, "%", "proposed"), (found.Figures[0].Limit, found.Figures[0].Unit, found.Figures[0].Basis));
    }

    [Fact]
    public void One_address_one_person_or_a_phone_that_shows_otherwise_is_no_way()
    {
        Ride(49, "10:00").Silent("VIS-09");
        Ride(6000, "10:00", measured: 20).Silent("VIS-09");
        new Stage().Given(Client("p1", Home), Visit(1, "09:00", "10:00", "v1"), Visit(1, "10:00", "11:00", "v2", at: North(6000))).Silent("VIS-09");
    }

    [Fact]
    public void Who_lives_in_a_house_is_not_where_its_home_is()
    {
        static Told Resident(string person, double metres) => s => s.Hear("c1", LtcActors.Domain.Actors.ActorId.Person(person), new LtcActors.Domain.Actors.Brief.Client(
            "120101", [new(new(Day("2025-01-01"), null), North(metres))], [], new(null, [new(Day("2026-01-01"), null)], [], [], false)));
        static Told Phoned(string from, string to, string visit, string person) => s =>
        {
            s.Know(Check(true, visit, person, position: false, channel: Channel.Phone), At(1, from));
            s.Know(Check(false, visit, person, position: false, channel: Channel.Phone), At(1, to));
        };
        var house = new Stage().Given(
            Resident("p1", 0), Resident("p2", 6000), Phoned("09:00", "10:00", "v1", "p1"), Phoned("10:01", "11:00", "v2", "p2"), Phoned("10:30", "11:30", "v3", "p1"));
        house.Silent("VIS-09");
        Assert.Equal(Severity.P3, house.Only("VIS-06").Severity); // At one address, not at two.
    }

    [Fact]
    public void An_overlap_is_no_way_either() => Ride(6000, "09:55").Silent("VIS-09");

    private static Told[] Many(int count, int minutes) => [.. Enumerable.Range(0, count).Select(i => (Told)(s =>
    {
        var begin = At(1, "06:00").AddMinutes(i * (minutes + 20));
        s.Know(Check(true, $"v{i}"), begin);
        s.Know(Check(false, $"v{i}"), begin.AddMinutes(minutes));
    }))];

    [Fact]
    public void The_eleventh_visit_of_a_day_is_too_many()
    {
        new Stage().Given(Many(10, 30)).Silent("VIS-10");
        var found = new Stage().Given(Many(11, 30)).Only("VIS-10");
        Assert.Equal(("2026-06-01", Severity.P3, 11), (found.Anchor, found.Severity, found.VisitIds.Length));
        Assert.Equal(new("dayVisits", 11, null, "visits", 10, "proposed"), found.Figures[0]);
    }

    [Fact]
    public void More_than_ten_hours_are_too_many()
    {
        new Stage().Given(Many(2, 300)).Silent("VIS-10");
        Assert.Equal(new("dayHours", 10.033, null, "h", 10, "proposed"), new Stage().Given(Many(2, 301)).Only("VIS-10").Figures[1]);
    }

    [Fact]
    public void In_a_house_or_with_ones_own_relative_a_day_may_be_full()
    {
        var stage = new Stage().Given(Many(11, 30));
        stage.Only("VIS-10");
        stage.Given(Registered(duty: Duty.Institution)).Silent("VIS-10");
        new Stage().Given(Bound("p1", "2026-05-01")).Given(Many(11, 30)).Silent("VIS-10");
    }

    /// <summary>So many visits in June, the first of them changed.</summary>
    private static Told[] Month(int visits, int some, Func<Fact.VisitChecked, Fact.VisitChecked> but) =>
    [
        .. Enumerable.Range(0, visits).Select(i => (Told)(s =>
        {
            foreach (var isIn in new[] { true, false })
            {
                var check = (Fact.VisitChecked)Check(isIn, $"v{i}", $"p{i % 5}");
                s.Know(i < some ? but(check) : check, At(1 + i, isIn ? "09:00" : "09:30"));
            }
        })),
    ];

    private static Fact.VisitChecked ByHand(Fact.VisitChecked check) => check with { Channel = Channel.Manual };

    [Fact]
    public void Fifteen_in_a_hundred_by_hand_are_allowed_of_twenty_or_more()
    {
        new Stage().Given(Month(20, 3, ByHand)).Silent("VIS-12");
        new Stage().Given(Month(19, 10, ByHand)).Silent("VIS-12");
        var found = new Stage().Given(Month(20, 4, ByHand)).Only("VIS-12");
        Assert.Equal(("2026-06", Severity.P2, 8), (found.Anchor, found.Severity, found.Evidence.Length));
        Assert.Equal(
            [
                new("manualShare", 20, null, "%", 15, "proposed"), new("visits", 20, null, "visits", 20, "proposed"),
                Figure.Of("manual", 4, "visits"), Figure.Of("manualPersons", 4, "persons"), Figure.Of("manualAtWeekends", 0, "visits"),
            ],
            found.Figures.ToArray());
    }

    /// <summary>Visits to these persons on these days of June at these hours, by hand or not.</summary>
    private static Told[] Days(string person, bool byHand, string time, params int[] days) =>
    [
        .. days.Select(day => (Told)(s =>
        {
            foreach (var isIn in new[] { true, false })
            {
                var check = (Fact.VisitChecked)Check(isIn, $"{person}-{day}-{time}", person);
                s.Know(byHand ? ByHand(check) : check, At(day, time).AddMinutes(isIn ? 0 : 30));
            }
        })),
    ];

    [Fact]
    public void By_hand_for_two_persons_only_is_a_choice_where_others_are_visited_by_device()
    {
        Told[] others = Days("p1", false, "08:00", 1, 2, 3, 4);
        var found = new Stage().Given(others).Given(Days("p2", true, "10:00", 1, 2)).Given(Days("p3", true, "12:00", 1, 2)).Only("VIS-12");
        Assert.Equal(
            [
                Figure.Of("manualShare", 50, "%"), Figure.Of("visits", 8, "visits"), new("manual", 4, null, "visits", 4, "proposed"),
                new("manualPersons", 2, null, "persons", 2, "proposed"), Figure.Of("manualAtWeekends", 0, "visits"),
                new("manualShareOfPersons", 100, null, "%", 80, "proposed"),
            ],
            found.Figures.ToArray());
        new Stage().Given(others).Given(Days("p2", true, "10:00", 1, 2)).Given(Days("p3", true, "12:00", 1)).Given(Days("p4", true, "14:00", 1)).Silent("VIS-12");
        new Stage().Given(others).Given(Days("p2", true, "10:00", 1, 2, 3)).Silent("VIS-12");
        new Stage().Given(others[..3]).Given(Days("p2", true, "10:00", 1, 2, 3, 4)).Silent("VIS-12");
        new Stage().Given(others).Given(Days("p2", true, "10:00", 1, 2, 3, 4)).Given(Days("p2", false, "10:00", 5)).Only("VIS-12");
        new Stage().Given(others).Given(Days("p2", true, "10:00", 1, 2, 3, 4)).Given(Days("p2", false, "10:00", 5, 8)).Silent("VIS-12");
    }

    [Fact]
    public void By_hand_at_weekends_only_is_a_choice_too()
    {
        Told[] week = Days("p1", false, "08:00", 1, 2, 3, 4, 5);
        var found = new Stage().Given(week).Given(Days("p1", true, "08:00", 6, 7, 13, 14)).Only("VIS-12");
        Assert.Equal(new("manualShareAtWeekends", 100, null, "%", 80, "proposed"), found.Figures[^1]);
        new Stage().Given(week).Given(Days("p1", true, "08:00", 6, 7, 13)).Silent("VIS-12");
        new Stage().Given(week).Given(Days("p1", true, "08:00", 6, 7, 13, 14)).Given(Days("p1", false, "08:00", 20, 21)).Silent("VIS-12");
        new Stage().Given(week).Given(Days("p1", true, "08:00", 6, 7, 13, 14)).Given(Days("p1", true, "08:00", 15, 16)).Silent("VIS-12");
    }

    [Fact]
    public void Who_is_exempt_may_enter_by_hand_on_those_days()
    {
        Told Exempt(ExemptionKind kind, int from) => Known(new Fact.CaregiverExempted("c1", kind, June(from), null), At(1, "08:00"));
        new Stage().Given(Month(20, 4, ByHand)).Given(Exempt(ExemptionKind.Manual, 4)).Silent("VIS-12");
        new Stage().Given(Month(20, 4, ByHand)).Given(Exempt(ExemptionKind.Manual, 5)).Only("VIS-12");
        new Stage().Given(Month(20, 4, ByHand)).Given(Exempt(ExemptionKind.Identity, 1)).Only("VIS-12");
    }

    [Fact]
    public void An_upload_after_three_days_is_late_and_a_fifth_of_them_a_habit()
    {
        Func<Fact.VisitChecked, Fact.VisitChecked> After(double hours) =>
            check => check with { UploadedAt = At(1 + int.Parse(check.VisitId.AsSpan(1), null), check.IsCheckIn ? "09:00" : "09:30").AddHours(hours) };
        new Stage().Given(Month(20, 4, After(72))).Silent("VIS-13");
        var found = new Stage().Given(Month(20, 4, After(73))).Only("VIS-13");
        Assert.Equal(("2026-06", Severity.P4, 4), (found.Anchor, found.Severity, found.VisitIds.Length));
        Assert.Equal(new("longest", 73, null, "h", 72, "proposed"), found.Figures[0]);
        Assert.Equal(Severity.P3, new Stage().Given(Month(20, 5, After(73))).Only("VIS-13").Severity);
        Assert.Equal(Severity.P4, new Stage().Given(Month(19, 5, After(73))).Only("VIS-13").Severity);
    }
}
