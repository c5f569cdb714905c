using System.Security.Claims;
using System.Security.Cryptography;
using LtcActors.Engine.Alerts;

namespace LtcActors.Silo.Access;

/// <summary>Who may come in by <c>access.json</c>, in memory: the first administrator and the first tokens. Immutable but for tokens that live as long as the process.</summary>
internal sealed class AccessBook
{
    private readonly Dictionary<string, Account> users;
    private volatile Entry[] tokens;

    public AccessBook(AccessFile file)
    {
        tokens = [.. file.Tokens.Select(t => new Entry(ReadHash(t), PrincipalOf(t.Name, t.Role)))];
        users = file.Users.ToDictionary(u => u.Name, AccountOf, StringComparer.Ordinal);
    }

    public IReadOnlyCollection<Account> Users => users.Values;

    public Account? User(string name) => users.GetValueOrDefault(name);

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

    /// <summary>A token that is on no disk and ends with the process.</summary>
    public string Issue(string name, string role)
    {
        var token = Secrets.Token("ltct_");
        tokens = [.. tokens, new Entry(Secrets.Hash(token), PrincipalOf(name, role))];
        return token;
    }

    private static ClaimsPrincipal PrincipalOf(string name, string role) => new Caller(name, role, Scope.All).Principal();

    // Users were administrators before they had roles.
    private static Account AccountOf(StoredUser user)
    {
        var role = user.Role ?? Roles.Administrator;
        return Roles.OfPeople.Contains(role)
            ? new(user.Name, null, role, [], [], user.Password, false, false, true, null, null)
            : throw new InvalidDataException($"{AccessFile.Name}: the user '{user.Name}' has the unknown role '{user.Role}'.");
    }

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
