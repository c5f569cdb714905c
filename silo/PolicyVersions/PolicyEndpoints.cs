using System.Globalization;
using System.Text;
using System.Text.Json;
using LtcActors.Domain.Policies;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Exports;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Problems;
using LtcActors.Silo.Queries;

namespace LtcActors.Silo.PolicyVersions;

/// <summary>Policy versions: drafted by one editor, reviewed by another, published for a day to come. Who did it is taken from the credentials.</summary>
internal sealed class PolicyEndpoints(ISupervision supervision, SiloParts parts, Export export, SiloLimits limits, BodyBudget budget)
{
    /// <summary>The name under which a refusal tells the lines of a draft that came as a body.</summary>
    private const string Body = "draft.json";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Get("/v1/policies", ListAsync, "The policy versions, in the order in which they were drafted").RequireAuthorization(Roles.Editor);
        routes.Get("/v1/policies/{id}", OneAsync, "A policy version with its steps").RequireAuthorization(Roles.Editor);
        routes.Post("/v1/policies", DraftAsync, "Draft a policy version").RequireAuthorization(Roles.Editor);
        routes.Post("/v1/policies/{id}/revise", ReviseAsync, "Write a draft anew").RequireAuthorization(Roles.Editor);
        Map(routes, "approve", (id, body, by) => new PolicyCommand.Approve(id, body.Text("note", limits.NoteChars), by), "Approve another's draft");
        Map(routes, "reject", (id, body, by) => new PolicyCommand.Reject(id, body.RequiredText("note", limits.NoteChars), by), "Reject another's draft");
        Map(routes, "publish", (id, body, by) => new PolicyCommand.Publish(id, Days.Required(body, "from"), by), "Let an approved version count from a day on");
        Map(routes, "withdraw", (id, body, by) => new PolicyCommand.Withdraw(id, body.RequiredText("note", limits.NoteChars), by), "Withdraw a version that has not counted yet");
        Map(routes, "shadow", (id, body, by) => new PolicyCommand.Shadow(id, Days.Required(body, "from"), by), "Try a version beside what counts");
        Map(routes, "unshadow", (id, _, by) => new PolicyCommand.Unshadow(id, by), "End the trial of a version");
    }

    private void Map(IEndpointRouteBuilder routes, string word, Func<string, JsonBody, string, PolicyCommand> command, string summary) =>
        routes.Post($"/v1/policies/{{id}}/{word}", async context =>
        {
            using var body = await JsonBody.ReadAsync(context, limits.CommandBytes, budget, optional: true);
            await DecideAsync(context, command(IdOf(context), body, context.User.Identity!.Name!));
        }, summary).RequireAuthorization(Roles.Editor);

    private async Task ListAsync(HttpContext context)
    {
        var all = supervision.PolicyVersions();
        if (!await export.TryAnswerAsync(context, words => PolicyTables.Versions(all, words)))
        {
            await Answer.WriteAsync(context, new PolicyList([.. all.Select(PolicyInfo.Of)]));
        }
    }

    private Task OneAsync(HttpContext context)
    {
        var id = IdOf(context);
        var version = supervision.PolicyVersions().FirstOrDefault(v => v.Id == id)
            ?? throw new Refusal(ProblemKind.NotFound, "There is no policy version with this id.");
        var steps = supervision.PolicySteps().Where(s => s.Step.Id == id).Select(PolicyStepInfo.Of).ToArray();
        return Answer.WriteAsync(context, PolicyInfo.Of(version) with { History = steps });
    }

    private async Task DraftAsync(HttpContext context)
    {
        var draft = await ReadDraftAsync(context);
        await DecideAsync(context, new PolicyCommand.Draft(draft.Title, draft.Values, context.User.Identity!.Name!));
    }

    private async Task ReviseAsync(HttpContext context)
    {
        var draft = await ReadDraftAsync(context);
        await DecideAsync(context, new PolicyCommand.Revise(IdOf(context), draft.Title, draft.Values, context.User.Identity!.Name!));
    }

    private async Task<PolicyDraft> ReadDraftAsync(HttpContext context)
    {
        using var body = await PooledBody.ReadAsync(context, limits.CommandBytes, budget);
        if (body.Bytes.Length == 0)
        {
            throw new Refusal(ProblemKind.EmptyBody, "This needs a draft as its body.");
        }

        if (!MediaType.IsJson(MediaType.Of(context.Request)) || !MediaType.IsUtf8(context.Request))
        {
            throw new Refusal(ProblemKind.UnsupportedMediaType, "This takes application/json in UTF-8.");
        }

        return ReadDraft(Encoding.UTF8.GetString(body.Bytes.Span));
    }

    private PolicyDraft ReadDraft(string text)
    {
        try
        {
            return PolicyDraft.Read(Body, text, parts.Policies);
        }
        catch (PolicyException e)
        {
            throw new Refusal(ProblemKind.InvalidPolicy, e.Message);
        }
    }

    private async Task DecideAsync(HttpContext context, PolicyCommand command)
    {
        var result = await supervision.PolicyAsync(command);
        if (result.Answer == PolicyAnswer.Done)
        {
            await Answer.WriteAsync(context, PolicyInfo.Of(result.Version!));
            return;
        }

        var reason = result.Reason ?? "It is not allowed.";
        throw result.Answer switch
        {
            PolicyAnswer.NotFound => new Refusal(ProblemKind.NotFound, reason),
            PolicyAnswer.OwnDraft => new Refusal(ProblemKind.OwnDraft, reason),
            PolicyAnswer.NotAhead => new Refusal(ProblemKind.OutOfRange, reason) { Pointer = command is PolicyCommand.Publish ? "/from" : null },
            PolicyAnswer.Invalid => new Refusal(ProblemKind.InvalidPolicy, reason),
            _ => new Refusal(ProblemKind.Conflict, reason),
        };
    }

    private static string IdOf(HttpContext context) => (string)context.GetRouteValue("id")!;

    private sealed record PolicyList(IReadOnlyList<PolicyInfo> Items);
}

/// <summary>Days in bodies.</summary>
internal static class Days
{
    public static DateOnly Required(JsonBody body, string name) =>
        Optional(body, name) ?? throw new Refusal(ProblemKind.Missing, $"'{name}' is required here.") { Pointer = "/" + name };

    public static DateOnly? Optional(JsonBody body, string name) =>
        body.Text(name, 10) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new Refusal(ProblemKind.Malformed, $"'{name}' is a date such as 2026-03-31.") { Pointer = "/" + name };
}

/// <summary>A policy version as the API shows it.</summary>
internal sealed record PolicyInfo(
    string Id, string Title, PolicyStatus Status, IReadOnlyList<string> Authors, string? Reviewer, DateOnly? From, IReadOnlyList<PolicyValue> Values)
{
    /// <summary>The first day on which it is tried beside what counts.</summary>
    public DateOnly? ShadowFrom { get; init; }

    public IReadOnlyList<PolicyStepInfo>? History { get; init; }

    public static PolicyInfo Of(PolicyVersion v) => new(v.Id, v.Title, v.Status, v.Authors, v.Reviewer, v.From, v.Values) { ShadowFrom = v.ShadowFrom };
}

internal sealed record PolicyStepInfo(long Seq, DateTimeOffset At, string By, string Action, string? Note)
{
    public static PolicyStepInfo Of(StoredPolicyStep stored) => new(
        stored.Seq, stored.Step.At, stored.Step.By, JsonNamingPolicy.KebabCaseLower.ConvertName(stored.Step.Fact.GetType().Name), stored.Step.Fact switch
        {
            PolicyFact.Approved f => f.Note,
            PolicyFact.Rejected f => f.Note,
            PolicyFact.Withdrawn f => f.Note,
            _ => null,
        });
}
