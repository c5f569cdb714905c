namespace LtcActors.Grains.Ports;

/// <summary>Grain storage that can tell which rows it has, and drop those that nobody will read any more.</summary>
public interface ISnapshotRows
{
    /// <summary>Keys of all rows of a state name that begin like this, in no particular order.</summary>
    Task<IReadOnlyList<string>> KeysAsync(string stateName, string prefix);

    /// <summary>Drops rows, whatever stands in them; those that are not there are not missed.</summary>
    Task DropAsync(string stateName, IReadOnlyList<string> keys);
}
