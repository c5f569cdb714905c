using System.Text.Json;

namespace LtcActors.Silo.Access;

/// <param name="Id">Lower-case hex of the SHA-256 of the cookie's value.</param>
/// <param name="Password">Lower-case hex of the SHA-256 of the user's password hash at the sign-in: with another password it is over.</param>
internal sealed record StoredSession(string Id, string User, string Password, string Csrf, DateTimeOffset Expires);

/// <summary><c>sessions.json</c> in the data folder: who is signed in, so that a restart signs nobody out. It opens nothing by itself.</summary>
internal sealed record SessionFile(int Version, IReadOnlyList<StoredSession> Sessions)
{
    public const string Name = "sessions.json";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <returns>None, too, if it cannot be understood: then everybody signs in again, which is no reason not to start.</returns>
    public static IReadOnlyList<StoredSession> Read(string folder)
    {
        try
        {
            var file = JsonSerializer.Deserialize<SessionFile>(File.ReadAllBytes(Path.Combine(folder, Name)), Options);
            return file is { Version: 1, Sessions: { } sessions }
                ? [.. sessions.Where(s => s is { Id.Length: 64, User: not null, Password: not null, Csrf: not null })]
                : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }

    /// <summary>As far as the disk allows: a session that is not kept lasts until the restart.</summary>
    public void Write(string folder)
    {
        try
        {
            PrivateFile.Write(Path.Combine(folder, Name), JsonSerializer.SerializeToUtf8Bytes(this, Options));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Signing in must not fail by it.
        }
    }
}
