using LtcActors.Silo.Desk;

namespace LtcActors.Silo.Workplace;

/// <summary>When each officer was last at the board, as a fold of the desk's entries. Any thread.</summary>
internal sealed class Attendance : IDeskPart
{
    /// <summary>Stored name of the entry, which has nothing but who and when.</summary>
    public const string Seen = "board.seen";

    private readonly Lock gate = new();
    private readonly Dictionary<string, DateTimeOffset> last = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Kinds { get; } = [Seen];

    public bool Apply(DeskEntry entry)
    {
        lock (gate)
        {
            last[entry.By] = entry.At;
        }

        return true;
    }

    public DateTimeOffset? LastOf(string user)
    {
        lock (gate)
        {
            return last.TryGetValue(user, out var at) ? at : null;
        }
    }
}
