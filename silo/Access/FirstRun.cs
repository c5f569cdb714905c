using System.Text;
using System.Text.Json;

namespace LtcActors.Silo.Access;

/// <summary>
/// What the first start on a data folder makes: two tokens and an administrator, told once in <c>first-run.json</c>, kept as hashes
/// in <c>access.json</c>. Deleting the access file makes the next start a first one again: that is how lost secrets are replaced.
/// </summary>
internal sealed record FirstRun(string Url, string FeedToken, string OfficerToken, FirstAdmin Admin)
{
    public const string Name = "first-run.json";

    /// <summary>The user of the first start: the one who runs the silo.</summary>
    public const string Administrator = "admin";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <returns>The access book, and what was made when this is the first start.</returns>
    public static (AccessBook Book, FirstRun? Made) Open(string folder, string url)
    {
        PrivateFile.EnsureFolder(folder);
        if (AccessFile.Read(folder) is { } kept)
        {
            return (new AccessBook(kept), null);
        }

        var made = new FirstRun(url, Secrets.Token("ltcf_"), Secrets.Token("ltco_"), new FirstAdmin(Administrator, Secrets.Password()));
        // The secrets before their hashes: a crash between the two leaves no access file, and the next start makes both anew.
        made.Write(folder);
        var file = new AccessFile(1,
            [Stored("feed", Roles.Feed, made.FeedToken), Stored("officer", Roles.Officer, made.OfficerToken)],
            [new StoredUser(made.Admin.User, Passwords.Hash(made.Admin.Password))]);
        file.Write(folder);
        return (new AccessBook(file), made);
    }

    /// <summary>Again, once the port is known that the system gave.</summary>
    public void Write(string folder) => PrivateFile.Write(
        Path.Combine(folder, Name), Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this, Options) + "\n"));

    private static StoredToken Stored(string name, string role, string token) =>
        new(name, role, Convert.ToHexStringLower(Secrets.Hash(token)));
}

internal sealed record FirstAdmin(string User, string Password);
