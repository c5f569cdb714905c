namespace LtcActors.Grains.Rows;

/// <summary>
/// Where the actors of a partition find the checkpoint that they owe their row to. It is there as long as the partition is, so that tens
/// of thousands of them are not made to point at something new at every checkpoint: the collector looks for each that does. Any thread.
/// </summary>
internal sealed class OwedRows
{
    private volatile CapturedRows? rows;

    public CapturedRows? Rows
    {
        get => rows;
        set => rows = value;
    }

    /// <returns>Null: that checkpoint is not the one that is captured now.</returns>
    public CapturedRows? Of(long checkpoint) => rows is { } now && now.Checkpoint == checkpoint ? now : null;
}
