using LtcActors.Engine.Ports;
using LtcActors.Engine.Wire;
using LtcActors.Journal.Postgres;
using LtcActors.Silo.Access;
using LtcActors.Silo.Audit;
using LtcActors.Silo.Dashboard;
using LtcActors.Silo.Demo;
using LtcActors.Silo.Exports;
using LtcActors.Silo.Desk;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Hubs;
using LtcActors.Silo.Ingest;
using LtcActors.Silo.Investigation;
using LtcActors.Silo.Metrics;
using LtcActors.Silo.OpenApi;
using LtcActors.Silo.Packets;
using LtcActors.Silo.PolicyVersions;
using LtcActors.Silo.Problems;
using LtcActors.Silo.Queries;
using LtcActors.Silo.Standby;
using LtcActors.Silo.Workplace;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.ObjectPool;

namespace LtcActors.Silo;

/// <summary>How the silo is put together: services, the order of the pipeline, the routes.</summary>
internal static class Composition
{
    public static void AddSilo(this WebApplicationBuilder builder, SiloOptions options, SiloParts parts, AccessBook book)
    {
        var services = builder.Services;
        services.AddSingleton(options).AddSingleton(options.Limits).AddSingleton(parts).AddSingleton(parts.Clock).AddSingleton(book);
        services.AddSingleton<ISupervision>(s =>
            parts.Supervision(new SiloContext(Path.GetFullPath(options.Data), parts.Clock, s.GetRequiredService<ILoggerFactory>(), s)));
        parts.Host?.Invoke(builder);
        services.AddSingleton<DeskBook>().AddHostedService(s => s.GetRequiredService<DeskBook>());
        services.AddSingleton<BoundAddress>().AddSingleton<BodyBudget>().AddSingleton<StrangerNotes>();
        AddAccess(services);
        services.AddHostedService<HealthWatch>().AddSingleton<CalendarWatch>().AddSingleton<SiloMeter>().AddSingleton<MetricStore>().AddSingleton<AlertCounts>().AddSingleton<HubConnections>();
        services.AddSingleton<ObjectPool<IngestScratch>>(_ =>
            new DefaultObjectPool<IngestScratch>(new ScratchPolicy(), options.Limits.Connections));
        services.AddSingleton<ObjectPool<EventParser>>(_ =>
            new DefaultObjectPool<EventParser>(new DefaultPooledObjectPolicy<EventParser>(), Environment.ProcessorCount * 2));
        services.AddSingleton<LinesEndpoint>().AddSingleton<EventsEndpoint>().AddSingleton<SessionEndpoints>();
        services.AddSingleton<AlertEndpoints>().AddSingleton<Assignees>().AddSingleton<TriageEndpoints>().AddSingleton<SilenceEndpoints>().AddSingleton<OutcomeEndpoints>().AddSingleton<PoliciesInForce>().AddSingleton<PolicyEndpoints>().AddSingleton<ReplayEndpoints>().AddSingleton<ShadowOutcomes>().AddSingleton<IDeskPart>(s => s.GetRequiredService<ShadowOutcomes>()).AddSingleton<ShadowEndpoints>().AddSingleton<PolicyValuesEndpoint>().AddSingleton<EntityEndpoints>();
        services.AddSingleton<Export>().AddSingleton<PacketMaker>().AddSingleton<PacketEndpoints>();
        services.AddSingleton<CatalogueEndpoints>().AddSingleton<OperationsEndpoints>();
        services.AddSingleton<SavedViews>().AddSingleton<IDeskPart>(s => s.GetRequiredService<SavedViews>()).AddSingleton<ViewEndpoints>();
        services.AddSingleton<Attendance>().AddSingleton<IDeskPart>(s => s.GetRequiredService<Attendance>()).AddSingleton<AttendanceEndpoints>();
        InvestigationParts.Add(services, options);
        AddKeptForMinutes(services, options);
        services.AddSingleton(new SecurityHeaders(options.TilesOrigin)).AddRouting();
        OidcSignIn.Add(services.AddAuthentication(AccessHandler.Scheme).AddScheme<AuthenticationSchemeOptions, AccessHandler>(AccessHandler.Scheme, null), options);
        services.AddAuthorization(Roles.Configure);
        services.ConfigureHttpJsonOptions(o => Json.Configure(o.SerializerOptions));
        services.AddOpenApi("v1", ApiDocument.Configure);
        services.AddSignalR(o =>
        {
            o.MaximumReceiveMessageSize = options.Limits.HubMessageBytes;
            o.StreamBufferCapacity = 1;
            o.EnableDetailedErrors = false;
        }).AddJsonProtocol(o => Json.Configure(o.PayloadSerializerOptions));
        services.Configure<HostOptions>(o => o.ShutdownTimeout = options.Limits.ShutdownTimeout);
        if (options.Demo && parts.Demo is { } play)
        {
            services.AddHostedService(s => ActivatorUtilities.CreateInstance<DemoPlayer>(s, play));
        }

        builder.WebHost.UseKestrel(kestrel => Limit(kestrel, options.Limits)).UseUrls([.. options.UrlList]);
    }

    /// <summary>Where several silos have one database, there; else in memory.</summary>
    private static void AddKeptForMinutes(IServiceCollection services, SiloOptions options)
    {
        if (options.Store != SiloOptions.Postgres)
        {
            services.AddSingleton<IPacketShelf, PacketShelf>().AddSingleton<ISignInGuard, SignInGuard>();
            return;
        }

        services.AddSingleton(_ => new PostgresPackets(options.Connection!)).AddSingleton<PacketTable>()
            .AddSingleton<IPacketShelf>(s => s.GetRequiredService<PacketTable>()).AddSingleton<ISwept>(s => s.GetRequiredService<PacketTable>());
        services.AddSingleton(_ => new FailedSignIns(options.Connection!)).AddSingleton<SharedSignInGuard>()
            .AddSingleton<ISignInGuard>(s => s.GetRequiredService<SharedSignInGuard>()).AddSingleton<ISwept>(s => s.GetRequiredService<SharedSignInGuard>());
        services.AddHostedService<TableSweep>();
    }

    private static void AddAccess(IServiceCollection services)
    {
        services.AddSingleton<Accounts>().AddSingleton<Tokens>().AddSingleton<Sessions>();
        services.AddSingleton<IDeskPart>(s => s.GetRequiredService<Accounts>());
        services.AddSingleton<IDeskPart>(s => s.GetRequiredService<Tokens>());
        services.AddSingleton<IDeskPart>(s => s.GetRequiredService<Sessions>());
        services.AddSingleton<SessionStart>().AddHostedService<SessionSweep>().AddSingleton<OidcArrivals>().AddSingleton<OidcEndpoints>();
        services.AddSingleton<Sight>().AddSingleton<PersonalData>().AddSingleton<AuditLog>();
        services.AddSingleton<AuditHeads>().AddHostedService(s => s.GetRequiredService<AuditHeads>());
        services.AddSingleton<AccountEndpoints>().AddSingleton<TokenEndpoints>().AddSingleton<RevealEndpoints>().AddSingleton<AuditEndpoints>();
    }

    public static void UseSilo(this WebApplication app, SiloOptions options)
    {
        app.UseMiddleware<ProblemMiddleware>();
        var headers = app.Services.GetRequiredService<SecurityHeaders>();
        app.Use((context, next) =>
        {
            headers.Apply(context);
            return next(context);
        });
        if (app.Services.GetRequiredService<ISupervision>() is IStandby standby)
        {
            app.UseMiddleware<StandbyGate>(standby);
        }

        app.UseRouting();
        DashboardFiles.Use(app, options.WebRoot);
        app.UseMiddleware<HubGate>();
        app.UseMiddleware<DeskGate>();
        app.UseAuthentication();
        app.UseMiddleware<RefusalAudit>();
        app.UseAuthorization();
        app.UseMiddleware<CsrfMiddleware>();
        MapRoutes(app, options);
    }

    private static void MapRoutes(WebApplication app, SiloOptions options)
    {
        var services = app.Services;
        services.GetRequiredService<EventsEndpoint>().Map(app);
        services.GetRequiredService<AlertEndpoints>().Map(app);
        services.GetRequiredService<Assignees>().Map(app);
        services.GetRequiredService<TriageEndpoints>().Map(app);
        services.GetRequiredService<SilenceEndpoints>().Map(app);
        services.GetRequiredService<ViewEndpoints>().Map(app);
        services.GetRequiredService<AttendanceEndpoints>().Map(app);
        services.GetRequiredService<OutcomeEndpoints>().Map(app);
        services.GetRequiredService<PolicyEndpoints>().Map(app);
        services.GetRequiredService<ReplayEndpoints>().Map(app);
        services.GetRequiredService<ShadowEndpoints>().Map(app);
        services.GetRequiredService<PolicyValuesEndpoint>().Map(app);
        services.GetRequiredService<EntityEndpoints>().Map(app);
        services.GetRequiredService<PacketEndpoints>().Map(app);
        services.GetRequiredService<CatalogueEndpoints>().Map(app);
        services.GetRequiredService<SessionEndpoints>().Map(app);
        services.GetRequiredService<OidcEndpoints>().Map(app);
        services.GetRequiredService<AccountEndpoints>().Map(app);
        services.GetRequiredService<TokenEndpoints>().Map(app);
        services.GetRequiredService<RevealEndpoints>().Map(app);
        services.GetRequiredService<AuditEndpoints>().Map(app);
        services.GetRequiredService<OperationsEndpoints>().Map(app);
        InvestigationParts.Map(app);
        services.GetRequiredService<SiloParts>().Routes?.Invoke(app);
        app.MapOpenApi().RequireAuthorization();
        app.MapHub<AlertsHub>("/hubs/alerts", hub =>
        {
            // What a client does not read waits in the engine; these are per connection, and there may be many.
            hub.ApplicationMaxBufferSize = options.Limits.HubMessageBytes;
            hub.TransportMaxBufferSize = 64 * 1024;
        }).WithMetadata(new ForWall());
    }

    private static void Limit(KestrelServerOptions kestrel, SiloLimits limits)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = limits.BatchBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = limits.HeaderBytes;
        kestrel.Limits.RequestHeadersTimeout = limits.HeadersTimeout;
        kestrel.Limits.MaxConcurrentConnections = limits.Connections;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
    }
}
