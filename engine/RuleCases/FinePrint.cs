namespace LtcActors.Engine.RuleCases;

/// <summary>What docs/rules.md says of each rule: a row of a table, or a paragraph, that begins with the rule's id.</summary>
internal sealed class FinePrint(string text)
{
    private readonly string[] lines = text.ReplaceLineEndings("\n").Split('\n');

    /// <summary>Where a rule stands, from the top; families stand in that order in the pages' index.</summary>
    /// <exception cref="FormatException">It stands nowhere.</exception>
    public int PlaceOf(string rule)
    {
        var place = Array.FindIndex(lines, l => l.StartsWith($"| {rule} ", StringComparison.Ordinal) || l.StartsWith($"{rule} ", StringComparison.Ordinal));
        return place >= 0 ? place : throw new FormatException($"docs/rules.md does not say how {rule} decides.");
    }

    /// <summary>What decides, with links as from a folder below; of a typology, its members.</summary>
    public string Of(string rule)
    {
        var line = lines[PlaceOf(rule)];
        var said = line.StartsWith('|') ? line.Split('|', StringSplitOptions.TrimEntries)[^2] : line;
        return said.Replace("](decisions/", "](../decisions/", StringComparison.Ordinal).Replace("](#", "](../rules.md#", StringComparison.Ordinal);
    }
}
