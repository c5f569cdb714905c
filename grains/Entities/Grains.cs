using LtcActors.Domain.Actors;
using LtcActors.Grains.Interfaces;
using Orleans.Placement;

namespace LtcActors.Grains.Entities;

[PreferLocalPlacement, GrainType("ltc-person")]
internal sealed class InsuredPersonGrain(EntityServices services) : EntityGrain(services, ActorKind.Person), IInsuredPersonGrain;

[PreferLocalPlacement, GrainType("ltc-binding")]
internal sealed class FamilyBindingGrain(EntityServices services) : EntityGrain(services, ActorKind.Binding), IFamilyBindingGrain;

[PreferLocalPlacement, GrainType("ltc-caregiver")]
internal sealed class CaregiverGrain(EntityServices services) : EntityGrain(services, ActorKind.Caregiver), ICaregiverGrain;

[PreferLocalPlacement, GrainType("ltc-institution")]
internal sealed class InstitutionGrain(EntityServices services) : EntityGrain(services, ActorKind.Institution), IInstitutionGrain;

[PreferLocalPlacement, GrainType("ltc-device")]
internal sealed class DeviceGrain(EntityServices services) : EntityGrain(services, ActorKind.Device), IDeviceGrain;

[PreferLocalPlacement, GrainType("ltc-realname")]
internal sealed class RealNameGrain(EntityServices services) : EntityGrain(services, ActorKind.RealName), IRealNameGrain;

[PreferLocalPlacement, GrainType("ltc-account")]
internal sealed class AccountGrain(EntityServices services) : EntityGrain(services, ActorKind.Account), IAccountGrain;

[PreferLocalPlacement, GrainType("ltc-peers")]
internal sealed class PeerGroupGrain(EntityServices services) : EntityGrain(services, ActorKind.Peers), IPeerGroupGrain;

[PreferLocalPlacement, GrainType("ltc-shelf")]
internal sealed class ShelfGrain(EntityServices services) : EntityGrain(services, ActorKind.Shelf), IShelfGrain;

internal static class EntityGrains
{
    /// <exception cref="ArgumentOutOfRangeException">A kind without an actor.</exception>
    public static IEntityGrain Of(IGrainFactory grains, ActorId id) => id.Kind switch
    {
        ActorKind.Person => grains.GetGrain<IInsuredPersonGrain>(EntityKeys.Of(id)),
        ActorKind.Binding => grains.GetGrain<IFamilyBindingGrain>(EntityKeys.Of(id)),
        ActorKind.Caregiver => grains.GetGrain<ICaregiverGrain>(EntityKeys.Of(id)),
        ActorKind.Institution => grains.GetGrain<IInstitutionGrain>(EntityKeys.Of(id)),
        ActorKind.Device => grains.GetGrain<IDeviceGrain>(EntityKeys.Of(id)),
        ActorKind.RealName => grains.GetGrain<IRealNameGrain>(EntityKeys.Of(id)),
        ActorKind.Account => grains.GetGrain<IAccountGrain>(EntityKeys.Of(id)),
        ActorKind.Peers => grains.GetGrain<IPeerGroupGrain>(EntityKeys.Of(id)),
        ActorKind.Shelf => grains.GetGrain<IShelfGrain>(EntityKeys.Of(id)),
        _ => throw new ArgumentOutOfRangeException(nameof(id), id.Kind, "A kind without an actor."),
    };
}
