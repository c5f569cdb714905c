using System.Security.Cryptography;
using System.Text.Json;
using LtcActors.Domain.Actors;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Investigation;
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

/// <summary>What investigators kept of one of the alerts, or of one whom they name: notes, pins, and attachments by their hashes.</summary>
/// <param name="Items">Oldest first; also pins that were taken off, as the case file has them.</param>
internal sealed record PacketCase(CaseSubject Subject, IReadOnlyList<CaseItem> Items);

/// <summary>What is handed over: findings, their law, their figures, what investigators kept of them, and the entries it all rests on.</summary>
/// <param name="Purpose">Why it was made, in the words of who made it.</param>
/// <param name="Cases">Those that have anything in them.</param>
/// <param name="Entries">Oldest first; a number in text and picture is the place in this list, from 1.</param>
/// <param name="Withheld">Places of entries that who made it may not see.</param>
internal sealed record Packet(
    DateTimeOffset MadeAt, string MadeBy, string Purpose, Words Words, IReadOnlyList<PacketAlert> Alerts, IReadOnlyList<PacketCase> Cases,
    IReadOnlyList<PacketEntry> Entries, IReadOnlyList<long> Withheld)
{
    /// <summary>Alerts in one packet.</summary>
    public const int MaxAlerts = 50;

    /// <summary>Entries in one packet.</summary>
    public const int MaxEntries = 10_000;

    /// <summary>Whoever is shown in it, unmasked: those whom the alerts name and those whom the entries are about.</summary>
    public IReadOnlyList<ActorId> People { get; } =
    [
        .. Alerts.SelectMany(a => new[] { a.Alert.PersonId is { } p ? ActorId.Person(p) : (ActorId?)null, a.Alert.CaregiverId is { } c ? ActorId.Caregiver(c) : null })
            .Concat(Entries.Select(e => Sight.SubjectOf(e.Event.GetProperty("type").GetString(), e.Event.GetProperty("subject").GetString()!)))
            .OfType<ActorId>().Where(who => who.Kind is ActorKind.Person or ActorKind.Caregiver).Distinct().OrderBy(who => who.Kind).ThenBy(who => who.Id, StringComparer.Ordinal),
    ];

    /// <returns>Null when it is withheld.</returns>
    public int? NumberOf(long seq) => Entries.Select((e, i) => (e.Seq, Number: i + 1)).FirstOrDefault(e => e.Seq == seq) is { Number: > 0 and var n } ? n : null;
}
