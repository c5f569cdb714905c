using System.Globalization;
using System.Text.Json.Nodes;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;
using LtcActors.Engine.RuleCases;
using LtcActors.Engine.Tests.Running;

namespace LtcActors.Engine.Tests.RuleCases;

/// <summary>
/// Every number of the policies stands in the case tables at its limit and one step past it: whoever moves it, by one where it counts
/// things and by a hundredth where it measures, up or down, changes what a case comes to. A share of things that are counted goes in
/// leaps: a hundredth is noticed where a case is exactly on it, and one thing more or fewer the other way. Where by nature it cannot be
/// so, it is said here why, and where else the number is held.
/// </summary>
public sealed class ThresholdCaseTests
{
    /// <summary>By rule and key: a case or a test in which the number is held, and the way in which it is.</summary>
    private static readonly Dictionary<(string Rule, string Key), Elsewhere> NotByCases = new()
    {
        // It turns on when a plan was told to us, and a case must end alike in whatever order it is told.
        [("VIS-03", "vis.noShowKnown")] = new("domain/Persons/NoShowTests", 1, -1),
        // One number of two in a row of reminders: it moves the figure, and never whether something is found or how grave it is.
        [("ELG-05", "elg.expirySecond")] = new("Sixty days before the expiry it reminds again", 1, -1),
        // A report of abuse is grave whether or not somebody came in time.
        [("FAM-07", "fam.welfareVisit")] = new("Nobody yet, as they are over", 1, -1),
        // Two are the fewest of which anything can be said: with one fewer the word itself would not apply.
        [("COL-03", "col.sharers")] = new("Two who are no relatives are paid to one account", -1),
        [("DEV-01", "dev.accounts")] = new("One account twice", -1),
        [("IDN-06", "idn.signatureVisits")] = new("One signature under visits to two persons", -1),
        // None fewer than one can be bound.
        [("FAM-01", "fam.bindingsMax")] = new("Bound to another on the day of the unbinding", -1),
    };

    /// <summary>What comes of whole seconds over ten visits; and a case that tells the next full minute.</summary>
    private static readonly HashSet<(string Rule, string Key)> Leaping = [("VIS-14", "vis.regularSpread"), ("VIS-15", "vis.unplanned")];

    private const double Hundredth = 0.01, Leap = 0.5;

    private static readonly Dictionary<string, string> Shipped = TestEngine.PolicyTexts();

    public static TheoryData<string, string, int> Numbers
    {
        get
        {
            var all = new TheoryData<string, string, int>();
            foreach (var rule in Judging)
            {
                foreach (var key in rule.Thresholds)
                {
                    foreach (var sign in new[] { 1, -1 }.Except(NotByCases.GetValueOrDefault((rule.Id, key))?.Signs ?? []))
                    {
                        all.Add(rule.Id, key, sign);
                    }
                }
            }

            return all;
        }
    }

    /// <summary>Rules but no typologies, of which the tests below hold the numbers.</summary>
    private static IEnumerable<Rule> Judging => Catalogue.All.Where(r => Typologies.Get(r.Id) is null);

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_that_is_moved_a_step_is_noticed_by_a_case(string rule, string key, int sign) =>
        Assert.True(
            IsNoticed(rule, Moved(key, sign, IsShare(rule, key) ? Leap : Hundredth)),
            $"{rule}: {key} may be moved {(sign > 0 ? "up" : "down")} and no case of cases/{rule}.json shows it. It wants one on the limit and one a step past it.");

    public static TheoryData<string, string> Shares
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var rule in Judging)
            {
                foreach (var key in rule.Thresholds.Where(key => IsShare(rule.Id, key)))
                {
                    all.Add(rule.Id, key);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Shares))]
    public void A_share_stands_in_a_case_exactly_at_its_limit(string rule, string key) =>
        Assert.True(IsNoticed(rule, Moved(key, 1, Hundredth)) || IsNoticed(rule, Moved(key, -1, Hundredth)), $"{rule}: no case of cases/{rule}.json is exactly at {key}.");

    /// <summary>
    /// The score of a suspicion comes to a few values only, and none of them is a limit. On either side of a limit stands in the cases
    /// the nearest score to which members of the typology can come: the most that is too little, and the least that is enough. Direct
    /// members are left out, as one of them is enough whatever the score; 0: none is there without them.
    /// </summary>
    [Theory]
    [InlineData("T1", "typ.open", 0.35, 0.6)]
    [InlineData("T1", "typ.urgent", 0.74, 0)]
    [InlineData("T2", "typ.open", 0.448, 0.578)]
    [InlineData("T2", "typ.urgent", 0.779, 0.831)]
    [InlineData("T3", "typ.open", 0.448, 0.6)]
    [InlineData("T3", "typ.urgent", 0.779, 0.84)]
    [InlineData("T4", "typ.open", 0.448, 0.578)]
    [InlineData("T4", "typ.urgent", 0.779, 0.831)]
    [InlineData("T5", "typ.open", 0.35, 0.578)]
    [InlineData("T5", "typ.urgent", 0.74, 0.831)]
    [InlineData("T7", "typ.open", 0.35, 0)]
    [InlineData("T8", "typ.open", 0.35, 0.578)]
    [InlineData("T8", "typ.urgent", 0.74, 0.831)]
    public void A_limit_of_a_suspicion_has_a_case_with_the_nearest_score_on_either_side(string typology, string key, double below, double above)
    {
        // Rounded scores: a thousandth past them.
        Assert.True(IsNoticed(typology, With(key, _ => below - 0.001)), $"{typology}: no case comes to {below}, which is too little for {key}.");
        Assert.True(above == 0 || IsNoticed(typology, With(key, _ => above + 0.001)), $"{typology}: no case comes to {above}, which is enough for {key}.");
    }

    /// <summary>By the severities that members of each come to; who names no caregiver, as one side of COL-03, is in no suspicion of one.</summary>
    public static TheoryData<string, string> Weights => new()
    {
        { "T1", "P1 P2" }, { "T2", "P1 P2 P3" }, { "T3", "P1 P2 P3" }, { "T4", "P1 P2 P3" }, { "T5", "P1 P2" }, { "T7", "P1 P2" }, { "T8", "P1 P2" },
    };

    [Theory]
    [MemberData(nameof(Weights))]
    public void A_weight_that_is_moved_a_twentieth_changes_what_a_case_says_it_added(string typology, string severities)
    {
        foreach (var severity in severities.Split(' '))
        {
            foreach (var sign in new[] { 1, -1 })
            {
                // What is added is told to a thousandth: a hundredth of a small weight may be lost in it.
                var moved = With($"typ.weight{severity}", weight => weight * (1 + (sign * 0.05)));
                Assert.True(
                    CaseRun.Book.Rules[typology] is var file && file.Cases.Any(c => Weighed(file, c, moved) != Weighed(file, c, null)),
                    $"{typology}: the weight of {severity} may be moved {(sign > 0 ? "up" : "down")} and no case of cases/{typology}.json shows it.");
            }
        }
    }

    /// <summary>A remark weighs nothing: with any weight worth the name it would.</summary>
    [Fact]
    public void The_weight_of_a_remark_stands_in_a_case() => Assert.Contains(
        Typologies.All, t => IsNoticed(t.Rule.Id, With("typ.weightP4", _ => 0.5)));

    private static string Weighed(RuleCaseFile file, RuleCase of, PolicyBook? policies) => string.Join(
        ' ', CaseRun.Standing(CaseRun.Told(file, of, policies)).Where(a => a.Rule == file.Rule).SelectMany(a => a.Contributions!).Select(c => $"{c.Rule} {c.Added}"));

    private static bool IsShare(string rule, string key) => PolicyBook.Units[key] is "%" or "persons/caregiver" or "score" or "spreads" || Leaping.Contains((rule, key));

    /// <summary>The limits first: a plain offence is seldom so near.</summary>
    private static bool IsNoticed(string rule, PolicyBook moved) => CaseRun.Book.Rules[rule] is var file
        && file.Cases.OrderBy(c => c.Kind is not (CaseKind.Boundary or CaseKind.Step)).Any(c => Judged(file, c, moved) != Judged(file, c, null));

    [Fact]
    public void What_no_case_can_notice_is_a_number_of_its_rule_and_held_where_it_is_said()
    {
        foreach (var ((rule, key), elsewhere) in NotByCases)
        {
            var file = CaseRun.Book.Rules[rule];
            Assert.Contains(key, Catalogue.Get(rule).Thresholds);
            Assert.True(
                file.Cases.Any(c => c.Title.En == elsewhere.Where) || file.Tests.Contains(elsewhere.Where), $"{rule} has neither a case nor a test {elsewhere.Where}.");
            // Whatever is noticed after all needs no excuse.
            Assert.All(elsewhere.Signs, sign => Assert.DoesNotContain(file.Cases, c => Judged(file, c, Moved(key, sign)) != Judged(file, c, null)));
        }
    }

    [Fact]
    public void Every_number_of_the_policies_is_compared_with_by_a_rule() =>
        Assert.Empty(PolicyBook.Units.Keys.Except(Catalogue.All.SelectMany(r => r.Thresholds)));

    /// <summary>What is found, how grave it is and whether it is over; a figure would change with its limit, wherever that lies.</summary>
    private static string Judged(RuleCaseFile file, RuleCase of, PolicyBook? policies) => string.Join(
        ' ', CaseRun.Standing(CaseRun.Told(file, of, policies)).Where(a => a.Rule == file.Rule).Select(a => $"{a.Severity}{(a.EndedAt is null ? "" : " over")}").Order(StringComparer.Ordinal));

    /// <summary>The policies with one number moved in all regions and on all days.</summary>
    private static PolicyBook Moved(string key, int sign, double share = Hundredth) =>
        With(key, number => PolicyBook.Counts(PolicyBook.Units[key]) ? number + sign : number * (1 + (sign * share)));

    private static PolicyBook With(string key, Func<double, double> changed)
    {
        var files = Shipped.ToDictionary();
        foreach (var (name, text) in Shipped.Where(f => f.Value.Contains($"\"key\": \"{key}\"", StringComparison.Ordinal)))
        {
            var topic = JsonNode.Parse(text)!.AsArray();
            foreach (var value in topic.Single(e => (string)e!["key"]! == key)!["values"]!.AsArray())
            {
                value!["value"] = double.Parse(changed((double)value["value"]!).ToString("G12", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            }

            files[name] = topic.ToJsonString();
        }

        return PolicyBook.Read(files);
    }

    /// <param name="Where">Title of a case of the rule, or a file of tests as its table names it.</param>
    /// <param name="Signs">Ways of moving it that no case can notice: up 1, down -1.</param>
    private sealed record Elsewhere(string Where, params int[] Signs);
}
