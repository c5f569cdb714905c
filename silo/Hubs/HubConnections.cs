using System.Collections.Concurrent;

namespace LtcActors.Silo.Hubs;

/// <summary>The hub connections that are open, counted.</summary>
internal sealed class HubConnections(SiloOptions options)
{
    private readonly ConcurrentDictionary<string, byte> open = new(StringComparer.Ordinal);

    public int Count => open.Count;

    public bool Full => open.Count >= options.HubConnections;

    public bool TryAdd(string connectionId) => !Full && open.TryAdd(connectionId, 0);

    public void Remove(string connectionId) => open.TryRemove(connectionId, out _);
}
