using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;

namespace LtcActors.Silo.Audit;

/// <summary>
/// The audit. Whoever wants to show what is sensitive notes it first: when the note is not durable the request fails, and nothing is
/// shown.
/// </summary>
internal sealed partial class AuditLog(ISupervision supervision, TimeProvider clock, ILogger<AuditLog> logger)
{
    /// <summary>Completes when it is durable.</summary>
    /// <exception cref="JournalUnavailableException">It could not be noted: what it is about must not happen.</exception>
    public Task NoteAsync(
        HttpContext context, string action, string result, string? kind = null, string? id = null, string? purpose = null, string? note = null) =>
        supervision.RecordAsync([Entry(context, action, result, kind, id, purpose, note)]);

    /// <summary>An entry to be kept in one commit with what it is about.</summary>
    public NewDecision Entry(
        HttpContext context, string action, string result, string? kind = null, string? id = null, string? purpose = null, string? note = null, string? by = null)
    {
        var caller = Caller.Of(context.User);
        return new AuditEntry(
            action, by ?? caller?.Name, caller?.Role, clock.GetUtcNow(), context.Connection.RemoteIpAddress?.ToString(), caller?.Session?.ShortId,
            kind, id, purpose, note, result, RequestOf(context)).Decision();
    }

    /// <summary>Notes what was refused anyway: a journal that cannot be written changes nothing about that.</summary>
    public async Task TryNoteAsync(HttpContext context, string action, string result, string? kind = null, string? id = null, string? note = null)
    {
        try
        {
            await NoteAsync(context, action, result, kind, id, note: note);
        }
        catch (JournalUnavailableException e)
        {
            LogLost(action, e.Message);
        }
    }

    public static string KindOf(ActorKind kind) => kind switch
    {
        ActorKind.Person => "person",
        ActorKind.Binding => "binding",
        ActorKind.Caregiver => "caregiver",
        ActorKind.Institution => "institution",
        ActorKind.Device => "device",
        ActorKind.RealName => "real-name",
        ActorKind.Account => "payment-account",
        ActorKind.Peers => "peers",
        ActorKind.Shelf => "shelf",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind."),
    };

    // The route and not the address: that may hold whatever somebody has typed.
    private static string? RequestOf(HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } pattern } ? $"{context.Request.Method} {pattern}" : null;

    [LoggerMessage(1, LogLevel.Warning, "A refusal ({Action}) could not be noted in the audit: {Why}")]
    private partial void LogLost(string action, string why);
}
