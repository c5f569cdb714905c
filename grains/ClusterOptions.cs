using LtcActors.Domain.Policies;
using LtcActors.Engine;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Memory;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Running;
using LtcActors.Engine.Wire;
using LtcActors.Grains.Ports;

namespace LtcActors.Grains;

/// <summary>What every silo of a cluster is given; the same in all of them but for the journal's connection.</summary>
public sealed record ClusterEngineOptions
{
    /// <summary>Name of the grain storage that snapshots go to.</summary>
    public const string Snapshots = "snapshots";

    public required ISharedJournal Journal { get; init; }

    public required PolicyBook Policies { get; init; }

    public required TimeProvider Clock { get; init; }

    /// <summary>Makes a parser of stored events; each is used by one thread at a time.</summary>
    public required Func<Func<ReadOnlyMemory<byte>, ParsedEvent>> Parsers { get; init; }

    /// <summary>What alerts rest on, and what it says.</summary>
    public required Citing Cite { get; init; }

    public Limits Limits { get; init; } = new();

    public ClusterLimits ClusterLimits { get; init; } = new();

    /// <summary>For whatever runs beside, in one silo alone, over the journal that all share: nothing of it is written.</summary>
    internal EngineOptions Beside() => new()
    {
        Journal = Journal.Reader, Store = new MemoryStateStore(), Policies = Policies, Clock = Clock, Scheduler = new ThreadScheduler(Clock), Parsers = Parsers, Cite = Cite,
        Limits = Limits.Check(),
    };
}

/// <summary>Every bound that the cluster has beside the engine's own.</summary>
public sealed record ClusterLimits
{
    /// <summary>Events of one message to the conductor.</summary>
    public int MessageEvents { get; init; } = 4_096;

    /// <summary>Messages to the conductor under way from one silo: while one waits for its commit the next fills.</summary>
    public int MessagesUnderWay { get; init; } = 8;

    /// <summary>Events of one silo accepted into memory and not yet answered; beyond it requests are refused (429).</summary>
    public int WaitingEvents { get; init; } = 65_536;

    /// <summary>
    /// Rows that a partition has under way to the storage at one time: the storage writes as many in one statement, and a commit of the
    /// journal that comes meanwhile waits for all of its bytes in the same log.
    /// </summary>
    public int WritesUnderWay { get; init; } = 16;

    /// <summary>
    /// Over how much of the time until the next checkpoint one is written that nobody waits for: the less at a time, the less do commits of
    /// the journal and stages wait.
    /// </summary>
    public double CheckpointSpread { get; init; } = 0.9;

    /// <summary>But for no longer: until it is complete, the tail that a lost silo leaves grows, and who asks for a checkpoint waits for it.</summary>
    public TimeSpan CheckpointSpreadAtMost { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>Snapshots that a silo reads at one time: a generation that begins wants many thousand, and the storage reads as many in one statement.</summary>
    public int ReadsUnderWay { get; init; } = 2_000;

    /// <summary>How often a silo asks how the conductor stands, and thereby wakes one that was lost.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a silo waits for word of new decisions before it looks by itself.</summary>
    public TimeSpan FollowEvery { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>How long the silos must have been others before the partitions are spread over them anew.</summary>
    public TimeSpan SpreadAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a generation may take to end in good order.</summary>
    public TimeSpan DrainAtMost { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Before the second try to begin a generation; twice as long before every further one, until one begins.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest time between two tries.</summary>
    public TimeSpan RetryAtMost { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>In what time a checkpoint is written.</summary>
    /// <param name="since">How long after the one before it was taken; zero: somebody waits for it.</param>
    internal TimeSpan SpreadOf(TimeSpan since) => since * CheckpointSpread is var spread && spread < CheckpointSpreadAtMost ? spread : CheckpointSpreadAtMost;

    /// <summary>How long to wait after so many tries in a row that began nothing.</summary>
    /// <param name="failed">0: a generation had begun, and is over.</param>
    internal TimeSpan RetryDelay(int failed)
    {
        var delay = RetryAfter;
        for (var n = 1; n < failed && delay < RetryAtMost; n++)
        {
            delay *= 2;
        }

        return delay < RetryAtMost ? delay : RetryAtMost;
    }
}
