using LtcActors.Engine.Ports;
using LtcActors.Grains.Conducting;
using LtcActors.Grains.Entities;
using LtcActors.Grains.Serving;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime.Placement;

namespace LtcActors.Grains;

/// <summary>Puts the engine into a silo of Orleans. Clustering, reminders and the storage named <see cref="ClusterEngineOptions.Snapshots"/> are the caller's.</summary>
public static class ClusterHosting
{
    public static ISiloBuilder AddClusterEngine(this ISiloBuilder silo, Func<IServiceProvider, ClusterEngineOptions> options)
    {
        silo.Services.AddSingleton(options);
        silo.Services.AddSingleton<ClusterView>();
        silo.Services.AddPlacementDirector<SpreadPlacement, SpreadPlacementDirector>();
        silo.Services.AddSingleton<EntityServices>();
        silo.Services.AddSingleton<Admission>();
        silo.Services.AddSingleton<ConductorSeat>();
        silo.Services.AddSingleton<SiloAlerts>();
        silo.Services.AddSingleton<ClusterSupervision>();
        silo.Services.AddHostedService(s => s.GetRequiredService<SiloAlerts>());
        silo.Services.AddHostedService(s => s.GetRequiredService<ClusterSupervision>());
        silo.Configure<ClusterMembershipOptions>(Membership);
        silo.Configure<SiloMessagingOptions>(Messages);
        silo.Configure<GrainCollectionOptions>(o => o.CollectionAge = TimeSpan.FromMinutes(15));
        return silo;
    }

    /// <summary>To be asked before the silo joins.</summary>
    /// <exception cref="StartRefusedException">It judges by others than the silos that live.</exception>
    public static Task AdmitAsync(IServiceProvider services) => services.GetRequiredService<Admission>().CheckAsync();

    /// <summary>The cluster as this silo offers it.</summary>
    public static ISupervision Supervision(IServiceProvider services) => services.GetRequiredService<ClusterSupervision>();

    /// <summary>
    /// A call that went to a silo as it was killed may never be answered; whatever may take longer than this says so at its interface.
    /// </summary>
    private static void Messages(SiloMessagingOptions messages) =>
        messages.ResponseTimeout = messages.SystemResponseTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A silo that is killed is found out by three probes that it does not answer, a second each; a silo that pauses for as long is
    /// put out too, and may not come back as itself.
    /// </summary>
    private static void Membership(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = TimeSpan.FromSeconds(1);
        membership.NumMissedProbesLimit = 3;
        membership.NumVotesForDeathDeclaration = 1;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(10);
    }
}
