using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Running;
using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Interfaces.Wire;
using LtcActors.Grains.Rows;
using Orleans.Runtime;
using Orleans.Storage;

namespace LtcActors.Grains.Conducting;

/// <summary>What the conductor knows of the last complete checkpoint. Written at the start of every generation, so that an earlier one can complete nothing more.</summary>
[GenerateSerializer, Alias("ltc.conductor-record")]
public sealed class ConductorRecord
{
    /// <summary>Of the state that actors write: another throws the snapshots away.</summary>
    [Id(0)]
    public int Version { get; set; }

    [Id(1)]
    public long Generation { get; set; }

    [Id(2)]
    public Checkpoints Checkpoints { get; set; } = Checkpoints.None;

    /// <summary>Place of the journal up to which everything is in it.</summary>
    [Id(3)]
    public long Position { get; set; }

    /// <summary>As the engine writes it.</summary>
    [Id(4)]
    public byte[] Withdrawals { get; set; } = [];

    /// <summary>Actors that want to be woken, and when.</summary>
    [Id(5)]
    public byte[] Deadlines { get; set; } = [];

    /// <summary>As the engine writes it: the last decision that the snapshots have led to. Empty: not known.</summary>
    [Id(6)]
    public byte[] Decided { get; set; } = [];

    /// <summary>Steps of policy versions that count at it, as the engine writes them. Empty: none.</summary>
    [Id(7)]
    public byte[] Policies { get; set; } = [];

    /// <summary>Policies of the program and rules by which the snapshots were judged, as the engine writes them. Empty: not known.</summary>
    [Id(8)]
    public byte[] JudgedBy { get; set; } = [];

    /// <summary>What the generation judges by, part by part (<see cref="JudgingIdentity"/>). Empty: a release before this one began it.</summary>
    [Id(9)]
    public string Judging { get; set; } = "";

    /// <summary>How the actors' rows lie: others are left where they are.</summary>
    [Id(10)]
    public int Layout { get; set; }
}

/// <summary>
/// The engine's store of checkpoints over grain storage: every partition writes the rows of its actors, then the conductor's row says that all have.
/// Alerts are not in it: every silo has them from the journal.
/// </summary>
internal sealed class ClusterStateStore : IStateStore
{
    private const string StateName = "ltc-conductor";
    private static readonly GrainId Row = GrainId.Create("ltc-conductor", "conductor-0");

    private readonly IGrainStorage storage;
    private readonly GrainState<ConductorRecord> row;
    private readonly ClusterLimits limits;
    private readonly long generation;
    private IReadOnlyList<GrainPartition> partitions = [];
    private Action<Exception> failed = static _ => { };
    private long number;

    /// <summary>It is not known whether the last checkpoint counts, so none may be written over what did before.</summary>
    private bool lost;

    /// <summary>Of one checkpoint after the other: some megabytes, which the collector need not take back each time.</summary>
    private readonly StateWriter deadlines = new();

    private ClusterStateStore(IGrainStorage storage, ClusterLimits limits, GrainState<ConductorRecord> row, long generation)
    {
        this.storage = storage;
        this.limits = limits;
        this.row = row;
        this.generation = generation;
        number = FirstNumber(generation);
        NextNumber();
    }

    public Checkpoints Checkpoints => row.State!.Checkpoints;

    /// <summary>Steps of policy versions that count at the checkpoint, as the engine writes them; empty: none.</summary>
    public byte[] Policies => row.State!.Policies;

    public long Position => row.State!.Position;

    /// <summary>Place of the last decision that the snapshots have led to; null when that was not written down.</summary>
    public long? Decided => Position == 0 ? 0 : row.State!.Decided is { Length: > 0 } known ? new StateReader(known).Long() : null;

    /// <summary>Takes the record over for a generation.</summary>
    /// <param name="lastSeq">Place of the journal's last entry: a record that knows more is of another journal.</param>
    /// <param name="judging">What the generation judges by.</param>
    /// <exception cref="InconsistentStateException">A newer generation has it.</exception>
    public static async Task<ClusterStateStore> OpenAsync(IGrainStorage storage, ClusterLimits limits, long generation, long lastSeq, JudgingIdentity judging)
    {
        var row = await ReadAsync(storage).ConfigureAwait(false);
        var before = row.State!;
        if (before.Generation >= generation)
        {
            throw new InconsistentStateException($"Generation {before.Generation} has begun, so {generation} cannot.");
        }

        var first = FirstNumber(generation);
        var usable = before.Version == ActorState.Version && before.Layout == PartitionRows.Layout && before.Position <= lastSeq;
        row.State = usable
            ? new() { Version = before.Version, Position = before.Position, Withdrawals = before.Withdrawals, Deadlines = before.Deadlines, Decided = before.Decided, Policies = before.Policies, JudgedBy = before.JudgedBy, Checkpoints = before.Checkpoints.Before(first) }
            : new() { Version = ActorState.Version, Checkpoints = before.Checkpoints.Without(first - 1) };
        (row.State!.Generation, row.State.Judging, row.State.Layout) = (generation, judging.Write(), PartitionRows.Layout);
        await storage.WriteStateAsync(StateName, Row, row).ConfigureAwait(false);
        return new(storage, limits, row, generation);
    }

    /// <summary>The generation that began last, and what it judges by; null: none has, or it did not say.</summary>
    public static async Task<(long Generation, JudgingIdentity Judging)?> LastAsync(IGrainStorage storage) =>
        (await ReadAsync(storage).ConfigureAwait(false)).State is { Judging: { Length: > 0 } judging } last ? (last.Generation, JudgingIdentity.Read(judging)) : null;

    /// <summary>Those whose actors write the checkpoints, and who is told when it cannot be known any more what counts.</summary>
    public void Use(IReadOnlyList<GrainPartition> conducted, Action<Exception> whenLost)
    {
        (partitions, failed) = (conducted, whenLost);
        Announce();
    }

    /// <summary>Writes a checkpoint whose state the partitions hold. Waits for them: the keeper's thread has nothing else to do.</summary>
    public void Save(Checkpoint checkpoint)
    {
        deadlines.Clear();
        deadlines.Int(partitions.Sum(static p => p.DeadlinesCaptured.Count));
        foreach (var (of, due) in partitions.SelectMany(static p => p.DeadlinesCaptured))
        {
            deadlines.Byte((byte)of.Kind);
            deadlines.Text(of.Id);
            deadlines.Instant(due);
        }

        SaveAsync(checkpoint, deadlines.Written.ToArray()).GetAwaiter().GetResult();
    }

    public IEnumerable<(ActorId Id, DateTimeOffset Deadline)> ReadDeadlines() => row.State!.Deadlines.Length == 0
        ? []
        : new StateReader(row.State!.Deadlines).List(static r => (new ActorId((ActorKind)r.Byte(), r.Text()), r.Instant()));

    public IEnumerable<KeyedRow> ReadRows(string table)
    {
        if (table == "engine" && Position > 0)
        {
            var version = new StateWriter();
            version.Int(row.State!.Version);
            return
            [
                new(table, Conductor.VersionKey, version.Written.ToArray()), new(table, Conductor.WithdrawalsKey, row.State!.Withdrawals),
                .. Decided is null ? (KeyedRow[])[] : [new(table, Conductor.DecidedKey, row.State!.Decided)],
                .. Policies.Length == 0 ? (KeyedRow[])[] : [new(table, Conductor.PoliciesKey, Policies)],
                .. row.State!.JudgedBy is { Length: > 0 } by ? [new(table, Conductor.JudgedByKey, by)] : (KeyedRow[])[],
            ];
        }

        return [];
    }

    // Entities read their own.
    public ActorRow? ReadActor(ActorId id) => null;

    public IEnumerable<ActorRow> ReadActors() => [];

    public IReadOnlyList<HistoryPage> ReadPages(ActorId id) => [];

    /// <exception cref="InvalidDataException">Always: entities read their own.</exception>
    public ReadOnlyMemory<byte> Read(ActorId id, int number) => throw new InvalidDataException($"{id} keeps its pages itself.");

    /// <exception cref="NotSupportedException">Always: what does not fit is thrown away when it is opened.</exception>
    public void Clear() => throw new NotSupportedException("A cluster throws its snapshots away when it opens them.");

    public void Dispose()
    {
    }

    // The lowest numbers of the next generation are higher than any of this one: a checkpoint a second would take 12 days.
    private static long FirstNumber(long generation) => generation << 20;

    private static byte[] RowOf(Checkpoint checkpoint, string key) => checkpoint.Rows.Single(r => r.Table == "engine" && r.Key == key).Body.ToArray();

    private static async Task<GrainState<ConductorRecord>> ReadAsync(IGrainStorage storage)
    {
        var row = new GrainState<ConductorRecord>(new ConductorRecord());
        await storage.ReadStateAsync(StateName, Row, row).ConfigureAwait(false);
        row.State ??= new();
        return row;
    }

    private void NextNumber() => number++;

    private void Announce()
    {
        foreach (var partition in partitions)
        {
            partition.Checkpoint = number;
        }
    }

    private async Task SaveAsync(Checkpoint checkpoint, byte[] deadlines)
    {
        if (lost)
        {
            throw new NotJudgingException("It is not known whether the last checkpoint counts.");
        }

        var own = number;
        try
        {
            var over = limits.SpreadOf(checkpoint.Since);
            await Task.WhenAll(partitions.Select(p => p.Captured)).ConfigureAwait(false);
            await Task.WhenAll(partitions.Select(p => p.Grain.Write(generation, own, over))).ConfigureAwait(false);
            var before = row.State!;
            row.State = new()
            {
                Version = before.Version, Generation = generation, Position = checkpoint.Position, Deadlines = deadlines,
                Withdrawals = RowOf(checkpoint, Conductor.WithdrawalsKey), Decided = RowOf(checkpoint, Conductor.DecidedKey),
                Policies = RowOf(checkpoint, Conductor.PoliciesKey), JudgedBy = RowOf(checkpoint, Conductor.JudgedByKey),
                Judging = before.Judging, Layout = before.Layout, Checkpoints = before.Checkpoints with { Completed = own },
            };
            try
            {
                await storage.WriteStateAsync(StateName, Row, row).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // It may stand there all the same. The next generation looks; in this one nobody could tell which snapshots count.
                row.State = before;
                lost = true;
                failed(e);
                throw;
            }
        }
        finally
        {
            // A number is used once, whatever became of it.
            NextNumber();
            Announce();
            await Task.WhenAll(partitions.Select(p => p.Grain.Written(generation, row.State!.Checkpoints))).ConfigureAwait(false);
        }
    }
}
