using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Memory;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Replaying;
using LtcActors.Engine.Running;

namespace LtcActors.Engine.Shadowing;

/// <summary>
/// Policies and rules tried beside the live ones: the same actors and conductor once more, over the same journal as it grows, with
/// nothing kept and nothing written. The live engine does not wait for it and does not know what it finds.
/// </summary>
internal sealed class ShadowRun : IDisposable
{
    private readonly EngineOptions options;
    private readonly Rehearsal rehearsal;
    private readonly Conductor conductor;
    private readonly Func<long, (string Source, string Id)> identityOf;

    /// <param name="live">Of the engine beside which it runs.</param>
    /// <param name="tried">As if they counted from their days on.</param>
    /// <param name="scheduler">Its own; it is disposed with it.</param>
    public ShadowRun(EngineOptions live, IReadOnlyList<PolicyVersion> tried, IScheduler scheduler)
    {
        Versions = [.. tried.Select(v => v.Id)];
        rehearsal = new(live.Clock.GetUtcNow(), counted => counted.With(tried.Select(v => v.AsTried()))) { Follows = true };
        options = live with
        {
            Journal = new GrowingJournal(live.Journal), Store = new MemoryStateStore(), Scheduler = scheduler, Elsewhere = [], Rehearsal = rehearsal,
            PartitionOf = static (id, of) => (int)((uint)id.GetHashCode() % (uint)of),
        };
        var parser = new ThreadLocal<Func<ReadOnlyMemory<byte>, Wire.ParsedEvent>>(options.Parsers);
        identityOf = seq => Supervision.IdentityOf(options.Journal, parser.Value!, seq);
        conductor = new(options, new(options.Journal, options.Limits.RecentChanges, static r => r), new(identityOf, options.Cite, options.Policies));
        conductor.Start(scheduler, null);
    }

    public IReadOnlyList<string> Versions { get; }

    /// <summary>Completes when it has caught up with the journal for the first time; fails with what stopped it.</summary>
    public Task CaughtUp => rehearsal.Done.Task;

    public long Position => conductor.Position;

    /// <summary>The journal has more.</summary>
    public void Signal() => conductor.Follow();

    public void Dispose()
    {
        conductor.Stop();
        options.Scheduler.Dispose();
        options.Store.Dispose();
    }

    /// <param name="live">All alerts as they are.</param>
    /// <param name="judged">Outcomes that editors gave to what only the shadow finds, by its id.</param>
    public ShadowReport Report(IReadOnlyList<AlertRecord> live, IReadOnlyDictionary<string, string> judged)
    {
        var failure = conductor.Broken ?? (CaughtUp.IsFaulted ? CaughtUp.Exception!.InnerException : null);
        var status = failure is not null ? ShadowReport.Failed : CaughtUp.IsCompletedSuccessfully ? ShadowReport.Following : ShadowReport.CatchingUp;
        var empty = new ShadowReport(
            Versions, [.. options.Policies.ShadowRules.Order(StringComparer.Ordinal)], status, failure?.Message, conductor.Position, options.Journal.LastSeq, [], []);
        return status == ShadowReport.Following
            ? new ShadowComparison(live, judged, rehearsal.Found.Values, rehearsal.Policies!.Value.Tried, options, identityOf).Fill(empty)
            : empty;
    }
}
