using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using LtcActors.Engine.Alerts;
using LtcActors.Silo.Desk;

namespace LtcActors.Silo.Access;

/// <summary>Somebody who signs in by a password.</summary>
/// <param name="Password">As ASP.NET Core Identity hashes it.</param>
/// <param name="MustChange">The password was given to him by somebody else.</param>
/// <param name="IsOfFile">Of <c>access.json</c>: made by whoever runs the silo, and changed there.</param>
internal sealed record Account(
    string Name, string? DisplayName, string Role, IReadOnlyList<string> Districts, IReadOnlyList<string> Institutions, string Password,
    bool MustChange, bool Disabled, bool IsOfFile, string? CreatedBy, DateTimeOffset? CreatedAt)
{
    public Scope Scope { get; } = Scope.Of(Districts, Institutions);

    /// <summary>With another password every session is over.</summary>
    public string Fingerprint { get; } = HashOf(Password);

    /// <summary>Who this is to another party that signs people in; null: it signs nobody in here.</summary>
    public ExternalIdentity? External { get; init; }

    /// <returns>What a session that was begun so must have been begun with; null: nobody comes in so.</returns>
    public string? FingerprintOf(string? way) => way != Session.Oidc ? Fingerprint
        : External is { } e ? HashOf($"{Password}\n{e.Authority}\n{e.Id}") : null;

    /// <summary>After a <c>with</c>, which copies what follows from the members instead of making it anew.</summary>
    public Account Anew() =>
        new(Name, DisplayName, Role, Districts, Institutions, Password, MustChange, Disabled, IsOfFile, CreatedBy, CreatedAt) { External = External };

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>Somebody as another party knows him.</summary>
/// <param name="Authority">Its address as it was configured when the two were linked: another party's same id is somebody else.</param>
/// <param name="Id">Value of the claim that names him there.</param>
internal sealed record ExternalIdentity(string Authority, string Id);

internal sealed record AccountCreated(
    string Name, string? DisplayName, string Role, IReadOnlyList<string> Districts, IReadOnlyList<string> Institutions, string Password);

/// <summary>The whole of what may be changed, after the change.</summary>
internal sealed record AccountChanged(
    string Name, string? DisplayName, string Role, IReadOnlyList<string> Districts, IReadOnlyList<string> Institutions, bool Disabled);

/// <param name="ExternalId">Null: no link any more.</param>
internal sealed record AccountLinked(string Name, string Authority, string? ExternalId);

/// <param name="Replaces">Of an account of the file: the fingerprint that it replaces. A new one in the file counts again.</param>
internal sealed record AccountPassword(string Name, string Password, bool MustChange, string? Replaces);

/// <summary>The accounts: those of <c>access.json</c>, and those an administrator keeps in the journal.</summary>
internal sealed class Accounts(AccessBook file) : IDeskPart
{
    public const string Created = "account.created";
    public const string Changed = "account.changed";
    public const string PasswordSet = "account.password";
    public const string Linked = "account.linked";

    private volatile ImmutableSortedDictionary<string, Account> kept = ImmutableSortedDictionary.Create<string, Account>(StringComparer.Ordinal);
    private volatile ImmutableDictionary<string, AccountPassword> passwords = ImmutableDictionary<string, AccountPassword>.Empty;

    /// <summary>Somebody's role, scope or password is another, or he may not come in any more.</summary>
    public event Action<string>? Altered;

    public IReadOnlyList<string> Kinds { get; } = [Created, Changed, PasswordSet, Linked];

    public IReadOnlyList<Account> All => [.. file.Users.Select(u => Find(u.Name)!), .. kept.Values.Where(a => file.User(a.Name) is null)];

    /// <returns>Also one who is disabled; null when there is none.</returns>
    public Account? Find(string name) => file.User(name) is { } user
        ? passwords.TryGetValue(name, out var other) && other.Replaces == user.Fingerprint ? (user with { Password = other.Password, MustChange = other.MustChange }).Anew() : user
        : kept.GetValueOrDefault(name);

    /// <returns>As <c>access.json</c> has it, whatever was changed since.</returns>
    public Account? OfFile(string name) => file.User(name);

    /// <returns>Null: he may not come in.</returns>
    public Account? Active(string name) => Find(name) is { Disabled: false } account ? account : null;

    /// <returns>Also one who is disabled; null when nobody is linked with it.</returns>
    public Account? Of(ExternalIdentity external) => kept.Values.FirstOrDefault(a => a.External == external);

    public bool Apply(DeskEntry entry)
    {
        switch (entry.Kind)
        {
            case Created:
                return Create(entry.Read<AccountCreated>(), entry);
            case Changed:
                var c = entry.Read<AccountChanged>();
                return Put(c.Name, a => a with
                {
                    DisplayName = c.DisplayName, Role = c.Role, Districts = c.Districts, Institutions = c.Institutions, Disabled = c.Disabled,
                });
            case PasswordSet:
                return Set(entry.Read<AccountPassword>());
            case Linked:
                return Link(entry.Read<AccountLinked>());
            default:
                throw new ArgumentOutOfRangeException(nameof(entry), entry.Kind, "No such kind.");
        }
    }

    private bool Create(AccountCreated c, DeskEntry entry)
    {
        if (kept.ContainsKey(c.Name))
        {
            return false;
        }

        kept = kept.Add(c.Name, new(c.Name, c.DisplayName, c.Role, c.Districts, c.Institutions, c.Password, true, false, false, entry.By, entry.At));
        return true;
    }

    private bool Link(AccountLinked l)
    {
        var external = l.ExternalId is { } id ? new ExternalIdentity(l.Authority, id) : null;
        // Of two administrators who link one with two accounts at a time, the first is right.
        return (external is null || Of(external) is not { } other || other.Name == l.Name) && Put(l.Name, a => a with { External = external });
    }

    private bool Set(AccountPassword p)
    {
        if (p.Replaces is null)
        {
            return Put(p.Name, a => a with { Password = p.Password, MustChange = p.MustChange });
        }

        passwords = passwords.SetItem(p.Name, p);
        Altered?.Invoke(p.Name);
        return true;
    }

    private bool Put(string name, Func<Account, Account> change)
    {
        if (!kept.TryGetValue(name, out var account))
        {
            return false;
        }

        kept = kept.SetItem(name, change(account).Anew());
        Altered?.Invoke(name);
        return true;
    }
}
