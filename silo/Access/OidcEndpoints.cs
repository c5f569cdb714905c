using LtcActors.Silo.Hosting;
using LtcActors.Silo.Problems;
using LtcActors.Silo.Queries;
using Microsoft.AspNetCore.Authentication;

namespace LtcActors.Silo.Access;

/// <summary>The ways to sign in, and the way to the other party. The way back is the handler's own path: <see cref="OidcSignIn.Callback"/>.</summary>
internal sealed class OidcEndpoints(OidcArrivals arrivals, SiloOptions options)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Get("/api/sign-in", WaysAsync, "The ways to sign in").AllowAnonymous();
        routes.Get("/api/oidc/sign-in", LeaveAsync, "Sign in by the OpenID Connect provider").AllowAnonymous();
    }

    private Task WaysAsync(HttpContext context) =>
        Answer.WriteAsync(context, new Ways(options.Oidc.IsOn ? new Provider(options.Oidc.Name) : null));

    private async Task LeaveAsync(HttpContext context)
    {
        if (!options.Oidc.IsOn)
        {
            throw new Refusal(ProblemKind.NotFound, "Nobody else signs people in here.");
        }

        var returnTo = OidcArrivals.Local(new QueryReader(context.Request).Text("return", 2000));
        try
        {
            await context.ChallengeAsync(OidcSignIn.Scheme, new AuthenticationProperties { RedirectUri = returnTo });
        }
        catch (Exception e) when (!context.Response.HasStarted && OidcSignIn.WhyOf(e) == OidcArrivals.Unreachable)
        {
            await arrivals.RefuseAsync(context, OidcArrivals.Unreachable, returnTo);
        }
    }

    private sealed record Ways(Provider? Oidc);

    /// <param name="Name">What people call it; null: the page has a name of its own.</param>
    private sealed record Provider(string? Name);
}
