using LtcActors.Journal.Segments.Ids;
using LtcActors.Journal.Sqlite.Sql;

namespace LtcActors.Journal.Sqlite.Ids;

/// <summary>Looks keys up in the runs, on a connection of its own.</summary>
internal sealed class RunReader : IRunReader
{
    private readonly Db db;
    private readonly Statement select;

    public RunReader(string path)
    {
        db = Db.OpenReader(path);
        select = db.Prepare("SELECT body FROM block WHERE id = ?1");
    }

    public void Collect(Run run, ulong key, List<long> places)
    {
        var block = run.BlockOf(key);
        try
        {
            if (select.Bind(1, run.RowOf(block)).Step())
            {
                RunBlock.Collect(run, block, select.Blob(0), key, places);
            }
        }
        finally
        {
            select.Reset();
        }
    }

    public void Dispose() => db.Dispose();
}
