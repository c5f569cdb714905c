namespace LtcActors.Engine.Running;

/// <summary>
/// Fetches the next actors of a row together: they lie all over memory, so that the processor waits for some of them at once and not for
/// one after the other. One thread at a time.
/// </summary>
internal sealed class LookAhead
{
    /// <summary>Actors fetched at a time.</summary>
    public const int Together = 32;

    /// <summary>Of no meaning, but that nothing read for it can be left out.</summary>
    private int warmed;

    /// <summary>To be called with every place in turn, before the actor there is looked at.</summary>
    public void At(ReadOnlySpan<Slot> slots, int place)
    {
        if (place % Together == 0)
        {
            foreach (var slot in slots[place..Math.Min(slots.Length, place + Together)])
            {
                warmed += slot.Warm();
            }
        }
    }
}
