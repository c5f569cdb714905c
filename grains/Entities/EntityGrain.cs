using LtcActors.Domain.Actors;
using LtcActors.Engine.Running;
using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Interfaces.Wire;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace LtcActors.Grains.Entities;

/// <summary>
/// The grain of one actor of the domain: where it is called, and how long it stays in memory. What it is stands in its
/// <see cref="Resident"/>, which its partition calls directly from the first call until it releases it. It is first called by its
/// partition, and so lives where that is.
/// </summary>
internal abstract class EntityGrain(EntityServices services, ActorKind kind) : Grain, IEntityGrain
{
    private Resident? resident;
    private long generation;
    private bool leaving;

    private Resident Resident => resident ?? throw new InvalidOperationException("Called before it was activated.");

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        resident = new(services, EntityKeys.Read(kind, this.GetPrimaryKeyString()));
        services.Enter(resident);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        services.Leave(Resident);
        return Task.CompletedTask;
    }

    public async Task<EntityAnswer> Run(EntityCall call)
    {
        if (call.Generation > generation && generation > 0 && !leaving && services.HomeElsewhere(Resident.Id) is { } home)
        {
            // The partitions are spread anew, and it has nothing yet of the new generation: the next call finds it there.
            leaving = true;
            RequestContext.Set(IPlacementDirector.PlacementHintKey, home);
            MigrateOnIdle();
            return EntityAnswer.Moved;
        }

        var answer = await Resident.RunAsync(call);
        generation = Math.Max(generation, call.Generation);
        if (answer.Status == StageStatus.Done)
        {
            // From here on its partition sees to it: what is not written yet must not leave memory for being idle.
            DelayDeactivation(Timeout.InfiniteTimeSpan);
            Resident.Hold();
        }

        return answer;
    }

    public Task Release(long over)
    {
        if (Resident.Release(over))
        {
            DeactivateOnIdle();
        }

        return Task.CompletedTask;
    }

    public Task<byte[]?> View(EntityQuestion question, DateTimeOffset now) => Resident.ViewAsync(question, now);

    public Task<long[]> Places(EntityQuestion question) => Resident.PlacesAsync(question);
}
