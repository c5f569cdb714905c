namespace LtcActors.Silo.Packets;

/// <summary>
/// Packets just made, until they are fetched: for minutes, for they are full of personal data and can be made again. Only who made one
/// finds it.
/// </summary>
internal interface IPacketShelf
{
    static readonly TimeSpan Kept = TimeSpan.FromMinutes(15);

    const int MaxPackets = 64;

    const long MaxBytes = 256L * 1024 * 1024;

    /// <exception cref="Engine.Ports.JournalUnavailableException">The shelf is in a database that does not answer.</exception>
    Task AddAsync(PacketArchive packet, CancellationToken stop);

    /// <returns>Its files; null: that user has none by this id here, or not any more.</returns>
    /// <exception cref="Engine.Ports.JournalUnavailableException">The shelf is in a database that does not answer.</exception>
    Task<IReadOnlyList<PacketFile>?> FindAsync(string id, string user, CancellationToken stop);
}
