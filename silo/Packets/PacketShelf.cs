namespace LtcActors.Silo.Packets;

/// <summary>
/// Packets just made, until they are fetched: in memory and for minutes, for they are full of personal data and can be made again.
/// Only who made one finds it.
/// </summary>
internal sealed class PacketShelf(TimeProvider clock)
{
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(15);

    public const int MaxPackets = 64;

    public const long MaxBytes = 256L * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly LinkedList<PacketArchive> packets = [];

    public void Add(PacketArchive packet)
    {
        lock (gate)
        {
            packets.AddLast(packet);
            while (packets.Count > 1 && (packets.Count > MaxPackets || packets.Sum(p => p.Bytes) > MaxBytes))
            {
                packets.RemoveFirst();
            }
        }
    }

    public PacketArchive? Find(string id, string user)
    {
        var since = clock.GetUtcNow() - Kept;
        lock (gate)
        {
            while (packets.First is { } oldest && oldest.Value.MadeAt < since)
            {
                packets.RemoveFirst();
            }

            return packets.FirstOrDefault(p => p.Id == id && p.MadeBy == user);
        }
    }
}
