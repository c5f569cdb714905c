namespace LtcActors.Silo.Investigation;

/// <summary>Attached files by the SHA-256 of their bytes. What is there is never written again, so that nobody can change what was attached.</summary>
internal interface IAttachments
{
    /// <returns>The hash, in lower-case hexadecimal; the bytes are durable under it.</returns>
    /// <exception cref="Engine.Ports.JournalUnavailableException">They are in a database that does not answer.</exception>
    Task<string> KeepAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop);

    /// <returns>The bytes; null: they are not here.</returns>
    /// <exception cref="InvalidDataException">They no longer have the hash they were attached under.</exception>
    /// <exception cref="Engine.Ports.JournalUnavailableException">They are in a database that does not answer.</exception>
    Task<byte[]?> ReadAsync(string hash, CancellationToken stop);
}
