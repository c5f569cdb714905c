using System.Buffers;

namespace LtcActors.Silo.Queries;

/// <summary>Ids as the contract has them.</summary>
internal static class Ids
{
    private static readonly SearchValues<char> Chars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-");

    public static bool IsId(string text) => text.Length is >= 1 and <= 64 && !text.AsSpan().ContainsAnyExcept(Chars);
}
