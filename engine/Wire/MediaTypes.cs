using System.Buffers;

namespace LtcActors.Engine.Wire;

internal enum MediaKind
{
    Malformed,
    Json,
    Other,
}

/// <summary>Tells JSON from other media types, RFC 2046.</summary>
internal static class MediaTypes
{
    private static readonly SearchValues<char> Token =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`{|}~");

    public static MediaKind KindOf(ReadOnlySpan<char> text)
    {
        if (text is "application/json")
        {
            return MediaKind.Json;
        }

        var end = text.IndexOf(';');
        var essence = (end < 0 ? text : text[..end]).TrimEnd(' ');
        var slash = essence.IndexOf('/');
        if (slash <= 0 || slash == essence.Length - 1 || essence[..slash].ContainsAnyExcept(Token)
            || essence[(slash + 1)..].ContainsAnyExcept(Token))
        {
            return MediaKind.Malformed;
        }

        return essence.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || essence.Equals("text/json", StringComparison.OrdinalIgnoreCase)
            || essence.EndsWith("+json", StringComparison.OrdinalIgnoreCase)
                ? MediaKind.Json
                : MediaKind.Other;
    }
}
