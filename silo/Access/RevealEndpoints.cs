using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Audit;
using LtcActors.Silo.Desk;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Problems;
using LtcActors.Silo.Queries;

namespace LtcActors.Silo.Access;

/// <summary>Personal data unmasked, for a purpose, for a short time, to one session.</summary>
internal sealed class RevealEndpoints(
    ISupervision supervision, PersonalData personal, AuditLog audit, DeskBook desk, SiloLimits limits, BodyBudget budget, TimeProvider clock)
{
    /// <summary>What personal data may be looked at for. Stored names: never changed.</summary>
    public static IReadOnlyList<string> Purposes { get; } =
        ["investigation", "contact", "appeal", "correction", "quality-control", "law-enforcement"];

    public void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "persons", ActorId.Person, "an insured person");
        Map(routes, "caregivers", ActorId.Caregiver, "a caregiver");
        Map(routes, "bindings", ActorId.Person, "a family binding, by its person's id,");
    }

    private void Map(IEndpointRouteBuilder routes, string plural, Func<string, ActorId> actor, string what) =>
        routes.Post($"/v1/{plural}/{{id}}/reveal", context => RevealAsync(context, actor), $"See the personal data of {what} for a purpose")
            .RequireAuthorization(Roles.RevealPolicy);

    private async Task RevealAsync(HttpContext context, Func<string, ActorId> actor)
    {
        using var body = await JsonBody.ReadAsync(context, limits.CommandBytes, budget);
        var purpose = body.RequiredText("purpose", 40);
        if (!Purposes.Contains(purpose))
        {
            throw new Refusal(ProblemKind.UnknownValue, $"'purpose' is one of {string.Join(", ", Purposes)}.") { Pointer = "/purpose" };
        }

        var note = body.Text("note", limits.NoteChars);
        var id = Ids.Of(context, actor);
        await personal.CheckAsync(context, id);
        var view = await supervision.ViewAsync(id, null) ?? throw new Refusal(ProblemKind.NotFound, PersonalData.Unknown);
        var noted = audit.Entry(context, AuditActions.Reveal, "shown", AuditLog.KindOf(id.Kind), id.Id, purpose, note);
        var until = clock.GetUtcNow() + limits.RevealFor;
        if (Caller.Of(context).Session is { } session)
        {
            // By the journal, so that it holds wherever the next request of the session comes to.
            await desk.KeepAsync(Sessions.Revealed, session.User, SessionRevealed.Of(session.Id, id, purpose, until), noted);
        }
        else
        {
            await supervision.RecordAsync([noted]);
        }

        await Answer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("purpose"u8, purpose);
            json.WriteString("until"u8, until);
            json.WritePropertyName("view"u8);
            new Showing(IsMasked: false, purpose).WriteView(json, view);
            json.WriteEndObject();
        });
    }
}
