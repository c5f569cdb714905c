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

    public static ActorRow? Actor(NpgsqlConnection connection, ActorId id)
    {
        using var command = Command(
            connection, "SELECT kind, id, deadline, history_tail, state FROM ltcactors.actor WHERE kind = $1 AND id = $2", (short)id.Kind, id.Id);
        using var row = command.ExecuteReader();
        return row.Read() ? ActorOf(row) : null;
    }

    /// <param name="after">The last one seen; null at first.</param>
    public static List<ActorRow> SomeActors(NpgsqlConnection connection, ActorId? after)
    {
        using var command = Command(
            connection,
            """
            SELECT kind, id, deadline, history_tail, state FROM ltcactors.actor
            WHERE (kind, id) > ($1, $2) ORDER BY kind, id LIMIT $3
            """,
            after is { } a ? (short)a.Kind : short.MinValue, after?.Id ?? "", RowsAtOnce);
        using var row = command.ExecuteReader();
        var found = new List<ActorRow>();
        while (row.Read())
        {
            found.Add(ActorOf(row));
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

    public static List<(ActorId Id, DateTimeOffset Deadline)> Deadlines(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT kind, id, deadline FROM ltcactors.actor WHERE deadline IS NOT NULL", connection);
        using var row = command.ExecuteReader();
        var found = new List<(ActorId Id, DateTimeOffset Deadline)>();
        while (row.Read())
        {
            found.Add((IdOf(row), Instant(row.GetInt64(2))));
        }

        return found;
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

    private static ActorRow ActorOf(NpgsqlDataReader row) => new(
        IdOf(row), row.GetFieldValue<byte[]>(4), row.GetFieldValue<byte[]>(3), row.IsDBNull(2) ? null : Instant(row.GetInt64(2)));

    private static ActorId IdOf(NpgsqlDataReader row) => new((ActorKind)row.GetInt16(0), row.GetString(1));

    private static DateTimeOffset Instant(long utcTicks) => new(utcTicks, TimeSpan.Zero);

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
