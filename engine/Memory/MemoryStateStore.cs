using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;

namespace LtcActors.Engine.Memory;

/// <summary>A state store for tests and simulations: the same behaviour, nothing durable. Disposing it leaves it as it is.</summary>
public sealed class MemoryStateStore : IStateStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<ActorId, ActorRow> actors = [];
    private readonly Dictionary<ActorId, SortedList<long, HistoryPage>> pages = [];
    private readonly Dictionary<(ActorId, int), byte[]> statePages = [];
    private readonly Dictionary<string, SortedDictionary<string, KeyedRow>> rows = [];
    private long position;

    public long Position
    {
        get
        {
            lock (gate)
            {
                return position;
            }
        }
    }

    public void Save(Checkpoint checkpoint)
    {
        // Read before anything is changed: a list that fails must leave all as it was.
        var (newActors, newPages, newStatePages, newRows) =
            (checkpoint.Actors.ToList(), checkpoint.Pages.ToList(), checkpoint.StatePages.ToList(), checkpoint.Rows.ToList());
        lock (gate)
        {
            foreach (var actor in newActors)
            {
                actors[actor.Id] = actor with
                {
                    State = actor.State.ToArray(),
                    HistoryTail = actor.HistoryTail.ToArray(),
                    Deadline = actor.Deadline?.ToUniversalTime(),
                };
            }

            foreach (var page in newPages)
            {
                var ofActor = pages.TryGetValue(page.Id, out var known) ? known : pages[page.Id] = [];
                ofActor[page.FirstSeq] = page with { Seqs = page.Seqs.ToArray() };
            }

            foreach (var (id, page) in newStatePages)
            {
                statePages[(id, page.Number)] = page.Bytes.ToArray();
            }

            foreach (var row in newRows)
            {
                var ofTable = rows.TryGetValue(row.Table, out var known) ? known : rows[row.Table] = new(StringComparer.Ordinal);
                ofTable[row.Key] = row with { Body = row.Body.ToArray() };
            }

            position = checkpoint.Position;
        }
    }

    public ActorRow? ReadActor(ActorId id)
    {
        lock (gate)
        {
            return actors.TryGetValue(id, out var row) ? row : null;
        }
    }

    public IEnumerable<ActorRow> ReadActors()
    {
        lock (gate)
        {
            return [.. actors.Values];
        }
    }

    public ReadOnlyMemory<byte> Read(ActorId id, int number)
    {
        lock (gate)
        {
            return statePages.TryGetValue((id, number), out var bytes) ? bytes : throw new InvalidDataException($"{id} has no page {number}.");
        }
    }

    public IReadOnlyList<HistoryPage> ReadPages(ActorId id)
    {
        lock (gate)
        {
            return pages.TryGetValue(id, out var ofActor) ? [.. ofActor.Values] : [];
        }
    }

    public IEnumerable<(ActorId Id, DateTimeOffset Deadline)> ReadDeadlines()
    {
        lock (gate)
        {
            return actors.Values.Where(a => a.Deadline is not null).Select(a => (a.Id, a.Deadline!.Value)).ToList();
        }
    }

    public IEnumerable<KeyedRow> ReadRows(string table)
    {
        lock (gate)
        {
            return rows.TryGetValue(table, out var ofTable) ? ofTable.Values.ToList() : [];
        }
    }

    public void Dispose()
    {
    }

    public void Clear()
    {
        lock (gate)
        {
            actors.Clear();
            pages.Clear();
            statePages.Clear();
            rows.Clear();
            position = 0;
        }
    }
}
