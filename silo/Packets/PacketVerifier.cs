using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Audit;

namespace LtcActors.Silo.Packets;

/// <summary>
/// Says whether a packet is as it was made: every file against the manifest, every entry against its hash; and, with a journal at
/// hand, every entry and every change of an alert against what the journal has at its place. Hashes alone show that nothing was
/// changed by accident or by half; that nobody made the whole anew, only the journal shows.
/// </summary>
internal sealed class PacketVerifier
{
    /// <summary>Kind, in the audit, of what an export of a packet is about; its id is the packet's SHA-256.</summary>
    public const string AuditKind = "packet";

    private const long MaxFileBytes = 512L * 1024 * 1024;

    private readonly List<string> faults = [];
    private readonly Dictionary<long, JsonElement> entries = [];
    private readonly Dictionary<long, JsonElement> changes = [];
    private JsonElement packet;

    /// <summary>What is wrong, a sentence each; none: all is as it was made.</summary>
    public IReadOnlyList<string> Faults => faults;

    public int Files { get; private set; }

    public int Entries => entries.Count;

    public int Changes => changes.Count;

    /// <summary>SHA-256 of the manifest: the packet's own name.</summary>
    public string Sha256 { get; private set; } = "";

    /// <exception cref="InvalidDataException">It is no packet at all.</exception>
    public static PacketVerifier Of(Stream zip)
    {
        var verifier = new PacketVerifier();
        try
        {
            using var archive = new ZipArchive(zip, ZipArchiveMode.Read);
            verifier.CheckFiles(archive);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException("It is not an evidence packet of this program: " + e.Message, e);
        }

        return verifier;
    }

    /// <summary>Holds entries and changes against the journal's, and the packet against the audit in it.</summary>
    public void CheckAgainst(IEnumerable<StoredBatch> journal)
    {
        var seen = new HashSet<long>();
        var noted = false;
        foreach (var batch in journal)
        {
            for (var i = 0; i < batch.Events.Count; i++)
            {
                if (entries.TryGetValue(batch.FirstSeq + i, out var entry))
                {
                    seen.Add(batch.FirstSeq + i);
                    Compare(batch.FirstSeq + i, entry, batch.Events[i], batch.RecordedAt);
                }
            }

            foreach (var decision in batch.Decisions)
            {
                noted |= decision.Kind == DecisionKind.Audit && IsNoteOfThis(decision.Json);
                if (changes.TryGetValue(decision.Seq, out var change) && seen.Add(decision.Seq))
                {
                    Compare(decision, change);
                }
            }
        }

        faults.AddRange(entries.Keys.Concat(changes.Keys).Where(seq => !seen.Contains(seq)).Order()
            .Select(seq => $"The journal has nothing of the kind at {seq}."));
        if (!noted)
        {
            faults.Add("The audit in the journal knows of no packet with this hash: it was not made here as it is.");
        }
    }

    private bool IsNoteOfThis(ReadOnlyMemory<byte> json)
    {
        var entry = JsonSerializer.Deserialize<AuditEntry>(json.Span, Hosting.Json.Options);
        return entry is { Action: AuditActions.Export, Kind: AuditKind } && entry.Id == Sha256;
    }

    private void CheckFiles(ZipArchive archive)
    {
        var manifest = Read(archive, PacketArchive.Manifest);
        Sha256 = Hex(manifest);
        using var json = JsonDocument.Parse(manifest);
        if (json.RootElement.GetProperty("format").GetString() != PacketJson.Format || json.RootElement.GetProperty("version").GetInt32() != PacketJson.Version)
        {
            throw new InvalidDataException($"The manifest is not of {PacketJson.Format}, version {PacketJson.Version}.");
        }

        foreach (var file in json.RootElement.GetProperty("files").EnumerateArray())
        {
            var name = file.GetProperty("name").GetString()!;
            Files++;
            if (archive.GetEntry(name) is null)
            {
                faults.Add($"{name} is missing.");
                continue;
            }

            var content = Read(archive, name);
            if (Hex(content) != file.GetProperty("sha256").GetString())
            {
                faults.Add($"{name} is not the file that the manifest speaks of.");
            }

            if (name == PacketArchive.Data)
            {
                ReadData(content);
            }
        }

        if (packet.ValueKind == JsonValueKind.Undefined)
        {
            throw new InvalidDataException($"It has no {PacketArchive.Data}.");
        }
    }

    private void ReadData(byte[] content)
    {
        using var json = JsonDocument.Parse(content);
        packet = json.RootElement.Clone();
        foreach (var entry in packet.GetProperty("entries").EnumerateArray())
        {
            var seq = entry.GetProperty("seq").GetInt64();
            if (Hex(Bytes(entry)) != entry.GetProperty("sha256").GetString())
            {
                faults.Add($"The entry at {seq} is not what its hash is of.");
            }

            if (!entries.TryAdd(seq, entry))
            {
                faults.Add($"The entry at {seq} stands there twice.");
            }
        }

        foreach (var change in packet.GetProperty("alerts").EnumerateArray().SelectMany(a => a.GetProperty("history").EnumerateArray()))
        {
            changes[change.GetProperty("seq").GetInt64()] = change;
        }
    }

    private void Compare(long seq, JsonElement entry, ReadOnlyMemory<byte> stored, DateTimeOffset recordedAt)
    {
        if (!Bytes(entry).AsSpan().SequenceEqual(stored.Span))
        {
            faults.Add($"The entry at {seq} is another in the journal.");
        }

        if (entry.GetProperty("recordedAt").GetDateTimeOffset() != recordedAt)
        {
            faults.Add($"The entry at {seq} was recorded at another time.");
        }
    }

    private void Compare(StoredDecision decision, JsonElement change)
    {
        var stored = decision.Kind is DecisionKind.Alert or DecisionKind.Triage
            ? JsonSerializer.Deserialize(decision.Json.Span, AlertJson.Readable.AlertRecord) : null;
        var told = change.Deserialize(AlertJson.Readable.AlertRecord);
        if (stored is null || told is null || !AlertJson.Journaled(stored).AsSpan().SequenceEqual(AlertJson.Journaled(told)))
        {
            faults.Add($"The alert's change at {decision.Seq} is another in the journal.");
        }
    }

    private static byte[] Bytes(JsonElement entry) => Encoding.UTF8.GetBytes(entry.GetProperty("event").GetRawText());

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Read(ZipArchive archive, string name)
    {
        var entry = archive.GetEntry(name) ?? throw new InvalidDataException($"It has no {name}.");
        if (entry.Length > MaxFileBytes)
        {
            throw new InvalidDataException($"{name} is larger than any packet's.");
        }

        using var stream = entry.Open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
