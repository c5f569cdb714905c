using LtcActors.Silo.Desk;

namespace LtcActors.Silo.Investigation;

/// <summary>How the parts of the investigation are put together.</summary>
internal static class InvestigationParts
{
    public static void Add(IServiceCollection services) =>
        services.AddSingleton<PlaceFollower>().AddSingleton<HomeShowing>().AddSingleton<MapEndpoints>().AddSingleton<TrailEndpoints>().AddSingleton<GraphEndpoints>()
            .AddSingleton<SubjectAlertEndpoints>().AddSingleton<CaseFile>().AddSingleton<IDeskPart>(s => s.GetRequiredService<CaseFile>())
            .AddSingleton<AttachmentStore>().AddSingleton<CaseEndpoints>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        services.GetRequiredService<MapEndpoints>().Map(routes);
        services.GetRequiredService<TrailEndpoints>().Map(routes);
        services.GetRequiredService<GraphEndpoints>().Map(routes);
        services.GetRequiredService<SubjectAlertEndpoints>().Map(routes);
        services.GetRequiredService<CaseEndpoints>().Map(routes);
    }
}
