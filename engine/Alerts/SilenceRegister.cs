using System.Text.Json;

namespace LtcActors.Engine.Alerts;

/// <summary>All silences there ever were, each at its latest change, as far as they are durable. Any thread.</summary>
internal sealed class SilenceRegister
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Silence> byId = new(StringComparer.Ordinal);

    /// <summary>In the order in which they began.</summary>
    public IReadOnlyList<Silence> All()
    {
        lock (gate)
        {
            return [.. byId.Values.OrderBy(s => s.At).ThenBy(s => s.Id.Length).ThenBy(s => s.Id, StringComparer.Ordinal)];
        }
    }

    /// <summary>Shows a durable change; an older one than it has is passed over.</summary>
    public void Show(Silence silence)
    {
        lock (gate)
        {
            if (!byId.TryGetValue(silence.Id, out var known) || known.Seq < silence.Seq)
            {
                byId[silence.Id] = silence;
            }
        }
    }

    /// <summary>The whole of it, for a checkpoint.</summary>
    public ReadOnlyMemory<byte> Write() => JsonSerializer.SerializeToUtf8Bytes([.. All()], AlertJson.Readable.ListSilence);

    public static IReadOnlyList<Silence> Read(ReadOnlyMemory<byte> row) => JsonSerializer.Deserialize(row.Span, AlertJson.Readable.ListSilence)!;
}
