namespace LtcActors.Silo.Hosting;

/// <summary>The Content-Type header, without allocation.</summary>
internal static class MediaType
{
    /// <returns>Type and subtype, as sent, without parameters; empty when there is no header.</returns>
    public static ReadOnlySpan<char> Of(HttpRequest request)
    {
        var value = request.ContentType.AsSpan();
        var end = value.IndexOf(';');
        return (end < 0 ? value : value[..end]).Trim();
    }

    public static bool Is(ReadOnlySpan<char> type, string expected) => type.Equals(expected, StringComparison.OrdinalIgnoreCase);

    public static bool IsJson(ReadOnlySpan<char> type) =>
        Is(type, "application/json") || (type.StartsWith("application/", StringComparison.OrdinalIgnoreCase)
            && type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    /// <summary>JSON between systems is UTF-8; another charset is refused rather than guessed at.</summary>
    public static bool IsUtf8(HttpRequest request)
    {
        var value = request.ContentType.AsSpan();
        var at = value.IndexOf("charset", StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return true;
        }

        var charset = value[(at + "charset".Length)..].TrimStart().TrimStart('=').Trim();
        var end = charset.IndexOf(';');
        charset = (end < 0 ? charset : charset[..end]).Trim().Trim('"');
        return Is(charset, "utf-8") || Is(charset, "utf8") || Is(charset, "us-ascii");
    }
}
