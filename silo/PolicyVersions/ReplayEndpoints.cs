using LtcActors.Domain.Policies;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Replaying;
using LtcActors.Silo.Access;
using LtcActors.Silo.Exports;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Problems;

namespace LtcActors.Silo.PolicyVersions;

/// <summary>What a policy version would have done, from the stored journal: begun, watched, cancelled and read here. One runs at a time.</summary>
internal sealed class ReplayEndpoints(ISupervision supervision, Export export, SiloLimits limits, BodyBudget budget)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Post("/v1/replays", BeginAsync, "Try a policy version on the stored journal").RequireAuthorization(Roles.ReplayPolicy);
        routes.Get("/v1/replays", ListAsync, "The replays of late, the last one first").RequireAuthorization(Roles.ReplayPolicy);
        routes.Get("/v1/replays/{id}", OneAsync, "A replay: its progress, or its result").RequireAuthorization(Roles.ReplayPolicy);
        routes.Post("/v1/replays/{id}/cancel", CancelAsync, "End a replay").RequireAuthorization(Roles.ReplayPolicy);
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
        var begun = await supervision.BeginReplayAsync(version.Id, new(version.Values, from, to));
        await WriteAsync(context, begun.State ?? throw new Refusal(
            begun.Answer == PolicyAnswer.Invalid ? ProblemKind.InvalidPolicy : ProblemKind.Conflict, begun.Reason!));
    }

    private async Task ListAsync(HttpContext context)
    {
        ReplayInfo[] all = [.. (await supervision.ReplaysAsync()).Select(Describe)];
        if (!await export.TryAnswerAsync(context, words => PolicyTables.Replays(all, words)))
        {
            await Answer.WriteAsync(context, new ReplayList(all));
        }
    }

    private async Task OneAsync(HttpContext context)
    {
        var one = Found(await supervision.ReplayAsync(Id(context)));
        if (Export.IsWanted(context) && one.Result is null)
        {
            throw new Refusal(ProblemKind.Conflict, "A replay is to be had as a file when it is done.");
        }

        if (!await export.TryAnswerAsync(context, words => PolicyTables.Differences(
            "replay", one.Result!.Alerts, one.Result.Counts.Sum(c => (long)c.Appear + c.Vanish + c.Change), words)))
        {
            await WriteAsync(context, one);
        }
    }

    private async Task CancelAsync(HttpContext context) => await WriteAsync(context, Found(await supervision.CancelReplayAsync(Id(context))));

    private static string Id(HttpContext context) => (string)context.GetRouteValue("id")!;

    private static ReplayState Found(ReplayState? one) =>
        one ?? throw new Refusal(ProblemKind.NotFound, "There is no replay with this id, or it is too long ago.");

    private static Task WriteAsync(HttpContext context, ReplayState one) => Answer.WriteAsync(context, Describe(one));

    private static ReplayInfo Describe(ReplayState one) => new(
        one.Id, one.Policy, one.From, one.To, one.Status,
        new(one.Progress.Events, one.Progress.Position, one.Progress.LastSeq, Math.Round(one.Progress.Elapsed.TotalSeconds, 3)),
        one.Result?.Counts, one.Result?.Alerts, one.Result?.Overtaken);

    private sealed record ReplayList(IReadOnlyList<ReplayInfo> Items);
}

/// <param name="Counts">Of a list: left out.</param>
internal sealed record ReplayInfo(
    string Id, string Policy, DateOnly From, DateOnly? To, string Status, ReplayProgressInfo Progress,
    IReadOnlyList<ReplayCount>? Counts, IReadOnlyList<ReplayedAlert>? Alerts, IReadOnlyList<ReplayOvertaken>? Overtaken);

internal sealed record ReplayProgressInfo(long Events, long Position, long LastSeq, double Seconds);
