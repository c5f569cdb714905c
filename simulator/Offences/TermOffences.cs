namespace LtcActors.Simulator;

/// <summary>Terms of a benefit: ELG-05, ELG-08, ELG-09.</summary>
internal static class TermOffences
{
    public static IReadOnlyList<Story> Stories { get; } =
    [
        new("ELG-05", [TwoMonthsLeft, ThreeWeeksLeft], [AppliedInTime, MoreThanThreeMonthsLeft]),
        new("ELG-08", [MonthLeftOut, NeverConfirmed], [EnteredLate, BeforeTheFirstMonth]),
        new("ELG-09", [MovedInMidMonth, LivesInAndIsVisited, ReboundAtOnce], [MovedInOnTheFirst, AtHomeOnLeave, OldHelpUntilTheEnd]),
    ];

    private static Person Expiring(Scene s, int daysLeft)
    {
        var (carer, person) = (s.Carer(), s.Client(assess: false));
        s.World.Assess(person, 4, s.World.FirstDay.AddDays(-200), s.World.LastDay.AddDays(daysLeft));
        s.Routine(person, carer);
        return person;
    }

    private static void TwoMonthsLeft(Scene s) =>
        s.World.Expect("ELG-05", "P4", "60 days before the expiry nobody has applied", Expiring(s, 60));

    private static void ThreeWeeksLeft(Scene s) =>
        s.World.Expect("ELG-05", "P3", "20 days before the expiry nobody has applied", Expiring(s, 20));

    private static void AppliedInTime(Scene s) => s.World.Apply(Expiring(s, 20), s.World.LastDay.AddDays(20 - 90));

    private static void MoreThanThreeMonthsLeft(Scene s) => Expiring(s, 120);

    /// <summary>Three visits in the month before the city's first.</summary>
    private static (Person Person, DateOnly Month, List<Visit> Visits) MonthBefore(Scene s)
    {
        // An agency of its own: whom it confirms is held against whom it does not.
        var agency = s.OwnAgency();
        var (carer, person) = (s.Carer(agency), s.Client(agency, since: s.World.FirstDay.AddDays(-140)));
        var month = Time.FirstOfMonth(s.World.FirstDay).AddMonths(-1);
        List<Visit> visits = [.. new[] { 5, 6, 9 }.Select(d => s.Visit(person, carer, Time.At(month.AddDays(d), 9)))];
        s.Routine(person, carer);
        return (person, month, visits);
    }

    private static void MonthLeftOut(Scene s)
    {
        var (person, month, visits) = MonthBefore(s);
        s.World.Confirm(person, month.AddMonths(-1), Time.At(month.AddMonths(-1), 8));
        s.World.Expect("ELG-08", "P2", "a month with visits was not continued", person, visits: visits);
    }

    private static void EnteredLate(Scene s)
    {
        var (person, month, _) = MonthBefore(s);
        s.World.Confirm(person, month.AddMonths(-1), Time.At(month.AddMonths(-1), 8));
        s.World.Confirm(person, month, Time.At(month.AddDays(25), 17));
    }

    private static void BeforeTheFirstMonth(Scene s) => MonthBefore(s);

    /// <summary>Served for months, and in none of the confirmations in which its neighbour is.</summary>
    private static void NeverConfirmed(Scene s)
    {
        var (ghost, month, visits) = MonthBefore(s);
        var neighbour = s.World.NewPerson(
            s.World.Institutions.Single(i => i.Id == ghost.InstitutionId), false, s.World.NewHome(ghost.Home), ghost.Since, "professional", null);
        s.World.Confirm(neighbour, month.AddMonths(-1), Time.At(month.AddMonths(-1), 8));
        s.World.Confirm(neighbour, month, Time.At(month, 8));
        s.World.Expect("ELG-08", "P2", "never confirmed, where others are", ghost, visits: visits);
    }

    private static (Institution House, Caregiver Staff) House(Scene s)
    {
        var house = s.World.NewInstitution(s.Rng.Pick(District.All), residence: true);
        return (house, s.World.NewCaregiver(house, "institution", s.World.FirstDay.AddDays(-100)));
    }

    private static DateOnly NotAFirst(DateOnly day) => day.Day == 1 ? day.AddDays(1) : day;

    private static Visit Inside(Scene s, Person person, Institution house, Caregiver staff, DateOnly day) =>
        s.Visit(person, staff, Time.At(day, 14), but: v => v with { At = house.Position });

    private static void MovedInMidMonth(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        var (house, staff) = House(s);
        var moved = NotAFirst(s.MidDay);
        s.Routine(person, carer, d => s.World.Day(d) < moved);
        s.World.MoveIn(person, house, moved);
        s.World.Expect("ELG-09", "P2", "care in the house from the day of the change on", person,
            visits: [Inside(s, person, house, staff, moved)]);
    }

    private static void LivesInAndIsVisited(Scene s)
    {
        var (house, staff) = House(s);
        var carer = s.Carer();
        var person = s.World.NewPerson(house, true, s.World.NewHome(house.District.Centre, 5_000), s.World.FirstDay.AddDays(-60), "full", null);
        Inside(s, person, house, staff, s.MidDay.AddDays(-1));
        s.World.Expect("ELG-09", "P2", "a home visit on a day in the house", person, visits: [s.Visit(person, carer, s.At(s.Mid, 9))]);
    }

    private static void ReboundAtOnce(Scene s)
    {
        var (person, first) = FamilyOffences.Household(s);
        var month = FamilyOffences.Month(s);
        var approved = month.AddDays(-10);
        var second = FamilyOffences.Qualified(s, person);
        s.World.Bind(person, second, approved);
        s.World.Unbind(person, first, approved);
        s.Routine(person, first, d => s.World.Day(d) < approved);
        s.World.Expect("ELG-09", "P2", "the newly bound relative cares before the next month", person,
            visits: [s.Visit(person, second, Time.At(approved.AddDays(2), 9)), s.Visit(person, second, Time.At(month.AddDays(-1), 9))]);
        s.Routine(person, second, d => s.World.Day(d) >= month);
    }

    private static void MovedInOnTheFirst(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        var (house, staff) = House(s);
        var moved = FamilyOffences.Month(s);
        s.Routine(person, carer, d => s.World.Day(d) < moved);
        s.World.MoveIn(person, house, moved);
        Inside(s, person, house, staff, moved);
    }

    private static void AtHomeOnLeave(Scene s)
    {
        var (house, staff) = House(s);
        var carer = s.Carer();
        var person = s.World.NewPerson(house, true, s.World.NewHome(house.District.Centre, 5_000), s.World.FirstDay.AddDays(-60), "full", null);
        Inside(s, person, house, staff, s.MidDay.AddDays(-1));
        s.World.Log.Add("agency", "ltc.person.away", person.Id, s.At(s.Mid - 1, 12), new { From = s.MidDay, To = s.MidDay.AddDays(1) });
        s.Visit(person, carer, s.At(s.Mid, 9));
    }

    private static void OldHelpUntilTheEnd(Scene s)
    {
        var (carer, person) = (s.Carer(), s.Client());
        var (house, _) = House(s);
        var moved = NotAFirst(s.MidDay);
        var next = Time.FirstOfMonth(moved).AddMonths(1);
        s.World.MoveIn(person, house, moved);
        s.Routine(person, carer, d => s.World.Day(d) < next);
    }
}
