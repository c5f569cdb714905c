using LtcActors.Journal.Postgres;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace LtcActors.Silo.Access;

/// <summary>
/// How the framework's OpenID Connect handler is set: the authorization code flow with PKCE, and nothing but who somebody is taken from
/// it. What becomes of whom it names is decided by <see cref="OidcArrivals"/>.
/// </summary>
internal static class OidcSignIn
{
    public const string Scheme = "oidc";
    public const string Callback = "/api/oidc/callback";

    /// <summary>Folder in the data folder of the keys that a sign-in under way is kept with, where these are not in the database.</summary>
    public const string KeysFolder = "oidc-keys";

    /// <summary>Asymmetric ones alone: with a shared secret, or with the public key taken for one, whoever verifies could also sign.</summary>
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    public static void Add(AuthenticationBuilder authentication, SiloOptions silo)
    {
        if (!silo.Oidc.IsOn)
        {
            return;
        }

        KeepKeys(authentication.Services, silo);
        authentication.AddOpenIdConnect(Scheme, _ => { });
        authentication.Services.AddOptions<OpenIdConnectOptions>(Scheme).Configure<TimeProvider>((o, clock) =>
        {
            Configure(o, silo);
            Validate(o.TokenValidationParameters, silo, clock);
        });
    }

    /// <summary>Before anybody comes: sees to it that all silos of one database keep sign-ins with the same keys.</summary>
    /// <exception cref="Engine.Ports.JournalUnavailableException">The database does not answer.</exception>
    public static void Open(IServiceProvider services) => services.GetService<SharedKeys>()?.MakeFirst(services.GetRequiredService<IDataProtectionProvider>());

    /// <summary>Where several silos have one database, there; else in the data folder.</summary>
    private static void KeepKeys(IServiceCollection services, SiloOptions silo)
    {
        var protection = services.AddDataProtection().SetApplicationName("ltcactors");
        if (silo.Store == SiloOptions.Postgres)
        {
            services.AddSingleton(_ => new ProtectionKeys(silo.Connection!)).AddSingleton<SharedKeys>();
            services.AddOptions<KeyManagementOptions>().Configure<SharedKeys>((o, keys) => o.XmlRepository = keys);
            return;
        }

        var folder = Path.Combine(Path.GetFullPath(silo.Data), KeysFolder);
        PrivateFile.EnsureFolder(folder);
        protection.PersistKeysToFileSystem(new(folder));
    }

    private static void Configure(OpenIdConnectOptions o, SiloOptions silo)
    {
        var (settings, limits) = (silo.Oidc, silo.Limits);
        o.Authority = settings.Authority;
        o.ClientId = settings.ClientId;
        o.ClientSecret = settings.ReadSecret();
        o.RequireHttpsMetadata = !new Uri(settings.Authority!).IsLoopback;
        o.CallbackPath = Callback;
        o.ResponseType = OpenIdConnectResponseType.Code;
        // By a plain GET, with which a browser sends cookies that are kept from other sites' forms.
        o.ResponseMode = OpenIdConnectResponseMode.Query;
        o.UsePkce = true;
        o.Scope.Clear();
        o.Scope.Add("openid");
        if (settings.Claim != OidcOptions.Subject)
        {
            o.Scope.Add("profile");
        }

        o.MapInboundClaims = false;
        o.TokenHandler = new SignedTokens { MapInboundClaims = false };
        o.SaveTokens = false;
        o.GetClaimsFromUserInfoEndpoint = false;
        o.DisableTelemetry = true;
        o.RemoteAuthenticationTimeout = limits.OidcRound;
        o.BackchannelTimeout = limits.OidcAnswer;
        o.BackchannelHttpHandler = new SocketsHttpHandler { AllowAutoRedirect = false };
        // Never used: the silo's own session is begun before the handler would sign anybody in.
        o.SignInScheme = AccessHandler.Scheme;
        Keep(o.CorrelationCookie, "ltc_oidc_state.");
        Keep(o.NonceCookie, "ltc_oidc_nonce.");
        o.Events = Events(silo);
    }

    private static void Validate(TokenValidationParameters p, SiloOptions silo, TimeProvider clock)
    {
        p.ValidAlgorithms = Algorithms;
        p.ValidAudience = silo.Oidc.ClientId;
        p.RequireSignedTokens = p.RequireExpirationTime = p.ValidateAudience = true;
        // Its own document must not be able to say that it is somebody else.
        p.IssuerValidator = (issuer, _, _) => issuer?.TrimEnd('/') == silo.Oidc.Issuer
            ? issuer
            : throw new SecurityTokenInvalidIssuerException("The token is of another issuer.") { InvalidIssuer = issuer };
        p.LifetimeValidator = (notBefore, expires, _, _) =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            return expires is { } end && now < end + silo.Limits.OidcSkew && (notBefore is not { } start || now >= start - silo.Limits.OidcSkew) ? true
                : throw new SecurityTokenExpiredException("The token is not valid now.");
        };
    }

    /// <summary>Lax: the way back begins on the other party's page.</summary>
    private static void Keep(CookieBuilder cookie, string name)
    {
        cookie.Name = name;
        cookie.SameSite = SameSiteMode.Lax;
        // A proxy that ends TLS adds Secure, as it does to the session's own.
        cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
    }

    private static OpenIdConnectEvents Events(SiloOptions silo) => new()
    {
        OnRedirectToIdentityProvider = context =>
        {
            if (silo.Origins is [{ } seen, ..])
            {
                context.ProtocolMessage.RedirectUri = seen + Callback;
            }

            return Task.CompletedTask;
        },
        OnAuthorizationCodeReceived = context =>
        {
            if (!Arrivals(context.HttpContext).IsFirst(context.ProtocolMessage.State))
            {
                context.Fail(new OidcReplay());
            }

            return Task.CompletedTask;
        },
        OnTicketReceived = async context =>
        {
            await Arrivals(context.HttpContext).TakeAsync(context.HttpContext, context.Principal!, context.ReturnUri);
            context.HandleResponse();
        },
        OnAccessDenied = async context =>
        {
            await Arrivals(context.HttpContext).RefuseAsync(context.HttpContext, "denied", context.Properties?.RedirectUri);
            context.HandleResponse();
        },
        OnRemoteFailure = async context =>
        {
            await Arrivals(context.HttpContext).RefuseAsync(context.HttpContext, WhyOf(context.Failure), context.Properties?.RedirectUri);
            context.HandleResponse();
        },
    };

    private static OidcArrivals Arrivals(HttpContext context) => context.RequestServices.GetRequiredService<OidcArrivals>();

    /// <summary>One word for the audit.</summary>
    internal static string WhyOf(Exception? failure) => failure switch
    {
        OidcReplay => "replayed",
        SecurityTokenInvalidAudienceException => "audience",
        SecurityTokenInvalidIssuerException => "issuer",
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNotYetValidException or SecurityTokenNoExpirationException => "lifetime",
        SecurityTokenInvalidAlgorithmException => "algorithm",
        SecurityTokenInvalidSignatureException or SecurityTokenSignatureKeyNotFoundException => "signature",
        OpenIdConnectProtocolInvalidNonceException => "nonce",
        OpenIdConnectProtocolException => "provider",
        HttpRequestException or TaskCanceledException or InvalidOperationException => "unreachable",
        { InnerException: { } inner } => WhyOf(inner),
        AuthenticationFailureException => "state",
        _ => "token",
    };
}

/// <summary>
/// The handler takes an unsigned token in the code flow, as the protocol lets it where the token comes from the provider over TLS. Here
/// whoever ends TLS in between, or answers in the provider's place, must not be able to write one.
/// </summary>
internal sealed class SignedTokens : JsonWebTokenHandler
{
    public override Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        var strict = validationParameters.Clone();
        strict.RequireSignedTokens = true;
        return base.ValidateTokenAsync(token, strict);
    }
}

/// <summary>Somebody came back with what has been used.</summary>
internal sealed class OidcReplay() : AuthenticationFailureException("This sign-in has been used already.");
