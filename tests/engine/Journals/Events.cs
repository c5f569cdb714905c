using System.Buffers.Binary;
using System.Text.Json;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Wire;

namespace LtcActors.Engine.Tests.Journals;

/// <summary>The least that a journal takes for an event.</summary>
internal static class Events
{
    public const string Source = "device/7";

    public static NewEvent Of(string id, string data = "") => new(
        EventKey.Of(Source, id),
        Source,
        id,
        JsonSerializer.SerializeToUtf8Bytes(new { specversion = "1.0", data = new { id = "not this", data }, id, source = Source }));

    public static long Find(IJournal journal, string id) => journal.Find(EventKey.Of(Source, id), Source, id);

    public static string IdOf(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("id").GetString()!;
    }

    /// <summary>Bytes that no codec makes shorter; always the same.</summary>
    public static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        ulong x = 88172645463325252;
        for (var i = 0; i + 8 <= length; i += 8)
        {
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i), x);
        }

        return bytes;
    }
}
