using System.Globalization;
using System.Text;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;
using LtcActors.Engine.Wire;

namespace LtcActors.Engine.RuleCases;

/// <summary>One rule as a page in Markdown: its duty, what decides, its numbers, when it is deceived, and its cases.</summary>
internal sealed class RulePage(Rule rule, RuleCaseFile file, PolicyBook policies, FinePrint print)
{
    private readonly StringBuilder text = new();

    public string Write()
    {
        Line($"# {rule.Id} {rule.Zh} · {rule.En}");
        Line();
        Line("<!-- Made by `silo rules` from cases/, policies/ and docs/rules.md. Change those, not this. -->");
        Line($"{rule.Severity}, about: {string.Join(", ", file.About)}. Version {rule.Version}. Rests on: {StatusOf(rule, policies)}. [All rules](README.md) · [how each rule decides](../rules.md)");
        Duty();
        Section("What decides");
        Line(print.Of(rule.Id));
        if (Typologies.Get(rule.Id) is { } typology)
        {
            Line();
            Line($"Members: {string.Join(", ", typology.Members.Select(m => typology.Direct.Contains(m) ? $"{m} (direct)" : m))}. Weights, score and what stands: [typologies](../rules.md#typologies).");
        }

        Inputs();
        Numbers();
        Section("False positives to expect");
        Line(file.FalsePositives.En);
        Section("Cases");
        new CaseText(text, file).Write();
        Tests();
        return text.ToString();
    }

    /// <summary>What force the texts have that a rule rests on.</summary>
    internal static string StatusOf(Rule rule, PolicyBook policies) => rule.Basis.IsEmpty
        ? "no law; public practice" : string.Join(", ", rule.Basis.Select(b => Force(policies.Source(b.Source).Status)).Distinct());

    private static string Force(LegalStatus status) => status switch
    {
        LegalStatus.InForce => "a text in force",
        LegalStatus.Trial => "a text on trial",
        LegalStatus.Draft => "a draft",
        _ => throw new InvalidOperationException($"{status} has no words."),
    };

    private void Duty()
    {
        Section("Duty");
        if (rule.Basis.IsEmpty)
        {
            Line("No law names it; public practice does.");
        }

        foreach (var citation in rule.Basis)
        {
            var said = policies.Cite(citation);
            Line($"> {said.Article.Text.ReplaceLineEndings("\n").Replace("\n", "\n>\n> ", StringComparison.Ordinal)}");
            Line($">\n> {said.Article.En}");
            Line();
            Line($"{said.Source.Title.Zh}{(said.Source.Number is { } number ? $"，{number}" : "")}, article {citation.Article} (`{citation.Source}`, {Force(said.Source.Status)}).");
            Line();
        }
    }

    private void Inputs()
    {
        Section("Inputs");
        foreach (var input in file.Inputs)
        {
            Line($"- `{input}`: {EventTypes.All.Single(t => t.Name == input).Title}");
        }
    }

    private void Numbers()
    {
        Section("Thresholds");
        if (rule.Thresholds.IsEmpty)
        {
            Line("None.");
            return;
        }

        Line("| key | region | from | value | where it stands |");
        Line("|---|---|---|---|---|");
        foreach (var key in rule.Thresholds)
        {
            foreach (var region in policies.Regions)
            {
                foreach (var value in region.History(key))
                {
                    Line($"| `{key}` | {region.Name.Zh} {region.Name.En} | {value.From:yyyy-MM-dd} | {value.Limit.Value.ToString("0.###", CultureInfo.InvariantCulture)} {value.Limit.Unit} | {(value.Citation is { } c ? $"`{c.Source}` {c.Article}" : $"proposed: {value.Proposed}")} |");
                }
            }
        }
    }

    private void Tests()
    {
        Section("Tests");
        Line("Each case above, in the order told and the other way round: [RuleCaseTests](../../tests/engine/RuleCases/RuleCaseTests.cs).");
        foreach (var test in file.Tests)
        {
            Line($"- [{test}](../../tests/{test}.cs)");
        }
    }

    private void Section(string title)
    {
        // Every part leaves one empty line before the next, whatever it ended with.
        while (text[^1] == '\n' && text[^2] == '\n')
        {
            text.Length--;
        }

        Line();
        Line($"## {title}");
        Line();
    }

    private void Line(string line = "") => text.Append(line).Append('\n');
}
