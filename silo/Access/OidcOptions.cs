namespace LtcActors.Silo.Access;

/// <summary>An OpenID Connect provider that may sign people in; they need an account here all the same.</summary>
public sealed record OidcOptions
{
    /// <summary>The claim that never changes and is never given to somebody else.</summary>
    public const string Subject = "sub";

    /// <summary>Its address, as its tokens name it; null: nobody but the silo signs people in.</summary>
    public string? Authority { get; init; }

    /// <summary>The silo's own id there.</summary>
    public string? ClientId { get; init; }

    /// <summary>The silo's secret there; null: it has none (a public client), or it stands in <see cref="SecretFile"/>.</summary>
    public string? Secret { get; init; }

    public string? SecretFile { get; init; }

    /// <summary>What accounts are linked with.</summary>
    public string Claim { get; init; } = Subject;

    /// <summary>What the sign-in page calls it.</summary>
    public string? Name { get; init; }

    public bool IsOn => Authority is not null;

    /// <summary>The authority without its last slash, which tokens of some have and of others have not.</summary>
    internal string? Issuer => Authority?.TrimEnd('/');

    internal IEnumerable<string> Problems()
    {
        if (Authority is null)
        {
            if (ClientId is not null || SecretFile is not null)
            {
                yield return "--oidc-client-id and --oidc-secret-file: there is nobody to be a client of without --oidc-authority.";
            }

            yield break;
        }

        // Whoever can change an answer of it in the net signs in as anybody.
        if (!Uri.TryCreate(Authority, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0
            || !(uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)))
        {
            yield return $"--oidc-authority: '{Authority}' is not an https address, such as https://sso.example.cn/realms/ltc; http is for this machine alone.";
        }

        if (string.IsNullOrWhiteSpace(ClientId))
        {
            yield return "--oidc-authority needs --oidc-client-id.";
        }

        if (string.IsNullOrWhiteSpace(Claim))
        {
            yield return "--oidc-claim names a claim, such as sub or preferred_username.";
        }

        if (SecretFile is { } file && (!File.Exists(file) || string.IsNullOrWhiteSpace(File.ReadAllText(file))))
        {
            yield return $"--oidc-secret-file: '{file}' is not a file with a secret in it.";
        }
    }

    internal string? ReadSecret() => SecretFile is { } file ? File.ReadAllText(file).Trim() : string.IsNullOrEmpty(Secret) ? null : Secret;
}
