using LtcActors.Silo.OpenApi;

namespace LtcActors.Silo.Hosting;

/// <summary>Maps a handler that reads its request by hand, and tells the OpenAPI document of it.</summary>
internal static class Routes
{
    public static IEndpointConventionBuilder Get(this IEndpointRouteBuilder routes, string pattern, RequestDelegate handler, string summary) =>
        Describe(routes.MapMethods(pattern, [HttpMethods.Get], handler), handler, summary);

    public static IEndpointConventionBuilder Post(this IEndpointRouteBuilder routes, string pattern, RequestDelegate handler, string summary) =>
        Describe(routes.MapPost(pattern, handler), handler, summary);

    public static IEndpointConventionBuilder Delete(this IEndpointRouteBuilder routes, string pattern, RequestDelegate handler, string summary) =>
        Describe(routes.MapDelete(pattern, handler), handler, summary);

    private static IEndpointConventionBuilder Describe(IEndpointConventionBuilder endpoint, RequestDelegate handler, string summary) =>
        // The API explorer lists endpoints whose method it knows.
        endpoint.WithMetadata(handler.Method, new Operation(summary));
}
