using System.Text.Json;
using LtcActors.Engine.Alerts;
using LtcActors.Silo.Hosting;

namespace LtcActors.Silo.Packets;

/// <summary>A packet for programs: <c>packet.json</c>. Events stand in it byte for byte as in the journal, which their hashes are of.</summary>
internal static class PacketJson
{
    public const string Format = "ltcactors-packet";

    /// <summary>Counts up when a member changes its meaning; older ones are verified for ever.</summary>
    public const int Version = 1;

    public static byte[] Of(Packet packet)
    {
        using var file = new MemoryStream();
        using (var json = new Utf8JsonWriter(file, Json.WriterOptions))
        {
            json.WriteStartObject();
            WriteHead(json, packet);
            json.WriteString("purpose"u8, packet.Purpose);
            json.WriteString("language"u8, packet.Words.Language);
            json.WriteStartArray("alerts"u8);
            foreach (var one in packet.Alerts)
            {
                json.WriteStartObject();
                json.WritePropertyName("alert"u8);
                JsonSerializer.Serialize(json, one.Alert, Json.Alert);
                json.WriteStartArray("history"u8);
                foreach (var change in one.History)
                {
                    JsonSerializer.Serialize(json, change, Json.Alert);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("cases"u8);
            foreach (var one in packet.Cases)
            {
                json.WriteStartObject();
                json.WriteString("kind"u8, one.Subject.Kind);
                json.WriteString("id"u8, one.Subject.Id);
                json.WritePropertyName("items"u8);
                JsonSerializer.Serialize(json, one.Items, Json.Options);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("entries"u8);
            foreach (var entry in packet.Entries)
            {
                Write(json, entry);
            }

            json.WriteEndArray();
            json.WriteStartArray("withheld"u8);
            foreach (var seq in packet.Withheld)
            {
                json.WriteNumberValue(seq);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return file.ToArray();
    }

    /// <summary><c>manifest.json</c>: what the files are, by their hashes.</summary>
    public static byte[] Manifest(Packet packet, IEnumerable<PacketFile> files)
    {
        using var file = new MemoryStream();
        using (var json = new Utf8JsonWriter(file, Json.WriterOptions))
        {
            json.WriteStartObject();
            WriteHead(json, packet);
            json.WriteStartArray("files"u8);
            foreach (var one in files)
            {
                json.WriteStartObject();
                json.WriteString("name"u8, one.Name);
                json.WriteNumber("bytes"u8, one.Content.Length);
                json.WriteString("sha256"u8, one.Sha256);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return file.ToArray();
    }

    private static void WriteHead(Utf8JsonWriter json, Packet packet)
    {
        json.WriteString("format"u8, Format);
        json.WriteNumber("version"u8, Version);
        json.WriteString("madeAt"u8, packet.MadeAt);
        json.WriteString("madeBy"u8, packet.MadeBy);
    }

    private static void Write(Utf8JsonWriter json, PacketEntry entry)
    {
        json.WriteStartObject();
        json.WriteNumber("seq"u8, entry.Seq);
        json.WriteString("recordedAt"u8, entry.RecordedAt);
        json.WriteString("sha256"u8, entry.Sha256);
        json.WritePropertyName("event"u8);
        // It was validated before it was stored.
        json.WriteRawValue(entry.Json.Span, skipInputValidation: true);
        json.WriteEndObject();
    }
}
