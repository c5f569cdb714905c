namespace LtcActors.Simulator;

/// <summary>Bindings and training of relatives: FAM-01, FAM-02.</summary>
internal static class FamilyOffences
{
    public static IReadOnlyList<Story> Stories { get; } =
    [
        new("FAM-01", [TwoRelatives, TwoForOneDay, TwoInsured], [ReboundFromNextMonth, EndsAsTheNextBegins, FromOneToTheOther]),
        new("FAM-02", [NoCourse, PractisedADayShort, PractisedUntilApproval], [Nurse, ExactlyThreeMonths, TwoStretches]),
    ];

    internal static (Person Person, Caregiver Relative) Household(Scene s, Institution? at = null)
    {
        var since = s.World.FirstDay.AddDays(-310);
        var person = s.Client(at, since: since, package: "family");
        return (person, HonestCity.FamilyCaregiver(s.World, person, since, s.Rng));
    }

    internal static Caregiver Qualified(Scene s, Person person)
    {
        var relative = s.World.NewCaregiver(null, null, person.Since);
        s.World.Practise(relative, person, person.Since.AddDays(3), person.Since.AddDays(110));
        s.World.Train(relative, person.Since.AddDays(80));
        return relative;
    }

    /// <summary>A first of a month near the end of the city: a second binding of an insured takes effect then.</summary>
    internal static DateOnly Month(Scene s) => Time.FirstOfMonth(s.World.LastDay.AddDays(-2));

    /// <summary>A relative is bound and no part of the story any more: whether a week of it passes turns on the days of the city.</summary>
    internal static void TolerateUnseen(Scene s, Person person) =>
        s.World.Tolerate("FAM-03", "P3", "a relative is bound who never checks in", person);

    private static void Second(Scene s, DateOnly? firstEnds)
    {
        var (person, first) = Household(s);
        s.World.Bind(person, Qualified(s, person), Month(s).AddDays(-10));
        if (firstEnds is { } on)
        {
            s.World.Unbind(person, first, on);
        }

        s.Routine(person, first, d => firstEnds is null || s.World.Day(d) < firstEnds);
        TolerateUnseen(s, person);
        if (firstEnds is null || firstEnds > Month(s))
        {
            s.World.Expect("FAM-01", "P1", "two relatives are bound to one insured", person);
        }
    }

    private static void TwoRelatives(Scene s) => Second(s, null);

    private static void TwoForOneDay(Scene s) => Second(s, Month(s).AddDays(1));

    private static void ReboundFromNextMonth(Scene s) => Second(s, Month(s).AddDays(-12));

    private static void EndsAsTheNextBegins(Scene s) => Second(s, Month(s));

    private static void OneRelativeTwoInsured(Scene s, bool firstEnds)
    {
        var (person, relative) = Household(s);
        var second = s.Client(package: "family");
        s.World.Bind(second, relative, s.MidDay);
        if (firstEnds)
        {
            s.World.Unbind(person, relative, s.MidDay);
            s.Routine(person, relative, s.BeforeMid);
            s.Routine(second, relative, d => d > s.Mid);
            return;
        }

        s.Routine(person, relative);
        TolerateUnseen(s, second);
        s.World.Expect("FAM-01", "P1", "one relative is bound to two insured", caregiver: relative);
    }

    private static void TwoInsured(Scene s) => OneRelativeTwoInsured(s, firstEnds: false);

    private static void FromOneToTheOther(Scene s) => OneRelativeTwoInsured(s, firstEnds: true);

    private static Caregiver Bound(
        Scene s, DateOnly? trained, params IEnumerable<(DateOnly From, DateOnly To)> practice) => Bound(s, trained, null, practice);

    private static Caregiver Bound(Scene s, DateOnly? trained, string? qualification, IEnumerable<(DateOnly From, DateOnly To)> practice)
    {
        var person = s.Client(since: s.World.FirstDay.AddDays(-200), package: "family");
        var relative = s.World.NewCaregiver(null, null, s.World.FirstDay.AddDays(-200), qualification);
        foreach (var (from, to) in practice)
        {
            s.World.Practise(relative, person, from, to);
        }

        if (trained is { } on)
        {
            s.World.Train(relative, on);
        }

        s.World.Bind(person, relative, s.MidDay);
        s.Routine(person, relative, d => d > s.Mid);
        return relative;
    }

    /// <summary>Three calendar months to the day, ending before the approval; on a day that every month has.</summary>
    private static (DateOnly From, DateOnly To) ThreeMonths(Scene s)
    {
        var after = s.MidDay.AddDays(-1);
        while (after.Day > 28)
        {
            after = after.AddDays(-1);
        }

        return (after.AddMonths(-3), after.AddDays(-1));
    }

    private static void NoCourse(Scene s) =>
        s.World.Expect("FAM-02", "P1", "approved without any course",
            caregiver: Bound(s, null, (s.MidDay.AddDays(-130), s.MidDay.AddDays(-10))));

    private static void PractisedADayShort(Scene s)
    {
        var (from, to) = ThreeMonths(s);
        s.World.Expect("FAM-02", "P1", "practised three months less a day",
            caregiver: Bound(s, s.MidDay.AddDays(-10), (from.AddDays(1), to)));
    }

    private static void PractisedUntilApproval(Scene s) =>
        s.World.Expect("FAM-02", "P1", "the practice was not over before the approval, nor long enough without that day",
            caregiver: Bound(s, s.MidDay, (s.MidDay.AddMonths(-3).AddDays(4), s.MidDay)));

    private static void Nurse(Scene s) => Bound(s, null, "nurse", [(s.MidDay.AddDays(-130), s.MidDay.AddDays(-10))]);

    private static void ExactlyThreeMonths(Scene s) => Bound(s, s.MidDay, ThreeMonths(s));

    private static void TwoStretches(Scene s) => Bound(
        s, s.MidDay.AddDays(-1), (s.MidDay.AddDays(-150), s.MidDay.AddDays(-105)), (s.MidDay.AddDays(-60), s.MidDay.AddDays(-10)));
}
