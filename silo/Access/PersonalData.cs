using System.Text.Json;
using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Audit;
using LtcActors.Silo.Problems;

namespace LtcActors.Silo.Access;

/// <summary>
/// The way to anything about an entity: whoever has not the scope for it hears that it is not there; whatever is shown stands in the
/// audit before it is shown; a session sees personal data masked until it has said what for.
/// </summary>
internal sealed class PersonalData(Sight sight, AuditLog audit, TimeProvider clock)
{
    /// <summary>What a stranger to the entity is told: the same as of one that does not exist.</summary>
    public const string Unknown = "Nothing was known of this id at that instant.";

    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    /// <exception cref="Refusal">404: it is not the caller's.</exception>
    /// <exception cref="JournalUnavailableException">The look at it could not be noted.</exception>
    public async Task<Showing> OpenAsync(HttpContext context, ActorId id, string action)
    {
        await CheckAsync(context, id);
        return await NoteAsync(context, id, action);
    }

    /// <summary>As <see cref="OpenAsync"/>, after <see cref="CheckAsync"/>.</summary>
    public async Task<Showing> NoteAsync(HttpContext context, ActorId id, string action)
    {
        var showing = ShowingOf(context, id);
        await audit.NoteAsync(context, action, showing.Result, AuditLog.KindOf(id.Kind), id.Id, showing.Purpose);
        return showing;
    }

    /// <summary>Only whether it is the caller's; noted when it is not.</summary>
    public async Task CheckAsync(HttpContext context, ActorId id, string? unknown = null)
    {
        if (!await sight.SeesAsync(Caller.Of(context).Scope, id))
        {
            throw new Refusal(ProblemKind.NotFound, unknown ?? Unknown) { OutOfScope = (AuditLog.KindOf(id.Kind), id.Id) };
        }
    }

    /// <summary>How it is shown to this caller now. The contract's tokens see what the contract promises.</summary>
    public Showing ShowingOf(HttpContext context, ActorId id)
    {
        if (id.Kind == ActorKind.Institution)
        {
            return new(IsMasked: false, null) { HasEventsOfOthers = Caller.Of(context).Session is not null };
        }

        if (Caller.Of(context).Session is not { } session)
        {
            return new(IsMasked: false, null);
        }

        // A binding is its person's.
        var who = id.Kind == ActorKind.Binding ? ActorId.Person(id.Id) : id;
        var purpose = session.PurposeFor(who, clock.GetUtcNow());
        return new(purpose is null, purpose);
    }
}

/// <param name="Purpose">For which it is shown unmasked; null where none is asked for.</param>
internal sealed record Showing(bool IsMasked, string? Purpose)
{
    /// <summary>Its own data is no personal data, but events about others stand in its history.</summary>
    public bool HasEventsOfOthers { get; init; }

    public string Result => IsMasked ? "masked" : "shown";

    /// <summary>The view as the caller may see it, with <c>masked</c> when it is.</summary>
    public void WriteView(Utf8JsonWriter json, object view)
    {
        if (!IsMasked)
        {
            JsonSerializer.Serialize(json, view, view.GetType(), Hosting.Json.Options);
            return;
        }

        var masked = Masking.View(view as JsonElement? ?? JsonSerializer.SerializeToElement(view, view.GetType(), Hosting.Json.Options))!.AsObject();
        masked["masked"] = true;
        masked.WriteTo(json, Hosting.Json.Options);
    }

    /// <summary>An event of its history as the caller may see it.</summary>
    public HistoryItem Item(HistoryItem item) => IsMasked || HasEventsOfOthers
        ? item with { Event = JsonSerializer.SerializeToElement(Masking.Event(item.Event), Hosting.Json.Options) }
        : item;
}
