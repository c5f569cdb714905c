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

    /// <summary>May leave memory, unless it has what no checkpoint has.</summary>
    /// <param name="over">A generation: what it has of that, or of one before, nobody will ask for.</param>
    [Alias("release")]
    [ResponseTimeout("00:00:30")]
    Task Release(long over);

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
