namespace LtcActors.Silo.Packets;

/// <summary>Packets in the memory of the one process there is.</summary>
internal sealed class PacketShelf(TimeProvider clock) : IPacketShelf
{
    private readonly Lock gate = new();
    private readonly LinkedList<PacketArchive> packets = [];

    public Task AddAsync(PacketArchive packet, CancellationToken stop)
    {
        lock (gate)
        {
            packets.AddLast(packet);
            while (packets.Count > 1 && (packets.Count > IPacketShelf.MaxPackets || packets.Sum(p => p.Bytes) > IPacketShelf.MaxBytes))
            {
                packets.RemoveFirst();
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<PacketFile>?> FindAsync(string id, string user, CancellationToken stop)
    {
        var since = clock.GetUtcNow() - IPacketShelf.Kept;
        lock (gate)
        {
            while (packets.First is { } oldest && oldest.Value.MadeAt < since)
            {
                packets.RemoveFirst();
            }

            return Task.FromResult(packets.FirstOrDefault(p => p.Id == id && p.MadeBy == user)?.Files);
        }
    }
}
