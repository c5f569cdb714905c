namespace LtcActors.Grains.Ports;

/// <summary>Grain storage that can tell which rows it has: those of actors that are not in memory must be found when all are judged anew.</summary>
public interface ISnapshotKeys
{
    /// <summary>Keys of all rows of a state name, in no particular order.</summary>
    Task<IReadOnlyList<string>> KeysAsync(string stateName);
}
