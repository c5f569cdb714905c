using LtcActors.Domain.Actors;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Running;
using LtcActors.Grains.Entities;
using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Ports;
using LtcActors.Grains.Serving;
using Orleans.Runtime;

namespace LtcActors.Grains.Conducting;

/// <summary>
/// One unbroken run of the engine over the grains: its number is the writer's token, it begins with the last complete checkpoint and
/// the journal's tail, and it ends when anything in it is lost. Nothing is repaired within one.
/// </summary>
internal sealed class Generation : IAsyncDisposable
{
    private readonly ClusterEngineOptions options;
    private readonly JournalWriter writer;
    private readonly CarriedBodies journal;
    private readonly ThreadScheduler scheduler;
    private readonly Conductor conductor;
    private readonly Intake intake;
    private readonly TaskCompletionSource<Exception> failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Generation(ClusterEngineOptions options, JournalWriter writer, ClusterStateStore store, IGrainFactory grains, SiloAlerts alerts, int silos)
    {
        this.options = options;
        this.writer = writer;
        journal = new(writer.Journal);
        scheduler = new(options.Clock);
        var stages = new SiloStages(silos, journal.Of, Fail);
        Partitions =
        [
            .. Enumerable.Range(0, EntityKeys.Partitions).Select(n => new GrainPartition(
                n, grains.GetGrain<IPartitionGrain>(EntityKeys.OfPartition(n)), writer.Token, stages, Fail)),
        ];
        store.Use(Partitions, Fail);
        var engine = new EngineOptions
        {
            Journal = journal, Store = store, Policies = options.Policies, Clock = options.Clock, Scheduler = scheduler,
            Parsers = options.Parsers, Cite = options.Cite, Limits = options.Limits.Check(),
            Elsewhere = Partitions, PartitionOf = EntityKeys.PartitionOf,
        };
        var parser = new ThreadLocal<Func<ReadOnlyMemory<byte>, Engine.Wire.ParsedEvent>>(options.Parsers);
        var book = new AlertBook(seq => Supervision.IdentityOf(journal, parser.Value!, seq), options.Cite, options.Policies);
        // As they were at the checkpoint: the tail leads on from there.
        foreach (var alert in store.Decided is { } decided ? alerts.Feed.AsOf(decided) : alerts.Feed.Latest())
        {
            book.Restore(alert);
        }

        foreach (var silence in alerts.Feed.Silences.All())
        {
            book.Silences.Restore(silence);
        }

        conductor = new(engine, alerts.Feed, book);
        intake = new(journal, options.Clock, options.Limits, conductor.Take, () => conductor.Unjudged);
    }

    public long Number => writer.Token;

    public IReadOnlyList<GrainPartition> Partitions { get; }

    public Intake Intake => intake;

    public Conductor Conductor => conductor;

    public long LastSeq => journal.LastSeq;

    /// <summary>Completes when it cannot go on, with the reason.</summary>
    public Task<Exception> Failed => failed.Task;

    /// <summary>Completes when its writer has ended: what was not answered by then was not written, and never will be.</summary>
    public Task Stopped => stopped.Task;

    /// <summary>Why it takes no events; null while it does.</summary>
    public string? NotJudging => conductor.Broken is { } broken ? $"Judging stopped: {broken.Message}"
        : failed.Task.IsCompleted ? "A part of the cluster was lost; judging begins anew."
        : conductor.Recovering ? "Judging what was in the journal at the start."
        : null;

    /// <summary>Becomes the writer, tells all partitions, and begins to judge the tail.</summary>
    /// <param name="holder">Who writes: the silo's address.</param>
    /// <param name="view">Tells whether the silo that wrote before has died.</param>
    /// <param name="silos">Over how many the partitions are spread.</param>
    public static async Task<Generation> BeginAsync(
        ClusterEngineOptions options, IGrainFactory grains, EntityServices services, SiloAlerts alerts, ClusterView view, string holder, int silos,
        CancellationToken stop)
    {
        var writer = await options.Journal.TakeAsync(holder, before => view.IsDead(SiloAddress.FromParsableString(before)), stop).ConfigureAwait(false);
        try
        {
            var store = await ClusterStateStore.OpenAsync(services.Storage, options.ClusterLimits, writer.Token, writer.Journal.LastSeq, services.Judging).ConfigureAwait(false);
            // From here on no alert comes to the journal but by us, so this silo's alerts are all there are.
            await alerts.CatchUpAsync(stop).ConfigureAwait(false);
            var generation = new Generation(options, writer, store, grains, alerts, silos);
            var begun = await Task.WhenAll(generation.Partitions.Select(p => p.Grain.Begin(writer.Token, store.Checkpoints, store.Policies, services.Judging.Write())))
                .WaitAsync(stop).ConfigureAwait(false);
            if (!Array.TrueForAll(begun, b => b))
            {
                throw new NotJudgingException("A newer generation has begun.");
            }

            generation.Start();
            return generation;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Completes when all accepted before is judged, and its alerts are durable and passed; or with -1 when the generation ends before that.</summary>
    public async Task<long> SettledAsync()
    {
        var marker = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        intake.Mark(marker);
        return await Within(marker.Task).ConfigureAwait(false) ? LastSeq : -1;
    }

    /// <returns>Whether the task completed, rather than the generation ended before it.</returns>
    public async Task<bool> Within(Task task)
    {
        await Task.WhenAny(task, stopped.Task, failed.Task).ConfigureAwait(false);
        if (!task.IsCompleted)
        {
            // What the writer has in hand is still answered.
            await Task.WhenAny(task, stopped.Task).ConfigureAwait(false);
        }

        return task.IsCompleted;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.Run(() =>
        {
            intake.Stop();
            stopped.TrySetResult();
            conductor.Stop();
            scheduler.Dispose();
            writer.Dispose();
        }).ConfigureAwait(false);
    }

    private void Start()
    {
        _ = writer.Lost.ContinueWith(
            _ => Fail(new JournalUnavailableException("Somebody else writes the journal now.")), TaskScheduler.Default);
        conductor.Start(scheduler, intake);
        // A failure at the start is told by Broken as well.
        _ = conductor.Ready.Task.ContinueWith(t => t.Exception, TaskContinuationOptions.OnlyOnFaulted);
    }

    private void Fail(Exception e) => failed.TrySetResult(e);
}
