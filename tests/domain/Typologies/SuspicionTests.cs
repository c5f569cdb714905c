using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;
using LtcActors.Domain.Tests.Policies;

namespace LtcActors.Domain.Tests.Typologies;

/// <summary>How findings on one subject are weighed together: P1 0.6, P2 0.35, P3 0.15, P4 0; a suspicion from 0.5 on, P1 from 0.8 on.</summary>
public sealed class SuspicionTests
{
    private static readonly Typology Set = Typology("A-01", "A-02", "A-03", "A-04", "A-05");

    [Fact]
    public void One_finding_of_the_gravest_kind_is_a_suspicion_by_itself()
    {
        var suspicion = Of(Found("A-01", Severity.P1, 3))!;
        Assert.Equal((Severity.P2, 0.6, At(3)), (suspicion.Severity, suspicion.Score, suspicion.OccurredAt));
        Assert.Equal((0.5, "proposed", 0.8), (suspicion.Open.Value, suspicion.Open.Basis, suspicion.Urgent.Value));
    }

    [Fact]
    public void One_of_the_second_kind_is_none_and_two_of_different_rules_are()
    {
        Assert.Null(Of(Found("A-01", Severity.P2, 3)));
        Assert.Equal(0.578, Of(Found("A-01", Severity.P2, 3), Found("A-02", Severity.P2, 4))!.Score);
    }

    [Fact]
    public void Four_rules_of_the_third_kind_are_none_and_five_are()
    {
        Suspect[] four = [.. Enumerable.Range(1, 4).Select(i => Found($"A-0{i}", Severity.P3, i))];
        Assert.Null(Of(four));
        Assert.Equal(0.556, Of([.. four, Found("A-05", Severity.P3, 5)])!.Score);
    }

    [Fact]
    public void A_hint_adds_nothing_and_is_not_named()
    {
        var suspicion = Of(Found("A-01", Severity.P1, 3), Found("A-02", Severity.P4, 1))!;
        Assert.Equal((0.6, "A-01"), (suspicion.Score, Assert.Single(suspicion.Contributions).Rule));
    }

    [Fact]
    public void Two_rules_that_each_want_a_stop_are_urgent_and_one_with_a_hold_is_not()
    {
        Assert.Equal((Severity.P1, 0.84), Weighed(Found("A-01", Severity.P1, 1), Found("A-02", Severity.P1, 2)));
        Assert.Equal((Severity.P2, 0.74), Weighed(Found("A-01", Severity.P1, 1), Found("A-02", Severity.P2, 2)));
    }

    [Fact]
    public void However_often_a_rule_finds_something_it_counts_once_by_the_gravest()
    {
        var suspicion = Of(Found("A-01", Severity.P3, 1), Found("A-01", Severity.P1, 2), Found("A-01", Severity.P1, 3))!;
        var part = Assert.Single(suspicion.Contributions);
        Assert.Equal((0.6, 0.6, 0.6, Severity.P1, 3), (suspicion.Score, part.Added, part.Weight.Value, part.Severity, part.Findings.Length));
        Assert.Equal(At(2), suspicion.OccurredAt);
    }

    [Fact]
    public void What_each_rule_added_when_it_came_adds_up_to_the_score()
    {
        var suspicion = Of(Found("A-02", Severity.P2, 2), Found("A-01", Severity.P3, 1), Found("A-03", Severity.P1, 3))!;
        Assert.Equal([("A-01", 0.15), ("A-02", 0.298), ("A-03", 0.331)], suspicion.Contributions.Select(c => (c.Rule, c.Added)));
        Assert.Equal((0.779, At(3)), (suspicion.Score, suspicion.OccurredAt));
    }

    [Fact]
    public void A_rule_that_is_enough_by_itself_makes_an_urgent_suspicion_whatever_the_score()
    {
        var direct = Set with { Direct = ["A-01"] };
        var suspicion = Suspicion.Of(direct, [Found("A-01", Severity.P4, 1), Found("A-02", Severity.P3, 2)], ShippedPolicies.Book)!;
        Assert.Equal((Severity.P1, 0.15, "A-01"), (suspicion.Severity, suspicion.Score, Assert.Single(suspicion.Direct)));
        Assert.Null(Suspicion.Of(direct, [Found("A-02", Severity.P3, 2)], ShippedPolicies.Book));
    }

    [Fact]
    public void Every_finding_is_weighed_by_the_values_of_its_own_day_and_what_was_a_suspicion_stays_one()
    {
        var later = ShippedPolicies.Book.With(
        [
            new("p", "p", [new("tianjin", "typ.open", 0.7, "score", null, "stricter"), new("tianjin", "typ.weightP1", 0.3, "score", null, "milder")],
                PolicyStatus.Live, [], null, new(2026, 6, 10)),
        ]);
        Assert.Equal(0.6, Suspicion.Of(Set, [Found("A-01", Severity.P1, 9)], later)!.Score);
        Assert.Null(Suspicion.Of(Set, [Found("A-01", Severity.P1, 10)], later));
        var both = Suspicion.Of(Set, [Found("A-01", Severity.P1, 9), Found("A-02", Severity.P3, 11)], later)!;
        Assert.Equal((0.66, 0.5, At(9)), (both.Score, both.Open.Value, both.OccurredAt));
    }

    [Fact]
    public void More_findings_never_make_it_less_and_their_order_makes_no_difference()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var found = Enumerable.Range(0, random.Next(1, 12))
                .Select(i => Found($"A-0{random.Next(1, 6)}", (Severity)random.Next(1, 5), random.Next(1, 28), $"f{i}")).ToArray();
            var all = Text(Of(found));
            random.Shuffle(found);
            Assert.True(all == Text(Of(found)), $"Seed {seed}: order.");
            var fewer = Of(found[..random.Next(found.Length)]);
            var whole = Of(found);
            Assert.True(
                fewer is null || (whole is not null && whole.Score >= fewer.Score && whole.Severity <= fewer.Severity && whole.OccurredAt <= fewer.OccurredAt),
                $"Seed {seed}: {Text(fewer)} became {all}.");
        }
    }

    [Fact]
    public void A_member_is_a_rule_or_of_a_family_that_is_yet_to_come()
    {
        string[] awaited = ["SUP-03", "SUP-04", "BIL-05", "COL-01", "COL-02", "COL-03", "STF-07", "VIS-15"];
        var known = Catalogue.All.Select(r => r.Id).Concat(awaited).ToHashSet();
        Assert.All(Domain.Rules.Typologies.All, t =>
        {
            Assert.Subset(known, t.Members.ToHashSet());
            Assert.Subset(t.Members.ToHashSet(), t.Direct.ToHashSet());
            Assert.Distinct(t.Members);
        });
        Assert.Equal(["T1", "T2", "T3", "T4", "T5", "T7", "T8"], Domain.Rules.Typologies.All.Select(t => t.Rule.Id));
    }

    [Fact]
    public void Only_what_stops_care_by_law_shifts_orders_or_is_done_by_nobody_registered_is_enough_by_itself() => Assert.Equal(
        ["ELG-01", "COL-01", "STF-05", "ELG-02"], Domain.Rules.Typologies.All.SelectMany(t => t.Direct));

    private static Suspicion? Of(params Suspect[] found) => Suspicion.Of(Set, found, ShippedPolicies.Book);

    private static (Severity Severity, double Score) Weighed(params Suspect[] found) => (Of(found)!.Severity, Of(found)!.Score);

    private static string Text(Suspicion? s) => s is null ? "none"
        : $"{s.Severity} {s.Score} {s.OccurredAt:O} {string.Join(' ', s.Contributions.Select(c => $"{c.Rule}:{c.Added}:{string.Join('+', c.Findings)}"))}";

    private static Suspect Found(string rule, Severity severity, int day, string id = "f") => new($"{id}-{rule}-{day}", rule, severity, At(day), "120101");

    private static DateTimeOffset At(int day) => new(2026, 6, day, 9, 0, 0, TimeSpan.FromHours(8));

    private static Typology Typology(params string[] members) =>
        new(new("T9", 1, "试", "Test", Severity.P1, [], []), SuspicionSubject.Person, [.. members], []);
}
