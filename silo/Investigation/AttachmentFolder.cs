using System.Security.Cryptography;

namespace LtcActors.Silo.Investigation;

/// <summary>Attached files below <c>attachments/</c> of the data folder: <c>ab/ab12…</c>. One file attached twice lies there once.</summary>
internal sealed class AttachmentFolder(SiloOptions options) : IAttachments
{
    private readonly string folder = Path.Combine(Path.GetFullPath(options.Data), "attachments");

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

        return Checked(hash, bytes);
    }

    /// <exception cref="InvalidDataException">They do not have the hash.</exception>
    internal static byte[] Checked(string hash, byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes)) == hash ? bytes
        : throw new InvalidDataException($"The attachment {hash} is not what was attached.");

    /// <param name="hash">From the journal; whoever reads one from elsewhere could name any file.</param>
    private string PathOf(string hash) => hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower)
        ? Path.Combine(folder, hash[..2], hash)
        : throw new ArgumentException("Not a SHA-256 in lower-case hexadecimal.", nameof(hash));
}
