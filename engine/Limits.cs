namespace LtcActors.Engine;

/// <summary>Every bound of the engine, in one place; <see cref="Check"/> holds their relations.</summary>
public sealed record Limits
{
    /// <summary>Events in one commit. A commit takes what has gathered while the last one ran, up to this.</summary>
    public int CommitEvents { get; init; } = 8_192;

    /// <summary>
    /// How long after a commit the next one begins, unless a quarter of what it may hold waits already; zero: at once. Where a commit and
    /// the epoch of it cost more than their events, fewer of them leave time for whatever else the machine does; its events wait as long.
    /// </summary>
    public TimeSpan CommitEvery { get; init; } = TimeSpan.Zero;

    /// <summary>Events accepted into memory and not yet written; beyond it requests are refused (429).</summary>
    public int WaitingEvents { get; init; } = 65_536;

    /// <summary>
    /// Events written and not yet judged; beyond it the writer waits, and so the queue before it fills. Enough for the next commits while
    /// one is judged, and no more: all of them are copied by every young collection.
    /// </summary>
    public int UnjudgedEvents { get; init; } = 12_288;

    /// <summary>Rounds of briefs in one epoch. The longest chain there is (caregiver, second id, institution) takes four.</summary>
    public int BriefRounds { get; init; } = 32;

    /// <summary>Events judged between two checkpoints, at most; with it the length of a restart.</summary>
    public int CheckpointEvents { get; init; } = 1_000_000;

    /// <summary>Time between two checkpoints when there is anything to keep.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>An actor nobody spoke to for this long is kept as bytes from the next checkpoint on, until somebody does.</summary>
    public TimeSpan RestAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>An actor nobody spoke to for this long leaves memory at the next checkpoint.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Actors in memory; beyond it the longest idle ones leave at a checkpoint, whatever their age.</summary>
    public int ActiveActors { get; init; } = 600_000;

    /// <summary>With a tail of this many entries a start reads all actors at once, as most will be asked for.</summary>
    public int PreloadTail { get; init; } = 50_000;

    /// <summary>Batches of the journal read and parsed ahead of judging, at a start.</summary>
    public int ReadAhead { get; init; } = 16;

    /// <summary>Deadlines are kept to this grain, so that many near ones are one epoch.</summary>
    public TimeSpan DeadlineGrain { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Bytes of an actor's history before they become a page of their own.</summary>
    public int HistoryPageBytes { get; init; } = 1_024;

    /// <summary>Changes of alerts kept in memory for the live stream; older ones are read from the journal.</summary>
    public int RecentChanges { get; init; } = 10_000;

    /// <summary>How long a refused sender is asked to wait.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the writer waits before it tries a failing journal again.</summary>
    public TimeSpan JournalRetry { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <exception cref="ArgumentException">A relation does not hold.</exception>
    public Limits Check()
    {
        Require(CommitEvents > 0 && BriefRounds > 0 && HistoryPageBytes > 0 && RecentChanges > 0, "Counts must be positive.");
        Require(CommitEvery >= TimeSpan.Zero && CommitEvery < JournalRetry, "A commit may wait for others, and not for long.");
        Require(WaitingEvents >= CommitEvents, "A commit must fit into the queue.");
        Require(UnjudgedEvents >= CommitEvents, "A commit must fit into what may be unjudged.");
        Require(CheckpointEvents >= CommitEvents, "A checkpoint comes after a commit, not within one.");
        Require(RestAfter <= IdleAfter, "An actor rests before it leaves.");
        Require(DeadlineGrain > TimeSpan.Zero, "Deadlines need a grain.");
        return this;
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new ArgumentException(what);
        }
    }
}
