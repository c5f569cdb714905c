using System.Text.Json;
using LtcActors.Engine.Wire;
using LtcActors.Silo.Hosting;
using Microsoft.Extensions.ObjectPool;

namespace LtcActors.Silo.Ingest;

/// <summary>
/// What one request needs from its first byte to its answer, and the next can use again. Not the parser: that is needed for
/// microseconds, and few of them keep their strings warm where one a waiting request would keep hundreds cold.
/// </summary>
internal sealed class IngestScratch
{
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
