using LtcActors.Domain.Actors;

namespace LtcActors.Grains.Interfaces;

/// <summary>
/// Keys of the grains. Stored names: they never change. Every one begins with letters and a hyphen, for grain storage by ADO.NET takes
/// a key that reads as a number or a GUID for one (<c>7</c> and <c>007</c> would share a row), and leaves the grain's type out.
/// </summary>
public static class EntityKeys
{
    /// <summary>Partitions of a cluster. The same in every silo and for ever: snapshots do not depend on it, messages do.</summary>
    public const int Partitions = 8;

    public static string Of(ActorId id) => Prefix(id.Kind) + id.Id;

    /// <summary>Undoes <see cref="Of"/>: the prefix is written in lower case and followed by the first hyphen.</summary>
    public static ActorId Read(ActorKind kind, string key) => new(kind, key[(key.IndexOf('-', StringComparison.Ordinal) + 1)..]);

    public static string OfPartition(int number) => FormattableString.Invariant($"partition-{number}");

    /// <summary>Which partition an actor belongs to: FNV-1a over its key, the same in every process.</summary>
    public static int PartitionOf(ActorId id, int partitions)
    {
        var hash = (2166136261u ^ (byte)id.Kind) * 16777619u;
        foreach (var c in id.Id)
        {
            hash = (hash ^ c) * 16777619u;
        }

        return (int)((hash ^ (hash >> 15)) % (uint)partitions);
    }

    /// <exception cref="ArgumentOutOfRangeException">A kind without an actor.</exception>
    private static string Prefix(ActorKind kind) => kind switch
    {
        ActorKind.Person => "person-",
        ActorKind.Binding => "binding-",
        ActorKind.Caregiver => "caregiver-",
        ActorKind.Institution => "institution-",
        ActorKind.Device => "device-",
        ActorKind.RealName => "realname-",
        ActorKind.Account => "account-",
        ActorKind.Peers => "peers-",
        ActorKind.Shelf => "shelf-",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind without an actor."),
    };
}
