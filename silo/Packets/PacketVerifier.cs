using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Audit;
using LtcActors.Silo.Desk;
using LtcActors.Silo.Investigation;

namespace LtcActors.Silo.Packets;

/// <summary>
/// Says whether a packet is as it was made: every file against the manifest, every entry against its hash; and, with a journal at
/// hand, every entry, every change of an alert and every item of a case file against what the journal has at its place. Hashes alone
/// show that nothing was changed by accident or by half; that nobody made the whole anew, only the journal shows.
/// </summary>
internal sealed class PacketVerifier
{
    /// <summary>Kind, in the audit, of what an export of a packet is about; its id is the packet's SHA-256.</summary>
    public const string AuditKind = "packet";

    private const long MaxFileBytes = 512L * 1024 * 1024;

    private readonly List<string> faults = [];
    private readonly Dictionary<long, JsonElement> entries = [];
    private readonly Dictionary<long, JsonElement> changes = [];
    private readonly Dictionary<long, (CaseSubject Subject, CaseItem Item)> kept = [];
    private readonly Func<string, byte[]?> read;
    private JsonElement packet;

    /// <param name="read">A file's bytes by its name; null: there is none.</param>
    private PacketVerifier(Func<string, byte[]?> read) => this.read = read;

    /// <summary>What is wrong, a sentence each; none: all is as it was made.</summary>
    public IReadOnlyList<string> Faults => faults;

    public int Files { get; private set; }

    public int Entries => entries.Count;

    public int Changes => changes.Count;

    /// <summary>Notes, pins and attachments of case files.</summary>
    public int Kept => kept.Count;

    /// <summary>SHA-256 of the manifest: the packet's own name. Null: there is no manifest, so that only what has a hash in the data is held against it.</summary>
    public string? Sha256 { get; private set; }

    /// <exception cref="InvalidDataException">It is no packet at all.</exception>
    public static PacketVerifier Of(Stream zip)
    {
        using var archive = new ZipArchive(zip, ZipArchiveMode.Read);
        var verifier = new PacketVerifier(name => archive.GetEntry(name) is { } entry ? Read(name, entry.Length, entry.Open) : null);
        verifier.Check(isAlone: false);
        return verifier;
    }

    /// <param name="data">Path of a <c>packet.json</c>; the manifest and the files it speaks of lie beside it, or the data is all there is.</param>
    /// <exception cref="InvalidDataException">It is no packet at all.</exception>
    public static PacketVerifier OfFile(string data)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(data))!;
        var verifier = new PacketVerifier(name =>
        {
            var file = new FileInfo(name == PacketArchive.Data ? data : Path.Combine(folder, Path.GetFileName(name)));
            return file.Exists ? Read(name, file.Length, file.OpenRead) : null;
        });
        verifier.Check(isAlone: !File.Exists(Path.Combine(folder, PacketArchive.Manifest)));
        return verifier;
    }

    /// <summary>Holds entries, changes and case files against the journal's, and the packet against the audit in it.</summary>
    public void CheckAgainst(IEnumerable<StoredBatch> journal)
    {
        var seen = new HashSet<long>();
        var noted = false;
        var cases = new CaseFile();
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
                if (decision.Kind == DecisionKind.Desk && DeskEntry.Read(decision) is var entry && cases.Kinds.Contains(entry.Kind))
                {
                    cases.Apply(entry);
                }

                if (changes.TryGetValue(decision.Seq, out var change) && seen.Add(decision.Seq))
                {
                    Compare(decision, change);
                }
            }
        }

        faults.AddRange(entries.Keys.Concat(changes.Keys).Where(seq => !seen.Contains(seq)).Order()
            .Select(seq => $"The journal has nothing of the kind at {seq}."));
        faults.AddRange(kept.OrderBy(k => k.Key).Where(k => !IsKept(cases, k.Value.Subject, k.Value.Item)).Select(k => $"The journal has no item of a case file at {k.Key} that says this."));
        if (!noted && Sha256 is not null)
        {
            faults.Add("The audit in the journal knows of no packet with this hash: it was not made here as it is.");
        }
    }

    private bool IsNoteOfThis(ReadOnlyMemory<byte> json)
    {
        var entry = JsonSerializer.Deserialize<AuditEntry>(json.Span, Hosting.Json.Options);
        return entry is { Action: AuditActions.Export, Kind: AuditKind } && entry.Id == Sha256;
    }

    /// <summary>A pin may have been taken off since the packet was made.</summary>
    private static bool IsKept(CaseFile cases, CaseSubject subject, CaseItem told) => cases.Items(subject).Any(item =>
        item == told || item with { RemovedBy = null, RemovedAt = null } == told);

    private void Check(bool isAlone)
    {
        try
        {
            if (isAlone)
            {
                Files = 1;
                ReadData(Required(PacketArchive.Data));
                CheckFormat(packet, PacketArchive.Data);
            }
            else
            {
                CheckFiles();
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException("It is not an evidence packet of this program: " + e.Message, e);
        }
    }

    private void CheckFiles()
    {
        var manifest = Required(PacketArchive.Manifest);
        Sha256 = Hex(manifest);
        using var json = JsonDocument.Parse(manifest);
        CheckFormat(json.RootElement, PacketArchive.Manifest);
        foreach (var file in json.RootElement.GetProperty("files").EnumerateArray())
        {
            var name = file.GetProperty("name").GetString()!;
            Files++;
            if (read(name) is not { } content)
            {
                faults.Add($"{name} is missing.");
                continue;
            }

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

    private static void CheckFormat(JsonElement head, string name)
    {
        if (head.GetProperty("format").GetString() != PacketJson.Format || head.GetProperty("version").GetInt32() != PacketJson.Version)
        {
            throw new InvalidDataException($"{name} is not of {PacketJson.Format}, version {PacketJson.Version}.");
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

        // Packets of before case files were in them have none.
        if (packet.TryGetProperty("cases", out var cases))
        {
            ReadCases(cases);
        }
    }

    private void ReadCases(JsonElement cases)
    {
        foreach (var one in cases.EnumerateArray())
        {
            var subject = new CaseSubject(one.GetProperty("kind").GetString()!, one.GetProperty("id").GetString()!);
            foreach (var item in one.GetProperty("items").Deserialize<IReadOnlyList<CaseItem>>(Hosting.Json.Options)!)
            {
                kept[item.Id] = (subject, item);
            }
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

    private byte[] Required(string name) => read(name) ?? throw new InvalidDataException($"It has no {name}.");

    private static byte[] Read(string name, long length, Func<Stream> open)
    {
        if (length > MaxFileBytes)
        {
            throw new InvalidDataException($"{name} is larger than any packet's.");
        }

        using var stream = open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
