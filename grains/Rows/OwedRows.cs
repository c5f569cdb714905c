using LtcActors.Grains.Interfaces.Wire;

namespace LtcActors.Grains.Rows;

/// <summary>
/// How a partition stands with its checkpoints, where its actors look: which of them is being captured, and which are complete. Each looks
/// when it is next called. Were tens of thousands told of every checkpoint at one time, all that comes meanwhile would wait for that, and
/// for the collector, which looks for whatever was made to point at something new. One a partition, as long as the silo runs. Any thread.
/// </summary>
internal sealed class OwedRows
{
    private volatile CapturedRows? rows;
    private volatile Checkpoints counting = Checkpoints.None;

    /// <summary>Of the checkpoint that is being captured and written; null: of none.</summary>
    public CapturedRows? Rows
    {
        get => rows;
        set => rows = value;
    }

    /// <summary>Which checkpoints count.</summary>
    public Checkpoints Counting
    {
        get => counting;
        set => counting = value;
    }

    /// <returns>Null: that generation captures none now.</returns>
    public CapturedRows? Of(long generation) => rows is { } now && now.Generation == generation ? now : null;
}
