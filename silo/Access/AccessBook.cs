using System.Security.Claims;
using System.Security.Cryptography;

namespace LtcActors.Silo.Access;

/// <summary>Who may come in, in memory. Immutable but for tokens that live as long as the process.</summary>
internal sealed class AccessBook
{
    private readonly Dictionary<string, string> passwords;
    private readonly Dictionary<string, string> roles;
    private volatile Entry[] tokens;

    public AccessBook(AccessFile file)
    {
        tokens = [.. file.Tokens.Select(t => new Entry(ReadHash(t), Roles.Principal(t.Name, t.Role)))];
        passwords = file.Users.ToDictionary(u => u.Name, u => u.Password, StringComparer.Ordinal);
        roles = file.Users.ToDictionary(u => u.Name, RoleOf, StringComparer.Ordinal);
    }

    /// <returns>Who holds the token; null when nobody does.</returns>
    public ClaimsPrincipal? Find(ReadOnlySpan<char> token)
    {
        if (token.Length is 0 or > Secrets.MaxChars)
        {
            return null;
        }

        var hash = Secrets.Hash(token);
        ClaimsPrincipal? found = null;
        foreach (var entry in tokens)
        {
            // All are compared, each in constant time, so that the time taken tells nothing.
            if (CryptographicOperations.FixedTimeEquals(entry.Hash, hash))
            {
                found = entry.Principal;
            }
        }

        return found;
    }

    /// <returns>What a user who signs in may do.</returns>
    public string RoleOf(string user) => roles.GetValueOrDefault(user, Roles.Officer);

    public string? PasswordHash(string user) => passwords.GetValueOrDefault(user);

    /// <summary>A token that is on no disk and ends with the process.</summary>
    public string Issue(string name, string role)
    {
        var token = Secrets.Token("ltct_");
        tokens = [.. tokens, new Entry(Secrets.Hash(token), Roles.Principal(name, role))];
        return token;
    }

    // Users were administrators before they had roles.
    private static string RoleOf(StoredUser user) => user.Role switch
    {
        null or Roles.Editor => Roles.Editor,
        Roles.Officer => Roles.Officer,
        _ => throw new InvalidDataException($"{AccessFile.Name}: the user '{user.Name}' has the unknown role '{user.Role}'."),
    };

    private static byte[] ReadHash(StoredToken token)
    {
        if (!Roles.IsKnown(token.Role))
        {
            throw new InvalidDataException($"{AccessFile.Name}: the token '{token.Name}' has the unknown role '{token.Role}'.");
        }

        return token.Sha256 is { Length: 64 } hex && hex.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(hex)
            : throw new InvalidDataException($"{AccessFile.Name}: the token '{token.Name}' has no SHA-256 in hex.");
    }

    private sealed record Entry(byte[] Hash, ClaimsPrincipal Principal);
}
