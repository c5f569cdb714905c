using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace LtcActors.Silo.Tests.Access;

/// <summary>
/// An OpenID Connect provider on a port of its own: discovery, keys, authorize, token. It holds what a provider holds (client, address to
/// return to, PKCE, a code used once) and lies in its tokens as a test has it lie.
/// </summary>
internal sealed class OidcProvider : IAsyncDisposable
{
    public const string ClientId = "ltc";
    public const string Secret = "a secret of the silo's";

    private readonly RSA rsa = RSA.Create(2048);
    private readonly RSA foreign = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, Dictionary<string, string>> codes = new(StringComparer.Ordinal);
    private readonly TimeProvider clock;
    private WebApplication? app;

    private OidcProvider(TimeProvider clock) => this.clock = clock;

    public string Address => app!.Urls.Single();

    /// <summary>Whom it signs in next, and how it lies.</summary>
    public string Subject { get; set; } = "8c1f-li";

    public string? Issuer { get; set; }

    public string Audience { get; set; } = ClientId;

    public string? Nonce { get; set; }

    public TimeSpan Lasts { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>rs256; none; hs256 with the public key as its secret; foreign: by a key of somebody else's.</summary>
    public string Signs { get; set; } = "rs256";

    /// <summary>Against the protocol: a code opens more than once.</summary>
    public bool KeepsCodes { get; set; }

    /// <summary>What the silo asked the token endpoint for, the latest last.</summary>
    public List<IDictionary<string, string>> Redeemed { get; } = [];

    public static async Task<OidcProvider> StartAsync(TimeProvider clock, int port = 0)
    {
        var provider = new OidcProvider(clock);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, port));
        var app = provider.app = builder.Build();
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new
        {
            issuer = provider.Issuer ?? provider.Address,
            authorization_endpoint = provider.Address + "/authorize",
            token_endpoint = provider.Address + "/token",
            jwks_uri = provider.Address + "/jwks",
            response_types_supported = new[] { "code" },
            subject_types_supported = new[] { "public" },
            id_token_signing_alg_values_supported = new[] { "RS256" },
        }));
        app.MapGet("/jwks", () => Results.Json(new { keys = new[] { provider.PublicKey() } }));
        app.MapGet("/authorize", provider.Authorize);
        app.MapPost("/token", provider.RedeemAsync);
        await app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.DisposeAsync();
        }

        rsa.Dispose();
        foreign.Dispose();
    }

    private object PublicKey()
    {
        var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(rsa.ExportParameters(false)) { KeyId = "k1" });
        return new { kty = key.Kty, use = "sig", alg = "RS256", kid = key.Kid, n = key.N, e = key.E };
    }

    private IResult Authorize(HttpRequest request)
    {
        var asked = request.Query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.Ordinal);
        if (asked["client_id"] != ClientId || asked["response_type"] != "code" || asked["code_challenge_method"] != "S256" || !asked["scope"].Split(' ').Contains("openid"))
        {
            return Results.BadRequest();
        }

        var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        codes[code] = asked;
        return Results.Redirect(QueryHelpers.AddQueryString(asked["redirect_uri"], new Dictionary<string, string?> { ["code"] = code, ["state"] = asked["state"] }));
    }

    private async Task<IResult> RedeemAsync(HttpRequest request)
    {
        var form = (await request.ReadFormAsync()).ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal);
        Redeemed.Add(form);
        var isKnown = KeepsCodes ? codes.TryGetValue(form["code"], out var asked) : codes.TryRemove(form["code"], out asked);
        var challenge = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"])));
        return isKnown && form["client_id"] == ClientId && form["client_secret"] == Secret && form["redirect_uri"] == asked!["redirect_uri"] && challenge == asked["code_challenge"]
            ? Results.Json(new { access_token = "x", token_type = "Bearer", expires_in = 300, id_token = Token(asked["nonce"]) })
            : Results.Json(new { error = "invalid_grant" }, statusCode: 400);
    }

    private string Token(string nonce)
    {
        var now = clock.GetUtcNow();
        var claims = new Dictionary<string, object>
        {
            ["sub"] = Subject, ["preferred_username"] = "li@example.cn", ["nonce"] = Nonce ?? nonce, ["iss"] = Issuer ?? Address, ["aud"] = Audience,
            ["iat"] = (now - TimeSpan.FromMinutes(10)).ToUnixTimeSeconds(), ["exp"] = (now + Lasts).ToUnixTimeSeconds(),
        };
        if (Signs == "none")
        {
            var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(claims);
            return $"{WebEncoders.Base64UrlEncode("{\"alg\":\"none\",\"typ\":\"JWT\"}"u8.ToArray())}.{WebEncoders.Base64UrlEncode(body)}.";
        }

        SigningCredentials by = Signs switch
        {
            "hs256" => new(new SymmetricSecurityKey(Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem())) { KeyId = "k1" }, SecurityAlgorithms.HmacSha256),
            "foreign" => new(new RsaSecurityKey(foreign) { KeyId = "k1" }, SecurityAlgorithms.RsaSha256),
            _ => new(new RsaSecurityKey(rsa) { KeyId = "k1" }, SecurityAlgorithms.RsaSha256),
        };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor { Claims = claims, SigningCredentials = by });
    }
}
