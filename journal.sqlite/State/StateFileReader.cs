using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;
using LtcActors.Journal.Sqlite.Sql;

namespace LtcActors.Journal.Sqlite.State;

/// <summary>A read-only connection to <c>state.sqlite</c> and its questions.</summary>
internal sealed class StateFileReader : IDisposable
{
    private const int RowsAtOnce = 1_000;

    private readonly Db db;
    private readonly Statement actor;
    private readonly Statement someActors;
    private readonly Statement pages;
    private readonly Statement statePage;
    private readonly Statement deadlines;
    private readonly Statement firstRows;
    private readonly Statement moreRows;

    public StateFileReader(string path)
    {
        db = Db.OpenReader(path);
        actor = db.Prepare("SELECT deadline, history_tail, state FROM actor WHERE kind = ?1 AND id = ?2");
        someActors = db.Prepare("SELECT rowid, kind, id, deadline, history_tail, state FROM actor WHERE rowid > ?1 ORDER BY rowid LIMIT ?2");
        pages = db.Prepare("SELECT first_seq, seqs FROM history_page WHERE kind = ?1 AND id = ?2 ORDER BY first_seq");
        statePage = db.Prepare("SELECT bytes FROM state_page WHERE kind = ?1 AND id = ?2 AND number = ?3");
        deadlines = db.Prepare("SELECT kind, id, deadline FROM actor INDEXED BY actor_deadline WHERE deadline IS NOT NULL");
        firstRows = db.Prepare("SELECT key, body FROM row WHERE tbl = ?1 ORDER BY key LIMIT ?2");
        moreRows = db.Prepare("SELECT key, body FROM row WHERE tbl = ?1 AND key > ?3 ORDER BY key LIMIT ?2");
    }

    public ActorRow? Actor(ActorId id)
    {
        try
        {
            return actor.Bind(1, (long)id.Kind).Bind(2, id.Id).Step()
                ? new ActorRow(id, actor.Blob(2).ToArray(), actor.Blob(1).ToArray(), actor.IsNull(0) ? null : Instant(actor.Long(0)))
                : null;
        }
        finally
        {
            actor.Reset();
        }
    }

    /// <param name="after">Row of the last one seen; 0 at first.</param>
    public (List<ActorRow> Actors, long Last) SomeActors(long after)
    {
        var found = new List<ActorRow>();
        try
        {
            someActors.Bind(1, after).Bind(2, RowsAtOnce);
            while (someActors.Step())
            {
                after = someActors.Long(0);
                found.Add(new(
                    new((ActorKind)someActors.Int(1), someActors.Text(2)), someActors.Blob(5).ToArray(), someActors.Blob(4).ToArray(),
                    someActors.IsNull(3) ? null : Instant(someActors.Long(3))));
            }
        }
        finally
        {
            someActors.Reset();
        }

        return (found, after);
    }

    public List<HistoryPage> Pages(ActorId id)
    {
        var found = new List<HistoryPage>();
        try
        {
            pages.Bind(1, (long)id.Kind).Bind(2, id.Id);
            while (pages.Step())
            {
                found.Add(new HistoryPage(id, pages.Long(0), pages.Blob(1).ToArray()));
            }
        }
        finally
        {
            pages.Reset();
        }

        return found;
    }

    public byte[]? StatePage(ActorId id, int number)
    {
        try
        {
            return statePage.Bind(1, (long)id.Kind).Bind(2, id.Id).Bind(3, number).Step() ? statePage.Blob(0).ToArray() : null;
        }
        finally
        {
            statePage.Reset();
        }
    }

    public List<(ActorId Id, DateTimeOffset Deadline)> Deadlines()
    {
        var found = new List<(ActorId Id, DateTimeOffset Deadline)>();
        try
        {
            while (deadlines.Step())
            {
                found.Add((new ActorId((ActorKind)deadlines.Int(0), deadlines.Text(1)), Instant(deadlines.Long(2))));
            }
        }
        finally
        {
            deadlines.Reset();
        }

        return found;
    }

    /// <param name="after">Key of the last row seen; null at first.</param>
    public List<KeyedRow> SomeRows(string table, string? after)
    {
        var found = new List<KeyedRow>();
        var rows = after is null ? firstRows : moreRows.Bind(3, after);
        try
        {
            rows.Bind(1, table).Bind(2, RowsAtOnce);
            while (rows.Step())
            {
                found.Add(new KeyedRow(table, rows.Text(0), rows.Blob(1).ToArray()));
            }
        }
        finally
        {
            rows.Reset();
        }

        return found;
    }

    public void Dispose() => db.Dispose();

    private static DateTimeOffset Instant(long utcTicks) => new(utcTicks, TimeSpan.Zero);
}
