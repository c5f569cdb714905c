using System.Collections.Concurrent;
using System.Text.Json;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Running;
using LtcActors.Engine.Wire;
using LtcActors.Grains.Entities;
using LtcActors.Grains.Interfaces;
using LtcActors.Grains.Interfaces.Wire;
using LtcActors.Grains.Serving;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace LtcActors.Grains.Conducting;

/// <summary>The door to the conductor: the engine behind it has its own threads, as in one process.</summary>
[KeepAlive, Reentrant, GrainType("ltc-conductor")]
internal sealed partial class ConductorGrain(
    ClusterEngineOptions options, EntityServices services, SiloAlerts alerts, ClusterView view, ConductorSeat seat, ILocalSiloDetails silo,
    ILogger<ConductorHost> log)
    : Grain, IConductorGrain, IRemindable
{
    private const string Reminder = "stay";

    private static readonly TimeSpan RemindEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentBag<EventParser> parsers = [];
    private ConductorHost? host;

    private ConductorHost Host => host ?? throw new NotJudgingException("The conductor has not begun.");

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        host = new(options, GrainFactory, services, alerts, view, log);
        await seat.TakeAsync(host);
        host.Start(silo.SiloAddress.ToParsableString());
        try
        {
            // Should every silo forget to ask for it: the deadlines of its actors must not wait for an event.
#pragma warning disable CA2016 // Not every build of Orleans 10 has the overload that takes one.
            await this.RegisterOrUpdateReminder(Reminder, RemindEvery, RemindEvery).WaitAsync(cancellationToken);
#pragma warning restore CA2016
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Given up while it begins: nobody will tell it to leave, and the journal must be free for whoever is activated instead.
            await host.StopAsync(inGoodOrder: false, CancellationToken.None);
            throw;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            NoReminder(log, e);
        }
    }

    // A silo that ends has seen to a checkpoint while it was still whole. Now its partitions go, and where others go too, an answer of
    // theirs would be waited for in vain.
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        Host.StopAsync(inGoodOrder: reason.ReasonCode != DeactivationReasonCode.ShuttingDown, cancellationToken);

    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;

    public async Task<SubmitAnswer> Submit(SubmitCall call)
    {
        if (Host.Current is not { NotJudging: null } generation)
        {
            return SubmitAnswer.Unavailable(Host.Current?.NotJudging ?? Host.Reason);
        }

        // Not in the grain's turn: the next message is read meanwhile.
        var events = call.Read ?? await Task.Run(() => Parse(call));
        try
        {
            var written = generation.Intake.SubmitAsync(events);
            return await generation.Within(written)
                ? new(Taken.Yes, Array.ConvertAll(await written, PlaceOf), TimeSpan.Zero, null)
                : SubmitAnswer.Unavailable("Another conductor takes over.");
        }
        catch (OverloadedException e)
        {
            return new(Taken.Overloaded, [], e.RetryAfter, e.Message);
        }
        catch (JournalUnavailableException e)
        {
            return SubmitAnswer.Unavailable(e.Message);
        }
    }

    public async Task<long> Settled() => Host.Current is { NotJudging: null } generation ? await generation.SettledAsync() : -1;

    public async Task Checkpoint()
    {
        if (Host.Current is not { NotJudging: null } generation || generation.Conductor.CheckpointAsync() is var written && !await generation.Within(written))
        {
            throw new NotJudgingException(Host.Reason);
        }

        await written;
    }

    public async Task<TriageAnswer> Triage(TriageCall call)
    {
        if (Host.Current is not { NotJudging: null } generation)
        {
            return new(Taken.Unavailable, default, null, 0, Host.Current?.NotJudging ?? Host.Reason);
        }

        var decided = generation.Conductor.Triage(new(call.AlertId, call.Action, call.By, call.Note, call.Assignee, call.Outcome, call.IfSeq));
        if (!await generation.Within(decided))
        {
            return new(Taken.Unavailable, default, null, 0, "Another conductor takes over.");
        }

        var result = await decided;
        return new(Taken.Yes, result.Status, result.Alert is { } alert ? AlertJson.Journaled(alert) : null, result.Alert?.Seq ?? 0, result.Reason);
    }

    public async Task<SilenceCallAnswer> Silence(byte[] command)
    {
        if (Host.Current is not { NotJudging: null } generation)
        {
            return new(Taken.Unavailable, default, null, 0, Host.Current?.NotJudging ?? Host.Reason);
        }

        var decided = generation.Conductor.ChangeSilence(JsonSerializer.Deserialize<SilenceCommand>(command)!);
        if (!await generation.Within(decided))
        {
            return new(Taken.Unavailable, default, null, 0, "Another conductor takes over.");
        }

        var result = await decided;
        return new(Taken.Yes, result.Answer, result.Silence?.Json(), result.Silence?.Seq ?? 0, result.Reason);
    }

    public async Task<RecordAnswer> Record(RecordCall call)
    {
        if (Host.Current is not { NotJudging: null } generation)
        {
            return new(Taken.Unavailable, 0, Host.Current?.NotJudging ?? Host.Reason);
        }

        try
        {
            var written = generation.Intake.RecordAsync([.. call.Kinds.Zip(call.Bodies, (kind, body) => new NewDecision((DecisionKind)kind, body))]);
            return await generation.Within(written) ? new(Taken.Yes, await written, null) : new(Taken.Unavailable, 0, "Another conductor takes over.");
        }
        catch (JournalUnavailableException e)
        {
            return new(Taken.Unavailable, 0, e.Message);
        }
    }

    public async Task<PolicyCallAnswer> Policy(byte[] command)
    {
        if (Host.Current is not { NotJudging: null } generation)
        {
            return new(Taken.Unavailable, default, null, Host.Current?.NotJudging ?? Host.Reason);
        }

        var decided = generation.Conductor.ChangePolicy(PolicyCommandJson.Read(command));
        if (!await generation.Within(decided))
        {
            return new(Taken.Unavailable, default, null, "Another conductor takes over.");
        }

        var result = await decided;
        return new(Taken.Yes, result.Answer, result.Version?.Id, result.Reason);
    }

    public Task<ConductorHealth> Health()
    {
        var where = silo.SiloAddress.ToParsableString();
        if (Host.Current is not { } generation)
        {
            return Task.FromResult(new ConductorHealth(false, Host.Reason, 0, 0, 0, 0, 0, 0, null, where, 0));
        }

        var why = generation.Intake.Failure is { } failure ? $"The journal cannot be written: {failure}" : generation.NotJudging;
        var conductor = generation.Conductor;
        return Task.FromResult(new ConductorHealth(
            why is null, why, generation.Number, generation.LastSeq, conductor.Position, generation.Intake.Waiting, conductor.Active,
            conductor.Faults, conductor.LastFault?.ToString(), where, Host.Silos, conductor.SaveFailure?.Message));
    }

    /// <summary>The places of the contract's answer in one number each.</summary>
    private static long PlaceOf(EventResult result) => result.Status switch
    {
        EventStatus.Accepted => result.Seq,
        EventStatus.Duplicate => -result.Seq,
        _ => 0,
    };

    private ParsedEvent[] Parse(SubmitCall call)
    {
        var parser = parsers.TryTake(out var free) ? free : new();
        var events = new ParsedEvent[call.Lengths.Length];
        for (var (i, at) = (0, 0); i < events.Length; at += call.Lengths[i++])
        {
            events[i] = parser.ParseStructured(call.Bodies.AsMemory(at, call.Lengths[i]));
        }

        parsers.Add(parser);
        return events;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No reminder could be set; the silos' heartbeat keeps the conductor alone.")]
    private static partial void NoReminder(ILogger log, Exception e);
}
