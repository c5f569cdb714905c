using Microsoft.AspNetCore.Identity;

namespace LtcActors.Silo.Access;

/// <summary>Password hashes as ASP.NET Core Identity makes them: PBKDF2 with a salt, its parameters inside the hash.</summary>
internal static class Passwords
{
    private static readonly PasswordHasher<string> Hasher = new();

    /// <summary>Checked when the user is unknown, so that the time taken does not tell which users there are.</summary>
    private static readonly string Nobody = Hash(Secrets.Password());

    public static string Hash(string password) => Hasher.HashPassword("", password);

    public static bool Verify(string? hash, string password) =>
        Hasher.VerifyHashedPassword("", hash ?? Nobody, password) != PasswordVerificationResult.Failed && hash is not null;
}
