using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;
using LtcActors.Journal.Sqlite.Sql;

namespace LtcActors.Journal.Sqlite.State;

/// <summary>A read-only connection to <c>state.sqlite</c> and its questions.</summary>
internal sealed class StateFileReader : IDisposable
{
    private const int RowsAtOnce = 1_000;

    private readonly Db db;
    private readonly Statement chunk;
    private readonly Statement pages;
    private readonly Statement statePage;
    private readonly Statement firstRows;
    private readonly Statement moreRows;

    public StateFileReader(string path)
    {
        db = Db.OpenReader(path);
        chunk = db.Prepare("SELECT rows FROM chunk WHERE number = ?1");
        pages = db.Prepare("SELECT first_seq, seqs FROM history_page WHERE kind = ?1 AND id = ?2 ORDER BY first_seq");
        statePage = db.Prepare("SELECT bytes FROM state_page WHERE kind = ?1 AND id = ?2 AND number = ?3");
        firstRows = db.Prepare("SELECT key, body FROM row WHERE tbl = ?1 ORDER BY key LIMIT ?2");
        moreRows = db.Prepare("SELECT key, body FROM row WHERE tbl = ?1 AND key > ?3 ORDER BY key LIMIT ?2");
    }

    /// <summary>Rows that were written together; null when they are no more.</summary>
    public byte[]? Chunk(long number)
    {
        try
        {
            return chunk.Bind(1, number).Step() ? chunk.Blob(0).ToArray() : null;
        }
        finally
        {
            chunk.Reset();
        }
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
}
