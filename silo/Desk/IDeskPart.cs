namespace LtcActors.Silo.Desk;

/// <summary>
/// A fold of entries of some kinds: accounts, saved views, notes … Registered as a singleton of this interface, it hears of every entry
/// of its kinds, each once, in the order of the journal, from the first one on.
/// </summary>
internal interface IDeskPart
{
    /// <summary>Stored names of the kinds it folds. No two parts fold the same.</summary>
    IReadOnlyList<string> Kinds { get; }

    /// <summary>
    /// Folds an entry. One call at a time; readers may come on any thread meanwhile. What it makes of an entry must depend on the entries
    /// before it alone: two processes that decided at the same time learn here which of them was first.
    /// </summary>
    /// <returns>False: it changes nothing, as what came before it does not allow it.</returns>
    bool Apply(DeskEntry entry);
}
