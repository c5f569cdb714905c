using LtcActors.Journal.Segments.State;
using Npgsql;
using NpgsqlTypes;

namespace LtcActors.Journal.Postgres.State;

/// <summary>The chunks of actors, within the transaction of one checkpoint: many of them go together.</summary>
internal sealed class ChunkTable : IChunkFile
{
    private const int BytesAtOnce = 4 << 20;

    private readonly List<(long Number, byte[] Rows, byte[] Lines)> putting = [];
    private NpgsqlConnection? connection;
    private int bytes;

    /// <summary>Runs what puts and takes chunks; when it returns, all of them are sent.</summary>
    public void Within(NpgsqlConnection transaction, Action put)
    {
        // What an earlier transaction left, for it failed, is forgotten.
        putting.Clear();
        (connection, bytes) = (transaction, 0);
        put();
        Send();
        connection = null;
    }

    public void Put(long number, ReadOnlySpan<byte> rows, ReadOnlySpan<byte> lines)
    {
        putting.Add((number, rows.ToArray(), lines.ToArray()));
        bytes += rows.Length + lines.Length;
        if (bytes >= BytesAtOnce)
        {
            Send();
        }
    }

    public (byte[] Rows, byte[] Lines) Take(long number)
    {
        using var command = new NpgsqlCommand("DELETE FROM ltcactors.actor_chunk WHERE number = $1 RETURNING rows, lines", connection)
        {
            Parameters = { new() { Value = number } },
        };
        using var row = command.ExecuteReader();
        return row.Read()
            ? (row.GetFieldValue<byte[]>(0), row.GetFieldValue<byte[]>(1)) : throw new InvalidDataException($"Chunk {number} of the state is missing.");
    }

    private void Send()
    {
        if (putting.Count == 0)
        {
            return;
        }

        // Not an INSERT of arrays: the server would take them apart into a table of its own first.
        using var copy = connection!.BeginBinaryImport("COPY ltcactors.actor_chunk(number, rows, lines) FROM STDIN (FORMAT binary)");
        foreach (var (number, rows, lines) in putting)
        {
            copy.StartRow();
            copy.Write(number, NpgsqlDbType.Bigint);
            copy.Write(rows, NpgsqlDbType.Bytea);
            copy.Write(lines, NpgsqlDbType.Bytea);
        }

        copy.Complete();
        putting.Clear();
        bytes = 0;
    }
}
