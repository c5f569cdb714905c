using LtcActors.Engine.Ports;
using Npgsql;
using NpgsqlTypes;

namespace LtcActors.Journal.Postgres.State;

/// <summary>Writes a checkpoint, thousands of rows a statement: one array a column.</summary>
internal static class StateWriting
{
    private const int RowsAtOnce = 2_000;

    private const NpgsqlDbType Kinds = NpgsqlDbType.Array | NpgsqlDbType.Smallint;
    private const NpgsqlDbType Texts = NpgsqlDbType.Array | NpgsqlDbType.Text;
    private const NpgsqlDbType Longs = NpgsqlDbType.Array | NpgsqlDbType.Bigint;
    private const NpgsqlDbType Blobs = NpgsqlDbType.Array | NpgsqlDbType.Bytea;

    /// <summary>All but the actors.</summary>
    public static void Save(NpgsqlConnection connection, Checkpoint checkpoint)
    {
        foreach (var some in checkpoint.Pages.OrderBy(p => p.Id).Chunk(RowsAtOnce))
        {
            Run(connection,
                """
                INSERT INTO ltcactors.history_page(kind, id, first_seq, seqs) SELECT * FROM unnest($1, $2, $3, $4)
                ON CONFLICT (kind, id, first_seq) DO UPDATE SET seqs = excluded.seqs
                """,
                (Kinds, Column(some, p => (short)p.Id.Kind)), (Texts, Column(some, p => p.Id.Id)),
                (Longs, Column(some, p => p.FirstSeq)), (Blobs, Column(some, p => p.Seqs)));
        }

        foreach (var some in checkpoint.StatePages.OrderBy(p => p.Id).Chunk(RowsAtOnce))
        {
            Run(connection,
                """
                INSERT INTO ltcactors.state_page(kind, id, number, bytes) SELECT * FROM unnest($1, $2, $3, $4)
                ON CONFLICT (kind, id, number) DO UPDATE SET bytes = excluded.bytes
                """,
                (Kinds, Column(some, p => (short)p.Id.Kind)), (Texts, Column(some, p => p.Id.Id)),
                (NpgsqlDbType.Array | NpgsqlDbType.Integer, Column(some, p => p.Page.Number)), (Blobs, Column(some, p => p.Page.Bytes)));
        }

        foreach (var some in checkpoint.Rows.Chunk(RowsAtOnce))
        {
            Run(connection,
                """
                INSERT INTO ltcactors.keyed_row(tbl, key, body) SELECT * FROM unnest($1, $2, $3)
                ON CONFLICT (tbl, key) DO UPDATE SET body = excluded.body
                """,
                (Texts, Column(some, r => r.Table)), (Texts, Column(some, r => r.Key)), (Blobs, Column(some, r => r.Body)));
        }

        Run(connection, "UPDATE ltcactors.checkpoint SET position = $1", (NpgsqlDbType.Bigint, checkpoint.Position));
    }

    public static void Clear(NpgsqlConnection connection)
    {
        Run(connection, "DELETE FROM ltcactors.actor_chunk");
        Run(connection, "DELETE FROM ltcactors.history_page");
        Run(connection, "DELETE FROM ltcactors.state_page");
        Run(connection, "DELETE FROM ltcactors.keyed_row");
        Run(connection, "UPDATE ltcactors.checkpoint SET position = 0");
    }

    private static TTo[] Column<TFrom, TTo>(TFrom[] rows, Func<TFrom, TTo> of) => Array.ConvertAll(rows, row => of(row));

    private static void Run(NpgsqlConnection connection, string sql, params ReadOnlySpan<(NpgsqlDbType Type, object Value)> parameters)
    {
        using var command = new NpgsqlCommand(sql, connection);
        foreach (var (type, value) in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value });
        }

        command.ExecuteNonQuery();
    }
}
