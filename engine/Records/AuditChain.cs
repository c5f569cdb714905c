using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LtcActors.Engine.Ports;

namespace LtcActors.Engine.Records;

/// <param name="Number">Of the last entry, from 1; 0: there is none.</param>
/// <param name="Hash">Of the last entry, 64 lower-case hex digits; zeros when there is none.</param>
public readonly record struct AuditHead(long Number, string Hash)
{
    public static AuditHead Empty { get; } = new(0, new('0', 64));
}

/// <param name="Seq">Place in the journal of the first entry that is wrong.</param>
/// <param name="Number">Which one it should have been.</param>
public sealed record AuditBreak(long Seq, long Number, string Reason);

/// <param name="Head">Of the last entry that is right.</param>
/// <param name="Break">Null: all of it is right.</param>
public sealed record AuditVerdict(AuditHead Head, AuditBreak? Break);

/// <summary>
/// The chain of audit entries. The writer of the journal adds to each JSON object three members at its end: <c>n</c>, its number from 1;
/// <c>prev</c>, the hash of the entry before; <c>hash</c>, the SHA-256 of all bytes of the entry before <c>,"hash"</c>. So an entry that is
/// changed, taken out or moved breaks the chain there; one that is cut short or made anew shows against a head that was noted elsewhere.
/// </summary>
public sealed class AuditChain(AuditHead head)
{
    private const int HashChars = 64;
    private static readonly int TailBytes = ",\"hash\":\"".Length + HashChars + "\"}".Length;

    public AuditHead Head { get; private set; } = head;

    /// <summary>Back to a head it had, as what came after was not written.</summary>
    public void Reset(AuditHead to) => Head = to;

    /// <exception cref="ArgumentException">It cannot be sealed.</exception>
    public static void Check(ReadOnlySpan<byte> json)
    {
        if (json.Length < 3 || json[0] != '{' || json[^1] != '}')
        {
            throw new ArgumentException("An audit entry is a JSON object with members.", nameof(json));
        }
    }

    /// <summary>The entry as it is stored.</summary>
    /// <param name="json">A JSON object with members, and none of these three.</param>
    public byte[] Seal(ReadOnlySpan<byte> json)
    {
        var number = Head.Number + 1;
        var links = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $",\"n\":{number},\"prev\":\"{Head.Hash}\""));
        byte[] body = [.. json[..^1], .. links];
        var hash = Convert.ToHexStringLower(SHA256.HashData(body));
        Head = new(number, hash);
        return [.. body, .. Encoding.ASCII.GetBytes($",\"hash\":\"{hash}\"}}")];
    }

    /// <summary>The head after an entry as it says itself.</summary>
    public static AuditHead HeadOf(StoredDecision entry)
    {
        var json = JsonElement.Parse(entry.Json.Span);
        return new(json.GetProperty("n").GetInt64(), json.GetProperty("hash").GetString()!);
    }

    /// <summary>Follows entries to the first that is wrong.</summary>
    /// <param name="seen">Told every head that is right.</param>
    public static AuditVerdict Verify(IEnumerable<StoredDecision> entries, Action<AuditHead>? seen = null)
    {
        var head = AuditHead.Empty;
        foreach (var entry in entries)
        {
            if (Fault(entry.Json.Span, head, out var next) is { } reason)
            {
                return new(head, new(entry.Seq, head.Number + 1, reason));
            }

            head = next;
            seen?.Invoke(head);
        }

        return new(head, null);
    }

    private static string? Fault(ReadOnlySpan<byte> json, AuditHead before, out AuditHead head)
    {
        head = before;
        try
        {
            var entry = JsonElement.Parse(json);
            head = new(entry.GetProperty("n").GetInt64(), entry.GetProperty("hash").GetString() ?? "");
            var hashed = json.Length > TailBytes ? Convert.ToHexStringLower(SHA256.HashData(json[..^TailBytes])) : "";
            return hashed != head.Hash || !json[^TailBytes..].StartsWith(",\"hash\":\""u8) ? "Its hash is not that of its content."
                : head.Number != before.Number + 1 ? $"It says that it is entry {head.Number}."
                : entry.GetProperty("prev").GetString() != before.Hash ? "It does not name the hash of the entry before it."
                : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return "It is no audit entry.";
        }
    }
}
