using System.Collections.Concurrent;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Wire;

namespace LtcActors.Engine.Replaying;

/// <summary>
/// What makes a conductor's recovery a replay: the actors take the journal in to its end, are judged by the policies that counted, then once
/// more by others. Findings depend on what is known, never on when it was learnt, so that judging at the end alone ends in the same as
/// judging all along. Nothing is written; what the second judging changes is the answer.
/// </summary>
/// <param name="end">The instant of judging: nothing recorded later is read.</param>
/// <param name="other">The policies to try, made of those that count at the end of the journal.</param>
internal sealed class Rehearsal(DateTimeOffset end, Func<PolicyBook, PolicyBook> other)
{
    /// <summary>Events taken in together.</summary>
    public const int EpochEvents = 32_768;

    private uint[] prints = new uint[1024];
    private long events;
    private long foundChanges;

    public DateTimeOffset End => end;

    /// <summary>Events read so far.</summary>
    public long Events => Interlocked.Read(ref events);

    /// <summary>What is found by the policies that counted.</summary>
    public Dictionary<string, Finding> Before { get; } = new(StringComparer.Ordinal);

    /// <summary>What the others change: null where something is no longer found.</summary>
    public List<(string Id, Finding? After)> Changes { get; } = [];

    /// <summary>The policies that counted, and those tried in their place; null until everything is read.</summary>
    public (PolicyBook Counted, PolicyBook Tried)? Policies { get; set; }

    /// <summary>It goes on with what the journal gets later, and keeps <see cref="Found"/>; nothing is judged by the policies that counted.</summary>
    public bool Follows { get; init; }

    /// <summary>What is found by the others, where it follows. Any thread.</summary>
    public ConcurrentDictionary<string, Finding> Found { get; } = new(StringComparer.Ordinal);

    /// <summary>Counts up after each change of <see cref="Found"/>. Any thread.</summary>
    public long FoundChanges => Interlocked.Read(ref foundChanges);

    /// <summary>Completes when <see cref="Changes"/> is whole, or <see cref="Found"/> has caught up for the first time.</summary>
    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Takes changes of findings down in <see cref="Found"/>.</summary>
    public void Keep(IEnumerable<(string Id, Finding? After)> changes)
    {
        foreach (var (id, after) in changes)
        {
            if (after is null)
            {
                Found.TryRemove(id, out _);
            }
            else
            {
                Found[id] = after;
            }

            Interlocked.Increment(ref foundChanges);
        }
    }

    public PolicyBook Other(PolicyBook counted) => other(counted);

    /// <summary>Notes an event read. The reader's thread.</summary>
    public void Know(long seq, ulong key)
    {
        if (seq >= prints.Length)
        {
            Array.Resize(ref prints, (int)Math.Min(Array.MaxLength, Math.Max(seq + 1, prints.LongLength * 2)));
        }

        prints[seq] = PrintOf(key);
        Interlocked.Increment(ref events);
    }

    /// <summary>The place of an event among those read so far; 0: none. The live journal's own index is its writer's alone. The reader's thread.</summary>
    public long Find(IJournal journal, Func<ReadOnlyMemory<byte>, ParsedEvent> parse, string source, string id)
    {
        var print = PrintOf(EventKey.Of(source, id));
        for (var seq = 1L; seq < prints.Length; seq++)
        {
            // Withdrawals are rare: to go over the prints for each costs less than an index of all events.
            if (prints[seq] == print && journal.ReadEvent(seq) is { } stored && parse(stored.Json) is var e && e.Source == source && e.Id == id)
            {
                return seq;
            }
        }

        return 0;
    }

    private static uint PrintOf(ulong key) => (uint)(key ^ (key >> 32)) | 1;
}
