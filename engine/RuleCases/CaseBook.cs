using System.Globalization;
using System.Text.Json;
using LtcActors.Domain.Policies;

namespace LtcActors.Engine.RuleCases;

/// <summary>What a case takes for granted.</summary>
/// <param name="About">What it is, in a sentence.</param>
/// <param name="Facts">By a name of their own, so that a case can leave one out.</param>
public sealed record CaseBackground(Bilingual About, IReadOnlyDictionary<string, JsonElement> Facts)
{
    /// <summary>The lines, by their names.</summary>
    public IEnumerable<(string Name, CaseLine Line)> Lines => Facts.Select(f => (f.Key, CaseLine.Read(f.Value)));
}

/// <summary>All case tables: <c>backgrounds.json</c> and one file a rule.</summary>
public sealed class CaseBook
{
    public const string BackgroundsFile = "backgrounds.json";

    private CaseBook(IReadOnlyDictionary<string, CaseBackground> backgrounds, IReadOnlyDictionary<string, RuleCaseFile> rules) =>
        (Backgrounds, Rules) = (backgrounds, rules);

    public IReadOnlyDictionary<string, CaseBackground> Backgrounds { get; }

    /// <summary>By the id of the rule.</summary>
    public IReadOnlyDictionary<string, RuleCaseFile> Rules { get; }

    /// <exception cref="FormatException">A file is no case table, with its name.</exception>
    public static CaseBook Read(string folder)
    {
        var backgrounds = Of(BackgroundsFile, () => JsonSerializer.Deserialize<Dictionary<string, CaseBackground>>(
            File.ReadAllText(Path.Combine(folder, BackgroundsFile)), RuleCaseFile.Options)!);
        var rules = new SortedDictionary<string, RuleCaseFile>(StringComparer.Ordinal);
        foreach (var path in Directory.GetFiles(folder, "*.json").Where(f => Path.GetFileName(f) != BackgroundsFile))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            var file = Of(name, () => RuleCaseFile.Read(File.ReadAllText(path)));
            rules[name] = file.Rule == name ? file : throw new FormatException($"{name}.json is of {file.Rule}.");
        }

        return new(backgrounds, rules);
    }

    /// <summary>All events of a case: those of its background, then its own in the order of its lines, which give their ids.</summary>
    /// <exception cref="FormatException">It names a background, or a fact of one, that there is not.</exception>
    public IReadOnlyList<CaseEvent> EventsOf(RuleCaseFile file, RuleCase of)
    {
        var known = BackgroundLines(file, of).ToList();
        if ((of.Without ?? []).FirstOrDefault(name => known.All(k => k.Fact != name)) is { } missing)
        {
            throw new FormatException($"{of.Title.En}: the background has no \"{missing}\".");
        }

        return
        [
            .. known.Where(k => of.Without?.Contains(k.Fact) != true).SelectMany(k => k.Line.Events($"{k.Background}.{k.Fact}")),
            .. of.Lines.SelectMany((line, i) => line.Events((i + 1).ToString(CultureInfo.InvariantCulture))),
        ];
    }

    /// <exception cref="FormatException">There is no such background.</exception>
    public CaseBackground Background(string name) =>
        Backgrounds.GetValueOrDefault(name) ?? throw new FormatException($"There is no background \"{name}\".");

    private IEnumerable<(string Background, string Fact, CaseLine Line)> BackgroundLines(RuleCaseFile file, RuleCase of) =>
        file.BackgroundOf(of).SelectMany(b => Background(b).Lines.Select(l => (b, l.Name, l.Line)));

    private static T Of<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            throw new FormatException($"{file}: {e.Message}", e);
        }
    }
}
