using System.Text.Json;

namespace LtcActors.Silo.Access;

/// <param name="Sha256">Lower-case hex of the token's SHA-256.</param>
internal sealed record StoredToken(string Name, string Role, string Sha256);

/// <param name="Password">As ASP.NET Core Identity hashes it (PBKDF2).</param>
/// <param name="Role">One of <see cref="Roles.OfPeople"/>, for all districts; none: an administrator.</param>
internal sealed record StoredUser(string Name, string Password, string? Role = null);

/// <summary><c>access.json</c> in the data folder: who may come in, by hashes only.</summary>
internal sealed record AccessFile(int Version, IReadOnlyList<StoredToken> Tokens, IReadOnlyList<StoredUser> Users)
{
    public const string Name = "access.json";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <exception cref="InvalidDataException">It is there and cannot be understood.</exception>
    public static AccessFile? Read(string folder)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var file = JsonSerializer.Deserialize<AccessFile>(File.ReadAllBytes(path), Options);
            return file is { Version: 1, Tokens: not null, Users: not null }
                ? file
                : throw new InvalidDataException($"{path} is not an access file of version 1.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path} is not JSON.", error);
        }
    }

    public void Write(string folder) =>
        PrivateFile.Write(Path.Combine(folder, Name), JsonSerializer.SerializeToUtf8Bytes(this, Options));
}
