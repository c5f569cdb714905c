namespace LtcActors.Silo.Workplace;

/// <summary>A filter of the board under a name.</summary>
/// <param name="Query">The board's query, without the question mark: <c>severity=P1&amp;sort=due</c>.</param>
/// <param name="DefaultFor">Roles whose board opens with it.</param>
internal sealed record SavedView(string Id, string Name, string Query, string Owner, bool Shared, DateTimeOffset At, IReadOnlyList<string> DefaultFor);

/// <summary>Entry <c>view.saved</c>: a view is made, or made anew by its owner.</summary>
internal sealed record ViewSaved(string Id, string Name, string Query, bool Shared);

/// <summary>Entry <c>view.deleted</c>.</summary>
internal sealed record ViewDeleted(string Id);

/// <summary>Entry <c>view.default</c>: from now on the boards of a role open with it; without an id, with none.</summary>
internal sealed record ViewDefault(string Role, string? Id);
