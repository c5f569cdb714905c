namespace LtcActors.Engine.Alerts;

/// <summary>An alert that some reader saw and sees no more: it is of another district or institution from this place on.</summary>
/// <param name="Id">Null: alerts may have left up to this place, and nobody knows which any more; what is listed is right.</param>
public readonly record struct AlertDeparture(string? Id, long Seq);

/// <summary>
/// The changes by which alerts went from one district or institution to another, in order of place. They are rare; the latest are kept in
/// memory, and of those before the place from which on all are known a reader is told only that there may have been some. Not safe by
/// itself: the feed's lock is held by whoever writes and reads.
/// </summary>
internal sealed class Departures(int max)
{
    private readonly Queue<Move> moves = new();
    private long knownAfter;

    /// <summary>What comes from here on is known in full.</summary>
    public void BeginAfter(long seq) => knownAfter = seq;

    /// <summary>Takes down a change, if the alert went elsewhere by it.</summary>
    public void Note(AlertRecord? before, AlertRecord record)
    {
        if (before is null || (before.DistrictCode == record.DistrictCode && before.InstitutionId == record.InstitutionId))
        {
            return;
        }

        moves.Enqueue(new(record.Id, record.Seq, (before.DistrictCode, before.InstitutionId), (record.DistrictCode, record.InstitutionId)));
        if (moves.Count > max)
        {
            knownAfter = moves.Dequeue().Seq;
        }
    }

    /// <summary>What has left a scope after a place.</summary>
    public List<AlertDeparture> After(Scope scope, long after)
    {
        var left = new List<AlertDeparture>();
        if (scope.IsAll)
        {
            return left;
        }

        if (after < knownAfter)
        {
            left.Add(new(null, knownAfter));
        }

        left.AddRange(moves.Where(m => m.Seq > after && scope.Sees(m.From.District, m.From.Institution) && !scope.Sees(m.To.District, m.To.Institution))
            .Select(m => new AlertDeparture(m.Id, m.Seq)));
        return left;
    }

    private readonly record struct Move(string Id, long Seq, (string? District, string? Institution) From, (string? District, string? Institution) To);
}
