using System.Security.Cryptography;
using LtcActors.Journal.Postgres;

namespace LtcActors.Silo.Investigation;

/// <summary>Attached files in the database, where every silo of it finds them, and so does whoever takes over.</summary>
/// <param name="folder">Where a release before this one kept them, each silo its own: what was attached then is still read there.</param>
internal sealed class AttachmentTable(PostgresAttachments database, AttachmentFolder folder) : IAttachments
{
    public async Task<string> KeepAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        // The database is asked synchronously, and again while it is away; a request's thread must not wait for that.
        await Task.Run(() => database.Keep(hash, bytes), stop);
        return hash;
    }

    public async Task<byte[]?> ReadAsync(string hash, CancellationToken stop) => await Task.Run(() => database.Read(hash), stop) is not { } bytes
        ? await folder.ReadAsync(hash, stop)
        : AttachmentFolder.Checked(hash, bytes);
}
