using LtcActors.Domain.Actors;
using LtcActors.Grains.Interfaces;
using Orleans.Placement;

namespace LtcActors.Grains.Entities;

// State names are stored: they never change.

[PreferLocalPlacement, GrainType("ltc-person")]
internal sealed class InsuredPersonGrain(EntityServices services) : EntityGrain(services, ActorKind.Person, "ltc-person"), IInsuredPersonGrain;

[PreferLocalPlacement, GrainType("ltc-binding")]
internal sealed class FamilyBindingGrain(EntityServices services) : EntityGrain(services, ActorKind.Binding, "ltc-binding"), IFamilyBindingGrain;

[PreferLocalPlacement, GrainType("ltc-caregiver")]
internal sealed class CaregiverGrain(EntityServices services) : EntityGrain(services, ActorKind.Caregiver, "ltc-caregiver"), ICaregiverGrain;

[PreferLocalPlacement, GrainType("ltc-institution")]
internal sealed class InstitutionGrain(EntityServices services) : EntityGrain(services, ActorKind.Institution, "ltc-institution"), IInstitutionGrain;

[PreferLocalPlacement, GrainType("ltc-device")]
internal sealed class DeviceGrain(EntityServices services) : EntityGrain(services, ActorKind.Device, "ltc-device"), IDeviceGrain;

[PreferLocalPlacement, GrainType("ltc-realname")]
internal sealed class RealNameGrain(EntityServices services) : EntityGrain(services, ActorKind.RealName, "ltc-realname"), IRealNameGrain;

[PreferLocalPlacement, GrainType("ltc-peers")]
internal sealed class PeerGroupGrain(EntityServices services) : EntityGrain(services, ActorKind.Peers, "ltc-peers"), IPeerGroupGrain;

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
        ActorKind.Peers => grains.GetGrain<IPeerGroupGrain>(EntityKeys.Of(id)),
        _ => throw new ArgumentOutOfRangeException(nameof(id), id.Kind, "A kind without an actor."),
    };
}
