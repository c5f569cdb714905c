using System.Globalization;
using System.Reflection;
using System.Text.Json;
using LtcActors.Domain.Calendars;
using LtcActors.Engine.Alerts;

namespace LtcActors.Silo.Texts;

/// <summary>
/// What codes are called in one language: the board's own catalogue, for whatever the server prints. A code without a word stands for
/// itself, as the board shows it.
/// </summary>
internal sealed class Words
{
    private readonly Dictionary<string, string> words;
    private readonly Dictionary<string, string> districts;

    private Words(string language, int place)
    {
        Language = language;
        words = Read<string>($"words.{language}.json");
        districts = Read<string[]>("districts.json").ToDictionary(d => d.Key, d => d.Value[place], StringComparer.Ordinal);
    }

    public static Words Chinese { get; } = new("zh", 0);

    public static Words English { get; } = new("en", 1);

    /// <summary><c>zh</c> or <c>en</c>.</summary>
    public string Language { get; }

    public bool IsChinese => Language == "zh";

    /// <returns>Null when the language is neither of the two.</returns>
    public static Words? In(string? language) => language switch
    {
        null or "" or "zh" => Chinese,
        "en" => English,
        _ => null,
    };

    public string Of(string group, string? code) => code is null ? "" : words.GetValueOrDefault($"{group}.{code}", code);

    public string District(string? code) => code is null ? "" : districts.GetValueOrDefault(code, code);

    public string Pick(string zh, string en) => IsChinese ? zh : en;

    public string Pick(BilingualText text) => Pick(text.Zh, text.En);

    /// <summary>A value with its unit in words, as the board writes it.</summary>
    public string Figure(AlertFigure figure) => figure.Number is { } number ? Measured(number, figure.Unit) : Of("value", Instant(figure.Text));

    public string Measured(double number, string? unit)
    {
        var text = Math.Round(number, Math.Abs(number) < 100 ? 2 : 1).ToString(CultureInfo.InvariantCulture);
        if (unit is null)
        {
            return text;
        }

        if (unit == "%")
        {
            return text + "%";
        }

        var forms = Of("measure", unit).Split('|');
        return $"{text} {(Math.Abs(number - 1) < double.Epsilon ? forms[0] : forms[^1])}";
    }

    /// <summary>What a number rests on: <c>source:article</c>, or <c>proposed</c>.</summary>
    public string Basis(string code) =>
        code.Split(':', 2) is [var source, var article] ? $"{Of("source", source)} {article}" : Of("legal", code);

    /// <summary>Asia/Shanghai, to the second.</summary>
    public static string Time(DateTimeOffset instant) => instant.ToOffset(Shanghai.Offset).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string? Instant(string? text) =>
        text is { Length: > 16 } && text[10] == 'T' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var instant) ? Time(instant) : text;

    private static Dictionary<string, T> Read<T>(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not in the program.");
        return JsonSerializer.Deserialize<Dictionary<string, T>>(stream)!;
    }
}
