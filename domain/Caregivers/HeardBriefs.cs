using LtcActors.Domain.Actors;

namespace LtcActors.Domain.Caregivers;

/// <summary>The last brief of one topic by who said it (or to whom it was said), in ordinal order; a few, so a list.</summary>
internal sealed class HeardBriefs<T>
    where T : Brief
{
    private static readonly KeyValuePair<string, T>[] None = [];
    private KeyValuePair<string, T>[] all = None;

    public ReadOnlySpan<KeyValuePair<string, T>> All => all;

    public IReadOnlyList<KeyValuePair<string, T>> Items => all;

    public int Count => all.Length;

    /// <summary>Counts what changed, for who remembers something derived from it.</summary>
    public int Changes { get; private set; }

    public T? Of(string id) => Find(id) is var at and >= 0 ? all[at].Value : null;

    /// <summary>Keeps what is said now; a brief with nothing to say is forgotten.</summary>
    /// <returns>Whether that differs from what was said before.</returns>
    public bool Set(string id, T brief)
    {
        Changes++;
        var at = Find(id);
        if (at >= 0 && brief.IsEmpty)
        {
            all = [.. all[..at], .. all[(at + 1)..]];
            return true;
        }

        if (at >= 0)
        {
            var differs = !all[at].Value.Same(brief);
            all[at] = new(id, brief);
            return differs;
        }

        if (brief.IsEmpty)
        {
            return false;
        }

        all = [.. all[..~at], new(id, brief), .. all[~at..]];
        return true;
    }

    public void TakeFrom(HeardBriefs<T> other) => (all, Changes) = ([.. other.all], Changes + 1);

    /// <returns>The place, or the complement of where it would go.</returns>
    private int Find(string id)
    {
        var (low, high) = (0, all.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = string.CompareOrdinal(all[middle].Key, id);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }
}
