using System.Security.Cryptography;

namespace LtcActors.Silo.Investigation;

/// <summary>
/// Attached files by the SHA-256 of their bytes, below <c>attachments/</c> of the data folder: <c>ab/ab12…</c>. What is there is never
/// written again, so that one file attached twice lies there once, and nobody can change what was attached.
/// </summary>
internal sealed class AttachmentStore(SiloOptions options)
{
    private readonly string folder = Path.Combine(Path.GetFullPath(options.Data), "attachments");

    /// <returns>The hash, in lower-case hexadecimal; the bytes are on the disk under it.</returns>
    public async Task<string> KeepAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        var path = PathOf(hash);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var part = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            await using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, 4096, FileOptions.Asynchronous))
            {
                await file.WriteAsync(bytes, stop);
                file.Flush(flushToDisk: true);
            }

            // The same bytes, or ones that a disk has spoilt: either way these are right.
            File.Move(part, path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }

        return hash;
    }

    /// <returns>The bytes; null: the file is not on this disk.</returns>
    /// <exception cref="InvalidDataException">It no longer has the hash it was attached under.</exception>
    public async Task<byte[]?> ReadAsync(string hash, CancellationToken stop)
    {
        byte[] bytes;
        try
        {
            bytes = await File.ReadAllBytesAsync(PathOf(hash), stop);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == hash ? bytes
            : throw new InvalidDataException($"The attachment {hash} is not what was attached.");
    }

    /// <param name="hash">From the journal; whoever reads one from elsewhere could name any file.</param>
    private string PathOf(string hash) => hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower)
        ? Path.Combine(folder, hash[..2], hash)
        : throw new ArgumentException("Not a SHA-256 in lower-case hexadecimal.", nameof(hash));
}
