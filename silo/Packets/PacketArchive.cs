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

    private const string Word = "packet.docx";
    private const int IdChars = 16;

    public static PacketArchive Of(Packet packet)
    {
        var files = new List<PacketFile> { FileOf(Word, PacketWord.Of(packet)), FileOf(Page, PacketPage.Of(packet)), FileOf(Data, PacketJson.Of(packet)) };
        var manifest = FileOf(Manifest, PacketJson.Manifest(packet, files));
        files.Add(manifest);
        files.Add(FileOf(Zip, Zipped(files, packet.MadeAt)));
        return new(manifest.Sha256[..IdChars], packet.MadeAt, packet.MadeBy, manifest.Sha256, files);
    }

    /// <summary>The files of a packet from the one that has all others in it.</summary>
    /// <exception cref="InvalidDataException">It is not a packet's.</exception>
    public static List<PacketFile> FilesOf(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip, writable: false));
        return [.. archive.Entries.Select(Unzipped), FileOf(Zip, zip)];
    }

    public long Bytes => Files.Sum(f => (long)f.Content.Length);

    private static PacketFile FileOf(string name, byte[] content) => new(name, MediaTypeOf(name), content);

    private static string MediaTypeOf(string name) => name switch
    {
        Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Page => "text/html; charset=utf-8",
        Data or Manifest => "application/json",
        Zip => "application/zip",
        _ => throw new InvalidDataException($"No packet has a file {name}."),
    };

    private static PacketFile Unzipped(ZipArchiveEntry entry)
    {
        var content = new byte[entry.Length];
        using var stream = entry.Open();
        stream.ReadExactly(content);
        return FileOf(entry.Name, content);
    }

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
