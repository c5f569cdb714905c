using System.Globalization;
using LtcActors.Engine.Ports;
using LtcActors.Grains.Entities;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace LtcActors.Grains.Conducting;

/// <summary>
/// Whether a silo may join: each judges its actors by its own files and rules, so that silos with others would find some things by these
/// and some by those. What the generation that began last judges by stands in the conductor's record. As long as one of its silos lives
/// that holds; when none does, whoever starts begins another, and judges all anew. <see cref="PartitionGrain"/> refuses what slips through.
/// </summary>
internal sealed class Admission(
    EntityServices services, IMembershipTable membership, ILocalSiloDetails silo, IOptions<ClusterMembershipOptions> options)
{
    /// <summary>How long a silo that says nothing more counts as living.</summary>
    private readonly TimeSpan silence = options.Value.IAmAliveTablePublishTimeout * options.Value.NumMissedTableIAmAliveLimit;

    /// <exception cref="StartRefusedException">It judges by others than the silos that live.</exception>
    public async Task CheckAsync()
    {
        if (await ClusterStateStore.LastAsync(services.Storage).ConfigureAwait(false) is not { } last
            || services.Judging.DifferenceTo(last.Judging) is not { } difference)
        {
            return;
        }

        var living = await LivingAsync().ConfigureAwait(false);
        if (living.Count > 0)
        {
            throw new StartRefusedException(string.Create(
                CultureInfo.InvariantCulture,
                $"it would judge by others than the cluster that runs (generation {last.Generation}, {string.Join(", ", living)}): {difference}. Stop all of its silos first, and the first that starts judges all anew; or start this one with the files and the version that they have. A silo that was killed counts as running for {silence.TotalSeconds:0} s."));
        }
    }

    /// <summary>Others that are in the cluster, or on their way in or out, as far as anybody knows.</summary>
    private async Task<List<string>> LivingAsync()
    {
        await membership.InitializeMembershipTableAsync(tryInitTableVersion: false, CancellationToken.None).ConfigureAwait(false);
        var table = await membership.ReadAllAsync(CancellationToken.None).ConfigureAwait(false);
        // By the clock that the table is written by.
        var since = DateTime.UtcNow - silence;
        return
        [
            .. table.Members.Select(m => m.Item1)
                .Where(m => m.Status != SiloStatus.Dead && (m.IAmAliveTime > since || m.StartTime > since))
                // Whoever was at this silo's own address is gone.
                .Where(m => !m.SiloAddress.Endpoint.Equals(silo.SiloAddress.Endpoint))
                .Select(m => m.SiloAddress.Endpoint.ToString()).Distinct().Order(StringComparer.Ordinal),
        ];
    }
}
