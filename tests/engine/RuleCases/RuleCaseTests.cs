using System.Text;
using LtcActors.Domain.Rules;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Engine.RuleCases;
using LtcActors.Engine.Tests.Running;

namespace LtcActors.Engine.Tests.RuleCases;

/// <summary>Every case of cases/, through the wire and the whole engine.</summary>
public sealed class RuleCaseTests
{
    private static readonly CaseBook Book = CaseRun.Book;

    public static TheoryData<string, int> All
    {
        get
        {
            var all = new TheoryData<string, int>();
            foreach (var (rule, file) in Book.Rules)
            {
                for (var n = 1; n <= file.Cases.Count; n++)
                {
                    all.Add(rule, n);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_case_is_judged_as_it_says_in_whatever_order_it_is_told(string rule, int number)
    {
        var file = Book.Rules[rule];
        var of = file.Cases[number - 1];
        var told = CaseRun.Told(file, of);
        AssertExpected(rule, number, of, told);

        var turned = CaseRun.Turned(file, of);
        Assert.True(
            told.Outcome() == turned.Outcome(),
            $"{rule} case {number}, {of.Title.En}: told the other way round it ends otherwise.\nAs it happened:\n{told.Outcome()}\nTurned:\n{turned.Outcome()}");
    }

    private static void AssertExpected(string rule, int number, RuleCase of, TestEngine engine)
    {
        var standing = CaseRun.Standing(engine).ToList();
        var got = standing.Where(a => a.Rule == rule).Select(CaseFinding.Of).ToList();
        var left = got.ToList();
        var missing = of.Findings.Where(f => left.FindIndex(f.Accepts) is var at && (at < 0 || !Remove(left, at))).ToList();
        var grave = of.IsNothingGrave ? standing.Where(a => a.Severity is "P1" or "P2" && a.Rule != rule).ToList() : [];
        if (missing.Count + left.Count + grave.Count == 0)
        {
            return;
        }

        var text = new StringBuilder($"{rule} case {number}, {of.Title.En}\nExpected:\n");
        text.AppendJoin('\n', of.Findings.Count > 0 ? of.Findings.Select(f => f.ToString()) : ["silence"]).Append("\nGot:\n")
            .AppendJoin('\n', got.Count > 0 ? got.Select(f => f.ToString()) : ["silence"])
            .AppendJoin("", grave.Select(a => $"\nand, of {a.Rule}: {CaseFinding.Of(a)}"));
        Assert.Fail(text.ToString());
    }

    private static bool Remove(List<CaseFinding> from, int at)
    {
        from.RemoveAt(at);
        return true;
    }

    [Fact]
    public void Every_rule_has_a_case_table_and_every_table_a_rule() =>
        Assert.Equal(Catalogue.All.Select(r => r.Id).Order(StringComparer.Ordinal), Book.Rules.Keys);

    public static TheoryData<string> Rules => [.. Book.Rules.Keys];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_table_shows_the_offence_its_limit_from_both_sides_and_an_honest_look_alike(string rule)
    {
        var cases = Book.Rules[rule].Cases;
        Assert.Equal(cases.Count, cases.Select(c => c.Title.En).Distinct().Count());
        Assert.Contains(cases, c => c is { Kind: CaseKind.Plain, Findings.Count: > 0 });
        Assert.Contains(cases, c => c is { Kind: CaseKind.LookAlike, Findings.Count: 0 });
        Assert.All(cases, c => Assert.False(c.Kind == CaseKind.LookAlike && c.Findings.Count > 0 || c.Kind == CaseKind.Plain && c.Findings.Count == 0, c.Title.En));
        var (on, off) = (cases.Where(c => c.Kind == CaseKind.Boundary), cases.Where(c => c.Kind == CaseKind.Step));
        Assert.True(on.Any(a => off.Any(b => Text(a) != Text(b))), "No limit is shown from both sides.");
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Findings_name_whom_the_rule_is_about_and_tell_figures_and_inputs_are_those_the_cases_tell(string rule)
    {
        var file = Book.Rules[rule];
        Assert.All(file.Cases.SelectMany(c => c.Findings), f => Assert.True(f.Named.Any(n => file.About.Contains(n.What)) && f.Figures?.Count > 0, f.ToString()));
        Assert.All(file.About, a => Assert.Contains(file.Cases.SelectMany(c => c.Findings), f => f.Named.Any(n => n.What == a)));
        var told = file.Cases.SelectMany(c => c.Lines).SelectMany(l => l.Types).ToHashSet();
        var granted = file.Cases.SelectMany(file.BackgroundOf).Distinct().SelectMany(b => Book.Background(b).Lines).SelectMany(l => l.Line.Types);
        Assert.Empty(told.Except(file.Inputs));
        Assert.Empty(file.Inputs.Except(told.Concat(granted)));
    }

    /// <summary>What is expected, as far as it tells a finding from silence, or one severity from another.</summary>
    private static string Text(RuleCase of) => string.Join(" ", of.Findings.Select(f => f.Severity));
}
