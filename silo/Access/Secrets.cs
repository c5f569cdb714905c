using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace LtcActors.Silo.Access;

/// <summary>Random secrets and the hashes they are kept as.</summary>
internal static class Secrets
{
    /// <summary>Longer than any secret made here; what is longer is refused before it is hashed.</summary>
    public const int MaxChars = 128;

    /// <summary>256 random bits, readable after a prefix that tells a scanner of leaked secrets what it has found.</summary>
    public static string Token(string prefix) => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>100 random bits in letters and digits that cannot be mistaken for one another, for somebody to type.</summary>
    public static string Password()
    {
        const string alphabet = "abcdefghjkmnpqrstuvwxyz023456789";
        var chars = RandomNumberGenerator.GetString(alphabet, 20);
        return string.Join('-', chars.Chunk(5).Select(c => new string(c)));
    }

    /// <summary>A plain hash is enough for what is random already: there is nothing to guess.</summary>
    public static byte[] Hash(ReadOnlySpan<char> secret)
    {
        Span<byte> utf8 = stackalloc byte[Encoding.UTF8.GetMaxByteCount(MaxChars)];
        var length = Encoding.UTF8.GetBytes(secret[..Math.Min(secret.Length, MaxChars)], utf8);
        return SHA256.HashData(utf8[..length]);
    }
}
