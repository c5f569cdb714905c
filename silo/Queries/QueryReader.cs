using System.Globalization;
using LtcActors.Silo.Problems;

namespace LtcActors.Silo.Queries;

/// <summary>Reads query parameters; each fault names its parameter. Parameters that nobody asks for are ignored.</summary>
internal readonly struct QueryReader(HttpRequest request)
{
    private static readonly string[] InstantForms =
    [
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd't'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss'z'",
    ];

    /// <summary>All values of a name that may be repeated.</summary>
    public IReadOnlyList<string> Values(string name) => request.Query[name].OfType<string>().ToArray();

    public long Number(string name, long otherwise, long min, long max)
    {
        if (One(name) is not { } text)
        {
            return otherwise;
        }

        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            throw new Refusal(ProblemKind.Malformed, $"'{name}' is a whole number.") { Parameter = name };
        }

        return number >= min && number <= max
            ? number
            : throw new Refusal(ProblemKind.OutOfRange, max == long.MaxValue ? $"'{name}' is {min} or more." : $"'{name}' lies in {min} to {max}.")
            {
                Parameter = name,
            };
    }

    /// <param name="words">The first is meant when none is given.</param>
    public string OneOf(string name, params ReadOnlySpan<string> words) =>
        One(name) is not { } word ? words[0]
        : words.Contains(word) ? word
        : throw new Refusal(ProblemKind.UnknownValue, $"'{name}' is one of {string.Join(", ", words!)}.") { Parameter = name };
    /// <returns>Null when it is absent or blank.</returns>
    public string? Text(string name, int maxChars)
    {
        var text = One(name);
        return text?.Length > maxChars
            ? throw new Refusal(ProblemKind.TooLong, $"'{name}' has at most {maxChars} characters.") { Parameter = name }
            : string.IsNullOrWhiteSpace(text) ? null : text;
    }

    /// <summary>RFC 3339 with an offset.</summary>
    public DateTimeOffset? Instant(string name)
    {
        if (One(name) is not { } text)
        {
            return null;
        }

        // In a query a '+' that was not encoded arrives as a space; only one reading makes sense of it.
        text = text.Replace(' ', '+');
        var withOffset = text.Length > 19 && (text[^1] is 'Z' or 'z' || text.AsSpan(19).IndexOfAny('+', '-') >= 0);
        return withOffset && DateTimeOffset.TryParseExact(
                text, InstantForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : throw new Refusal(ProblemKind.Malformed, $"'{name}' is an RFC 3339 instant with an offset, such as 2026-03-01T08:00:00+08:00.")
            {
                Parameter = name,
            };
    }

    private string? One(string name)
    {
        var values = request.Query[name];
        if (values.Count > 1)
        {
            throw new Refusal(ProblemKind.Repeated, $"'{name}' is given more than once.") { Parameter = name };
        }

        return string.IsNullOrEmpty(values) ? null : values[0];
    }
}
