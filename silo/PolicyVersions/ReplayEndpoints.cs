using LtcActors.Domain.Policies;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Replaying;
using LtcActors.Silo.Access;
using LtcActors.Silo.Exports;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Problems;

namespace LtcActors.Silo.PolicyVersions;

/// <summary>What a policy version would have done, from the stored journal: begun, watched, cancelled and read here. One runs at a time.</summary>
internal sealed class ReplayEndpoints(ISupervision supervision, Export export, SiloLimits limits, BodyBudget budget) : IDisposable
{
    /// <summary>Replays whose results are kept.</summary>
    private const int Kept = 8;

    private readonly Lock gate = new();
    private readonly List<Begun> begun = [];
    private int count;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Post("/v1/replays", BeginAsync, "Try a policy version on the stored journal").RequireAuthorization(Roles.ReplayPolicy);
        routes.Get("/v1/replays", ListAsync, "The replays of late, the last one first").RequireAuthorization(Roles.ReplayPolicy);
        routes.Get("/v1/replays/{id}", OneAsync, "A replay: its progress, or its result").RequireAuthorization(Roles.ReplayPolicy);
        routes.Post("/v1/replays/{id}/cancel", CancelAsync, "End a replay").RequireAuthorization(Roles.ReplayPolicy);
    }

    public void Dispose()
    {
        lock (gate)
        {
            begun.ForEach(b => b.Replay.Dispose());
        }
    }

    private async Task BeginAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context, limits.CommandBytes, budget);
        var id = body.RequiredText("policy", 64);
        var (from, to) = (Days.Required(body, "from"), Days.Optional(body, "to"));
        if (to < from)
        {
            throw new Refusal(ProblemKind.OutOfRange, "'to' must not lie before 'from'.") { Pointer = "/to" };
        }

        var version = supervision.PolicyVersions().FirstOrDefault(v => v.Id == id)
            ?? throw new Refusal(ProblemKind.NotFound, "There is no policy version with this id.");
        await WriteAsync(context, Begin(version, new(version.Values, from, to)));
    }

    private Begun Begin(PolicyVersion version, ReplayRequest request)
    {
        lock (gate)
        {
            if (begun.Exists(b => !b.Replay.Result.IsCompleted))
            {
                throw new Refusal(ProblemKind.Conflict, "Another replay is running; cancel it or wait for its end.");
            }

            try
            {
                var one = new Begun($"replay-{++count}", version.Id, request, supervision.Replay(request));
                begun.Add(one);
                if (begun.Count > Kept)
                {
                    begun.RemoveAt(0);
                }

                return one;
            }
            catch (PolicyException e)
            {
                throw new Refusal(ProblemKind.InvalidPolicy, e.Message);
            }
        }
    }

    private async Task ListAsync(HttpContext context)
    {
        ReplayInfo[] all;
        lock (gate)
        {
            all = [.. Enumerable.Reverse(begun).Select(b => Describe(b) with { Counts = null, Alerts = null, Overtaken = null })];
        }

        if (!await export.TryAnswerAsync(context, words => PolicyTables.Replays(all, words)))
        {
            await Answer.WriteAsync(context, new ReplayList(all));
        }
    }

    private async Task OneAsync(HttpContext context)
    {
        var one = Find(context);
        if (Export.IsWanted(context) && !one.Replay.Result.IsCompletedSuccessfully)
        {
            throw new Refusal(ProblemKind.Conflict, "A replay is to be had as a file when it is done.");
        }

        if (!await export.TryAnswerAsync(context, words => PolicyTables.Differences(
            "replay", one.Replay.Result.Result.Alerts, one.Replay.Result.Result.Counts.Sum(c => (long)c.Appear + c.Vanish + c.Change), words)))
        {
            await WriteAsync(context, one);
        }
    }

    private async Task CancelAsync(HttpContext context)
    {
        var one = Find(context);
        one.Replay.Cancel();
        await one.Replay.Result.ContinueWith(static _ => { }, TaskScheduler.Default);
        await WriteAsync(context, one);
    }

    private Begun Find(HttpContext context)
    {
        var id = (string)context.GetRouteValue("id")!;
        lock (gate)
        {
            return begun.Find(b => b.Id == id) ?? throw new Refusal(ProblemKind.NotFound, "There is no replay with this id, or it is too long ago.");
        }
    }

    private static Task WriteAsync(HttpContext context, Begun one) => Answer.WriteAsync(context, Describe(one));

    private static ReplayInfo Describe(Begun one)
    {
        var (result, progress) = (one.Replay.Result, one.Replay.Progress);
        var status = !result.IsCompleted ? "running" : result.IsCompletedSuccessfully ? "done" : result.IsCanceled ? "cancelled" : "failed";
        var done = result.IsCompletedSuccessfully ? result.Result : null;
        return new(
            one.Id, one.Policy, one.Request.From, one.Request.To, status,
            new(progress.Events, progress.Position, progress.LastSeq, Math.Round(progress.Elapsed.TotalSeconds, 3)), done?.Counts, done?.Alerts, done?.Overtaken);
    }

    private sealed record ReplayList(IReadOnlyList<ReplayInfo> Items);

    private sealed record Begun(string Id, string Policy, ReplayRequest Request, PolicyReplay Replay);
}

/// <param name="Counts">Of a list: left out.</param>
internal sealed record ReplayInfo(
    string Id, string Policy, DateOnly From, DateOnly? To, string Status, ReplayProgressInfo Progress,
    IReadOnlyList<ReplayCount>? Counts, IReadOnlyList<ReplayedAlert>? Alerts, IReadOnlyList<ReplayOvertaken>? Overtaken);

internal sealed record ReplayProgressInfo(long Events, long Position, long LastSeq, double Seconds);
