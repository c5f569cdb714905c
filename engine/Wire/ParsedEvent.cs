using LtcActors.Domain;

namespace LtcActors.Engine.Wire;

/// <summary>One problem of one event, in the words of the contract.</summary>
/// <param name="Code">Stable, kebab-case: <c>missing</c>, <c>out-of-range</c>, <c>unknown-type</c> …</param>
/// <param name="Detail">One English sentence that names the field.</param>
/// <param name="Pointer">JSON pointer into the event; null when it concerns all of it.</param>
public sealed record Problem(string Code, string Detail, string? Pointer);

/// <summary>An event that passed the form check, or the problems of one that did not.</summary>
/// <param name="Id">The event's id as far as it could be read, else null.</param>
/// <param name="Json">The event as one structured CloudEvent, UTF-8; valid as long as the request's buffer.</param>
/// <param name="Fact">Null exactly when there are problems.</param>
public sealed record ParsedEvent(
    string? Source, string? Id, DateTimeOffset Time, ulong Key, Fact? Fact, ReadOnlyMemory<byte> Json, IReadOnlyList<Problem> Problems)
{
    public bool IsValid => Fact is not null;
}
