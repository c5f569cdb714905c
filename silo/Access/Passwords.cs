using Microsoft.AspNetCore.Identity;

namespace LtcActors.Silo.Access;

/// <summary>Password hashes as ASP.NET Core Identity makes them: PBKDF2 with a salt, its parameters inside the hash.</summary>
internal static class Passwords
{
    private static readonly PasswordHasher<string> Hasher = new();

    /// <summary>Checked when the user is unknown, so that the time taken does not tell which users there are.</summary>
    private static readonly string Nobody = Hash(Secrets.Password());

    /// <returns>What is wrong with a password that somebody chose; null when it will do.</returns>
    public static string? Fault(string password, string user, string before, int minChars) =>
        password.Length < minChars ? $"A password has at least {minChars} characters."
        : password.Contains(user, StringComparison.OrdinalIgnoreCase) ? "A password does not contain the name."
        : password == before ? "The password is the one before."
        : password.Distinct().Count() < 5 ? "A password has at least five different characters."
        : null;

    public static string Hash(string password) => Hasher.HashPassword("", password);

    public static bool Verify(string? hash, string password) =>
        Hasher.VerifyHashedPassword("", hash ?? Nobody, password) != PasswordVerificationResult.Failed && hash is not null;
}
