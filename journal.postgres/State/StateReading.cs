using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;
using Npgsql;

namespace LtcActors.Journal.Postgres.State;

/// <summary>The state's questions.</summary>
internal static class StateReading
{
    private const int RowsAtOnce = 2_000;

    public static long Position(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT position FROM ltcactors.checkpoint", connection);
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Rows that were written together; null when they are no more.</summary>
    public static byte[]? Chunk(NpgsqlConnection connection, long number)
    {
        using var command = Command(connection, "SELECT rows FROM ltcactors.actor_chunk WHERE number = $1", number);
        return (byte[]?)command.ExecuteScalar();
    }

    /// <summary>The directories of all chunks, in the order of their numbers.</summary>
    public static List<(long Chunk, byte[] Lines)> Directories(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT number, lines FROM ltcactors.actor_chunk ORDER BY number", connection);
        using var row = command.ExecuteReader();
        var found = new List<(long, byte[])>();
        while (row.Read())
        {
            found.Add((row.GetInt64(0), row.GetFieldValue<byte[]>(1)));
        }

        return found;
    }

    public static List<HistoryPage> Pages(NpgsqlConnection connection, ActorId id)
    {
        using var command = Command(
            connection, "SELECT first_seq, seqs FROM ltcactors.history_page WHERE kind = $1 AND id = $2 ORDER BY first_seq",
            (short)id.Kind, id.Id);
        using var row = command.ExecuteReader();
        var found = new List<HistoryPage>();
        while (row.Read())
        {
            found.Add(new HistoryPage(id, row.GetInt64(0), row.GetFieldValue<byte[]>(1)));
        }

        return found;
    }

    public static byte[]? StatePage(NpgsqlConnection connection, ActorId id, int number)
    {
        using var command = Command(
            connection, "SELECT bytes FROM ltcactors.state_page WHERE kind = $1 AND id = $2 AND number = $3", (short)id.Kind, id.Id, number);
        return (byte[]?)command.ExecuteScalar();
    }

    /// <param name="after">Key of the last row seen; null at first.</param>
    public static List<KeyedRow> SomeRows(NpgsqlConnection connection, string table, string? after)
    {
        using var command = Command(
            connection,
            "SELECT key, body FROM ltcactors.keyed_row WHERE tbl = $1 AND (key > $2 OR $3) ORDER BY key LIMIT $4",
            table, after ?? "", after is null, RowsAtOnce);
        using var row = command.ExecuteReader();
        var found = new List<KeyedRow>();
        while (row.Read())
        {
            found.Add(new KeyedRow(table, row.GetString(0), row.GetFieldValue<byte[]>(1)));
        }

        return found;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
