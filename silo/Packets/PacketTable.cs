using LtcActors.Journal.Postgres;
using LtcActors.Silo.Hosting;

namespace LtcActors.Silo.Packets;

/// <summary>
/// Packets in the database, where every silo of it finds them, and so does whoever takes over. Only the zip file of each lies there: all
/// others are in it.
/// </summary>
internal sealed class PacketTable(PostgresPackets database, TimeProvider clock) : IPacketShelf, ISwept
{
    private DateTimeOffset Since => clock.GetUtcNow() - IPacketShelf.Kept;

    // The database is asked synchronously, and again while it is away; a request's thread must not wait for that.
    public Task AddAsync(PacketArchive packet, CancellationToken stop) => Task.Run(
        () =>
        {
            database.Keep(packet.Id, packet.MadeBy, packet.MadeAt, packet.Files.Single(f => f.Name == PacketArchive.Zip).Content);
            Sweep();
        },
        stop);

    public async Task<IReadOnlyList<PacketFile>?> FindAsync(string id, string user, CancellationToken stop) =>
        await Task.Run(() => database.Find(id, user, Since), stop) is { } zip ? PacketArchive.FilesOf(zip) : null;

    public void Sweep() => database.Trim(Since, IPacketShelf.MaxPackets, IPacketShelf.MaxBytes);
}
