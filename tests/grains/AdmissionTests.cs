using LtcActors.Domain.Policies;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Running;
using LtcActors.Grains.Conducting;
using LtcActors.Grains.Entities;
using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Interfaces.Wire;
using LtcActors.Grains.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace LtcActors.Grains.Tests;

/// <summary>A cluster judges by one set of files and rules: a silo with others is not let in while one of it lives.</summary>
public sealed class AdmissionTests
{
    private static readonly PolicyBook Stricter = Standing.PoliciesWith("tianjin/location.json", "\"value\": 150", "\"value\": 7");

    [Fact]
    public async Task A_silo_with_another_file_is_refused_with_its_name_while_one_of_the_cluster_lives_and_let_in_after_the_last()
    {
        await using var two = await TwoSilos.StartAsync();
        // Both ask from the place of the first silo, as if started there anew: who was there is gone.
        var (first, second) = (two.Cluster.Silos[0], two.Cluster.Silos[1]);
        await AdmissionOf(first.ServiceProvider, Standing.Policies).CheckAsync();
        var other = AdmissionOf(first.ServiceProvider, Stricter);
        var refused = await Assert.ThrowsAsync<StartRefusedException>(other.CheckAsync);
        Assert.Contains($"(generation {two.Journal.Token}, {second.SiloAddress.Endpoint}): policies/tianjin/location.json. Stop all", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);

        await two.Cluster.StopSiloAsync(second);
        await other.CheckAsync();
    }

    [Fact]
    public async Task Before_the_first_generation_everybody_is_let_in()
    {
        await using var two = await TwoSilos.StartAsync();
        var services = two.Cluster.Silos[0].ServiceProvider;
        two.Rows.Clear();
        await AdmissionOf(services, Stricter).CheckAsync();
    }

    [Fact]
    public async Task A_partition_on_a_silo_with_others_takes_part_in_no_generation_and_says_what_differs()
    {
        await using var two = await TwoSilos.StartAsync();
        var partition = two.Cluster.Client.GetGrain<IPartitionGrain>(EntityKeys.OfPartition(0));
        var refused = await Assert.ThrowsAsync<NotJudgingException>(
            () => partition.Begin(two.Journal.Token + 1, Checkpoints.None, [], EntityServices.JudgingBy(Stricter).Write()));
        Assert.Contains("policies/tianjin/location.json", refused.Message, StringComparison.Ordinal);
        // It goes on with the generation that it is of.
        await two.ReadyAsync();
    }

    [Fact]
    public void What_differs_is_told_by_name_up_to_five_parts()
    {
        var own = EntityServices.JudgingBy(Standing.Policies);
        Assert.Null(own.DifferenceTo(JudgingIdentity.Read(own.Write())));
        Assert.Contains("rule GEO-01\t", own.Write(), StringComparison.Ordinal);
        var others = JudgingIdentity.Read(own.Write().Replace("rule GEO-0", "rule geo-0", StringComparison.Ordinal).Replace("state of actors\t", "state of actors\t9", StringComparison.Ordinal));
        Assert.Matches("^rule GEO-01, rule GEO-02, .* and [0-9]+ more$", own.DifferenceTo(others));
        Assert.Equal("state of actors", own.DifferenceTo(JudgingIdentity.Read(own.Write().Replace("state of actors\t", "state of actors\t9", StringComparison.Ordinal))));
    }

    private static Admission AdmissionOf(IServiceProvider silo, PolicyBook policies) => new(
        new EntityServices(silo.GetRequiredService<ClusterEngineOptions>() with { Policies = policies }, silo.GetRequiredService<ClusterView>(), silo),
        silo.GetRequiredService<IMembershipTable>(), silo.GetRequiredService<ILocalSiloDetails>(), silo.GetRequiredService<IOptions<ClusterMembershipOptions>>());
}
