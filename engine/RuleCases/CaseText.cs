using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace LtcActors.Engine.RuleCases;

/// <summary>Cases as tables in Markdown.</summary>
internal sealed class CaseText(StringBuilder text, RuleCaseFile file)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public void Write()
    {
        Line("| | case | what it shows | expected |");
        Line("|---|---|---|---|");
        foreach (var (n, of) in file.Cases.Index())
        {
            Line($"| {n + 1} | {of.Title.En} | {Words(of.Kind)} | {(of.Findings is { Count: > 0 } found ? string.Join("; ", found.Select(f => f.Severity)) : "silence")} |");
        }

        Line();
        Line("Backgrounds, and how a line reads: [cases/README.md](../../cases/README.md). Instants and dates are of Asia/Shanghai.");
        foreach (var (n, of) in file.Cases.Index())
        {
            Write(n + 1, of);
        }
    }

    private static string Words(CaseKind kind) => kind switch
    {
        CaseKind.Plain => "the offence",
        CaseKind.Boundary => "on the limit",
        CaseKind.Step => "one step from it",
        CaseKind.LookAlike => "honest look-alike",
        CaseKind.More => "more",
        _ => throw new InvalidOperationException($"{kind} has no words."),
    };

    private void Write(int number, RuleCase of)
    {
        Line();
        Line($"### {number}. {of.Title.En}");
        Line(of.Title.Zh);
        Line();
        var background = file.BackgroundOf(of);
        var without = of.Without is { Count: > 0 } left ? $" without {string.Join(", ", left)}" : "";
        Line($"Background: {(background.Count == 0 ? "none" : string.Join(", ", background))}{without}. Judged at {CaseTime.Text(file.NowOf(of))}.");
        foreach (var catalogue in of.Catalogue?.EnumerateArray() ?? default)
        {
            Line($"Catalogue of services, made up for the case: {Said(JsonObject.Create(catalogue)!)}.");
        }

        Line();
        if (of.Lines.Count > 0)
        {
            Line("| | when | fact | of | that says |");
            Line("|---|---|---|---|---|");
        }

        foreach (var (n, line) in of.Lines.Index())
        {
            Line($"| {n + 1} | {line.Time}{Repeated(line.Repeat)} | {line.Type} | {line.Subject} | {Said(line.Data)} |");
        }

        Line();
        foreach (var finding in of.Findings)
        {
            Line($"- **{finding.Severity}** {Told(finding)}");
        }

        if (of.Findings.Count == 0)
        {
            Line(of.IsNothingGrave ? $"**Silence**, and no P1 or P2 of any other rule." : "**Silence.**");
        }
    }

    private static string Repeated(CaseRepeat? repeat) => repeat switch
    {
        null => "",
        { Every: null } => string.Create(CultureInfo.InvariantCulture, $", {repeat.Times} times (`#` counts)"),
        _ => string.Create(CultureInfo.InvariantCulture, $", {repeat.Times} times, every {repeat.Every}"),
    };

    private static string Told(CaseFinding finding)
    {
        var parts = finding.Named.Select(n => $"{n.What} {n.Id}").Append($"occurred {finding.OccurredAt}")
            .Concat(finding.EndedAt is { } ended ? [$"ended {ended}"] : [])
            .Concat(finding.DecidedLate ? ["decided late"] : [])
            .Concat(finding.Visits is { } visits ? [$"visits {string.Join(", ", visits)}"] : [])
            .Concat((finding.Figures ?? new Dictionary<string, string>()).Select(f => $"{f.Key} {WithoutName(f.Key, f.Value)}"))
            .Concat(finding.Citations is { } law ? [$"cites {string.Join(", ", law)}"] : [])
            .Concat(finding.Rules is { } rules ? [$"score from {string.Join(", ", rules)}"] : []);
        return string.Join("; ", parts) + ".";
    }

    /// <summary>Where the unit is but the figure's name, as in <c>level 2 level (limit 3)</c>.</summary>
    private static string WithoutName(string name, string value) => value.Replace($" {name}", "", StringComparison.Ordinal);

    private static string Said(JsonObject data) =>
        string.Join(", ", data.Select(d => $"{d.Key} {Said(d.Value)}")).Replace("|", "\\|", StringComparison.Ordinal);

    /// <summary>Without the marks that only a machine needs; brackets stay where something is within something.</summary>
    private static string Said(JsonNode? node) => node switch
    {
        JsonObject members when members["repeat"] is { } repeat =>
            $"{{{string.Join(", ", members.Where(m => m.Key != "repeat").Select(m => $"{m.Key} {Said(m.Value)}"))}}}{Repeated(repeat.Deserialize<CaseRepeat>(RuleCaseFile.Options))}",
        JsonObject members => $"{{{string.Join(", ", members.Select(m => $"{m.Key} {Said(m.Value)}"))}}}",
        JsonArray items => $"[{string.Join("; ", items.Select(Said))}]",
        JsonValue value when value.TryGetValue<string>(out var said) => said,
        _ => node?.ToJsonString(Readable) ?? "null",
    };

    private void Line(string line = "") => text.Append(line).Append('\n');
}
