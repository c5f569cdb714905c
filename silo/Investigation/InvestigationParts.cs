using LtcActors.Journal.Postgres;
using LtcActors.Silo.Desk;

namespace LtcActors.Silo.Investigation;

/// <summary>How the parts of the investigation are put together.</summary>
internal static class InvestigationParts
{
    public static void Add(IServiceCollection services, SiloOptions options)
    {
        services.AddSingleton<PlaceFollower>().AddSingleton<HomeShowing>().AddSingleton<MapEndpoints>().AddSingleton<TrailEndpoints>().AddSingleton<GraphEndpoints>()
            .AddSingleton<SubjectAlertEndpoints>().AddSingleton<CaseFile>().AddSingleton<IDeskPart>(s => s.GetRequiredService<CaseFile>())
            .AddSingleton<AttachmentFolder>().AddSingleton<CaseEndpoints>();
        if (options.Store == SiloOptions.Postgres)
        {
            services.AddSingleton(_ => new PostgresAttachments(options.Connection!)).AddSingleton<IAttachments, AttachmentTable>();
        }
        else
        {
            services.AddSingleton<IAttachments>(s => s.GetRequiredService<AttachmentFolder>());
        }
    }

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
