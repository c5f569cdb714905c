using System.IO.Compression;
using System.Security.Cryptography;

namespace LtcActors.Silo.Packets;

internal sealed record PacketFile(string Name, string MediaType, byte[] Content)
{
    /// <summary>Lower-case hex.</summary>
    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Content));
}

/// <summary>A packet as files: for Word, for printing, for programs, the hashes of these, and all of them as one.</summary>
internal sealed record PacketArchive(string Id, DateTimeOffset MadeAt, string MadeBy, string Sha256, IReadOnlyList<PacketFile> Files)
{
    public const string Page = "packet.html";
    public const string Manifest = "manifest.json";
    public const string Data = "packet.json";
    public const string Zip = "packet.zip";

    private const int IdChars = 16;

    public static PacketArchive Of(Packet packet)
    {
        var files = new List<PacketFile>
        {
            new("packet.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", PacketWord.Of(packet)),
            new(Page, "text/html; charset=utf-8", PacketPage.Of(packet)),
            new(Data, "application/json", PacketJson.Of(packet)),
        };
        var manifest = new PacketFile(Manifest, "application/json", PacketJson.Manifest(packet, files));
        files.Add(manifest);
        files.Add(new(Zip, "application/zip", Zipped(files, packet.MadeAt)));
        return new(manifest.Sha256[..IdChars], packet.MadeAt, packet.MadeBy, manifest.Sha256, files);
    }

    public long Bytes => Files.Sum(f => (long)f.Content.Length);

    private static byte[] Zipped(IEnumerable<PacketFile> files, DateTimeOffset madeAt)
    {
        using var to = new MemoryStream();
        using (var zip = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in files)
            {
                var entry = zip.CreateEntry(file.Name, CompressionLevel.Optimal);
                entry.LastWriteTime = madeAt;
                using var stream = entry.Open();
                stream.Write(file.Content);
            }
        }

        return to.ToArray();
    }
}
