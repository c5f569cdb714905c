using System.Globalization;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Problems;

namespace LtcActors.Silo.Queries;

/// <summary>
/// Silencing one rule for one subject from inside an alert, and the register of all silences. Who did it is taken from the
/// credentials, never from the body.
/// </summary>
internal sealed class SilenceEndpoints(ISupervision supervision, SiloLimits limits, BodyBudget budget)
{
    private static readonly Dictionary<string, SilenceSubject> Subjects = new(StringComparer.Ordinal)
    {
        ["person"] = SilenceSubject.Person,
        ["caregiver"] = SilenceSubject.Caregiver,
        ["institution"] = SilenceSubject.Institution,
        ["device"] = SilenceSubject.Device,
    };

    private static readonly Dictionary<string, SilenceStatus> Statuses = new(StringComparer.Ordinal)
    {
        ["active"] = SilenceStatus.Active,
        ["ended"] = SilenceStatus.Ended,
        ["expired"] = SilenceStatus.Expired,
    };

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Post("/v1/alerts/{id}/silence", BeginAsync, "Silence an alert's rule for one of its subjects").RequireAuthorization(Roles.Officer);
        routes.Get("/v1/silences", ListAsync, "The register of silences, in the order in which they began").RequireAuthorization(Roles.Officer);
        routes.Get("/v1/silences/{id}", OneAsync, "A silence").RequireAuthorization(Roles.Officer);
        routes.Post("/v1/silences/{id}/end", EndAsync, "End a silence before its time").RequireAuthorization(Roles.Officer);
    }

    private async Task BeginAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context, limits.CommandBytes, budget);
        var reason = body.RequiredText("reason", limits.NoteChars);
        var until = DayOf(body.RequiredText("until", 10));
        var word = body.RequiredText("subject", 20);
        if (!Subjects.TryGetValue(word, out var subject))
        {
            throw new Refusal(ProblemKind.UnknownValue, $"'subject' is one of {string.Join(", ", Subjects.Keys)}.") { Pointer = "/subject" };
        }

        var alert = AlertEndpoints.Find(supervision, context);
        await AnswerAsync(context, new SilenceCommand.Begin(alert.Id, subject, until, reason, context.User.Identity!.Name!));
    }

    private async Task EndAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context, limits.CommandBytes, budget, optional: true);
        var note = body.Text("note", limits.NoteChars);
        await AnswerAsync(context, new SilenceCommand.End(Find(context).Id, context.User.Identity!.Name!, note));
    }

    private async Task AnswerAsync(HttpContext context, SilenceCommand command)
    {
        var result = await supervision.SilenceAsync(command);
        if (result.Answer == SilenceAnswer.Done)
        {
            await Answer.WriteAsync(context, result.Silence!);
            return;
        }

        var reason = result.Reason ?? "It cannot be silenced.";
        throw result.Answer switch
        {
            SilenceAnswer.NotFound => new Refusal(ProblemKind.NotFound, reason),
            SilenceAnswer.Forbidden => new Refusal(ProblemKind.NeverSilenced, reason),
            SilenceAnswer.OutOfRange => new Refusal(ProblemKind.OutOfRange, reason) { Pointer = "/until" },
            _ => new Refusal(ProblemKind.Conflict, reason),
        };
    }

    private Task ListAsync(HttpContext context)
    {
        var values = new QueryReader(context.Request).Values("status");
        if (values.Count > 1)
        {
            throw new Refusal(ProblemKind.Repeated, "'status' is given more than once.") { Parameter = "status" };
        }

        SilenceStatus? wanted = values.SingleOrDefault() is not { Length: > 0 } word ? null
            : Statuses.TryGetValue(word, out var known) ? known
            : throw new Refusal(ProblemKind.UnknownValue, $"'status' is one of {string.Join(", ", Statuses.Keys)}.") { Parameter = "status" };
        return Answer.WriteAsync(context, new SilenceList([.. supervision.Silences().Where(s => Sees(context, s) && (wanted is null || s.Status == wanted))]));
    }

    private Task OneAsync(HttpContext context) => Answer.WriteAsync(context, Find(context));

    /// <summary>It was made from an alert that the caller sees.</summary>
    private bool Sees(HttpContext context, Silence silence) =>
        Caller.Of(context).Scope is { IsAll: true } || (supervision.Alert(silence.AlertId) is { } alert && Caller.Of(context).Scope.Sees(alert));

    private Silence Find(HttpContext context)
    {
        var id = (string)context.GetRouteValue("id")!;
        const string unknown = "There is no silence with this id.";
        var silence = supervision.Silences().FirstOrDefault(s => s.Id == id) ?? throw new Refusal(ProblemKind.NotFound, unknown);
        return Sees(context, silence) ? silence : throw new Refusal(ProblemKind.NotFound, unknown) { OutOfScope = ("silence", id) };
    }

    private static DateOnly DayOf(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new Refusal(ProblemKind.Malformed, "'until' is a date such as 2026-03-31: the last day.") { Pointer = "/until" };

    private sealed record SilenceList(IReadOnlyList<Silence> Items);
}
