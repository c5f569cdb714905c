using System.Security.Cryptography;
using System.Text.Json;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Packets.Maps;
using LtcActors.Silo.Texts;

namespace LtcActors.Silo.Packets;

/// <summary>A journal entry in a packet: its bytes as their sender wrote them, with their hash.</summary>
internal sealed record PacketEntry(long Seq, DateTimeOffset RecordedAt, ReadOnlyMemory<byte> Json, JsonElement Event)
{
    /// <summary>SHA-256 of <see cref="Json"/>, lower-case hex.</summary>
    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Json.Span));

    public static PacketEntry Of(StoredEvent stored)
    {
        using var json = JsonDocument.Parse(stored.Json);
        return new(stored.Seq, stored.RecordedAt, stored.Json, json.RootElement.Clone());
    }
}

/// <summary>One alert in a packet, with every change it went through.</summary>
internal sealed record PacketAlert(AlertRecord Alert, IReadOnlyList<AlertRecord> History, MapScene? Map);

/// <summary>What is handed over: findings, their law, their figures, and the entries they rest on.</summary>
/// <param name="Purpose">Why it was made, in the words of who made it.</param>
/// <param name="Entries">Oldest first; a number in text and picture is the place in this list, from 1.</param>
/// <param name="Withheld">Places of entries that who made it may not see.</param>
internal sealed record Packet(
    DateTimeOffset MadeAt, string MadeBy, string Purpose, Words Words, IReadOnlyList<PacketAlert> Alerts, IReadOnlyList<PacketEntry> Entries,
    IReadOnlyList<long> Withheld)
{
    /// <summary>Alerts in one packet.</summary>
    public const int MaxAlerts = 50;

    /// <summary>Entries in one packet.</summary>
    public const int MaxEntries = 10_000;

    /// <returns>Null when it is withheld.</returns>
    public int? NumberOf(long seq) => Entries.Select((e, i) => (e.Seq, Number: i + 1)).FirstOrDefault(e => e.Seq == seq) is { Number: > 0 and var n } ? n : null;
}
