using System.Text.Json;
using LtcActors.Engine.Wire;
using LtcActors.Silo.Hosting;
using Microsoft.Extensions.ObjectPool;

namespace LtcActors.Silo.Ingest;

/// <summary>What one request needs while it is read, and the next can use again.</summary>
internal sealed class IngestScratch
{
    public EventParser Parser { get; } = new();

    public List<ParsedEvent> Events { get; } = [];

    public Utf8JsonWriter Writer { get; } = new(Stream.Null, Json.WriterOptions);
}

internal sealed class ScratchPolicy : PooledObjectPolicy<IngestScratch>
{
    /// <summary>A list that once held a large batch is not kept: its memory would outlive the rare batch.</summary>
    private const int KeptEvents = 1024;

    public override IngestScratch Create() => new();

    public override bool Return(IngestScratch scratch)
    {
        scratch.Events.Clear();
        // Lets go of the connection that was written to.
        scratch.Writer.Reset(Stream.Null);
        return scratch.Events.Capacity <= KeptEvents;
    }
}
