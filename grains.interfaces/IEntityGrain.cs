using LtcActors.Grains.Interfaces.Wire;
using Orleans.Concurrency;

namespace LtcActors.Grains.Interfaces;

/// <summary>One actor of the domain. Only its partition calls it; its key is <see cref="EntityKeys.Of"/>.</summary>
public interface IEntityGrain : IGrainWithStringKey
{
    /// <summary>Delivers, lets hear, judges.</summary>
    [Alias("run")]
    [ResponseTimeout("00:00:30")]
    Task<EntityAnswer> Run(EntityCall call);

    /// <summary>Holds its state as it is now, for a checkpoint.</summary>
    [Alias("capture")]
    [ResponseTimeout("00:00:30")]
    Task Capture(long checkpoint);

    /// <summary>Writes what it holds.</summary>
    [Alias("write")]
    [ResponseTimeout("00:00:30")]
    [AlwaysInterleave]
    Task Write(Checkpoints checkpoints);

    /// <summary>What it wrote last counts.</summary>
    [Alias("written")]
    [ResponseTimeout("00:00:30")]
    Task Written(long checkpoint);

    [Alias("view")]
    [ResponseTimeout("00:00:10")]
    Task<byte[]?> View(EntityQuestion question, DateTimeOffset now);

    [Alias("places")]
    [ResponseTimeout("00:00:10")]
    Task<long[]> Places(EntityQuestion question);
}

[Alias("ltc.insured-person")]
public interface IInsuredPersonGrain : IEntityGrain;

[Alias("ltc.family-binding")]
public interface IFamilyBindingGrain : IEntityGrain;

[Alias("ltc.caregiver")]
public interface ICaregiverGrain : IEntityGrain;

[Alias("ltc.institution")]
public interface IInstitutionGrain : IEntityGrain;

[Alias("ltc.device")]
public interface IDeviceGrain : IEntityGrain;

[Alias("ltc.real-name")]
public interface IRealNameGrain : IEntityGrain;

[Alias("ltc.account")]
public interface IAccountGrain : IEntityGrain;

[Alias("ltc.peers")]
public interface IPeerGroupGrain : IEntityGrain;

[Alias("ltc.shelf")]
public interface IShelfGrain : IEntityGrain;
