using LtcActors.Engine.Ports;

namespace LtcActors.Engine.Records;

/// <summary>Records of a journal, a portion at a time as they are read on.</summary>
public static class JournalRecords
{
    private const int Portion = 500;

    /// <summary>After the place, oldest first.</summary>
    public static IEnumerable<StoredDecision> Records(this IJournal journal, DecisionKind kind, long after) => Read(journal.ReadRecords, kind, after);

    /// <summary>Before the place, the latest first.</summary>
    public static IEnumerable<StoredDecision> RecordsBack(this IJournal journal, DecisionKind kind, long before) => Read(journal.ReadRecordsBack, kind, before);

    private static IEnumerable<StoredDecision> Read(
        Func<DecisionKind, long, int, IReadOnlyList<StoredDecision>> read, DecisionKind kind, long from)
    {
        while (read(kind, from, Portion) is { Count: > 0 } some)
        {
            foreach (var record in some)
            {
                yield return record;
            }

            from = some[^1].Seq;
        }
    }
}
