using System.Globalization;
using System.Text;
using LtcActors.Grains.Ports;
using Npgsql;
using NpgsqlTypes;
using Orleans.Runtime;
using Orleans.Storage;

namespace LtcActors.Silo.Cluster;

/// <summary>
/// Grain storage in the table of Orleans' ADO.NET provider, row by row as that would write them, but many in one statement: whatever
/// has gathered while the last one ran. A checkpoint is some thousand rows, and one statement each is most of what it costs.
/// Keys that read as a number or a GUID are not for it (<see cref="LtcActors.Grains.Interfaces.EntityKeys"/>).
/// </summary>
/// <param name="service">Of the cluster; part of every row's key.</param>
internal sealed class GrainRows(NpgsqlDataSource database, string service, IGrainStorageSerializer serializer) : IGrainStorage, ISnapshotRows, IDisposable
{
    private const string Keys = "unnest($1, $2, $3, $4) AS k(idhash, typehash, type, key)";

    private const string Same = """
        s.GrainIdHash = k.idhash AND s.GrainTypeHash = k.typehash AND s.GrainIdN0 = 0 AND s.GrainIdN1 = 0
          AND s.GrainIdExtensionString = k.key AND s.GrainTypeString = k.type AND s.ServiceId = $5
        """;

    // Both look every row up by its key, one by one, and leave the planner no join to choose: as long as nothing was analysed it
    // takes all rows of the service for a single one, and compares each of them with each of the statement's.
    private const string ReadRows = $"""
        SELECT s.* FROM {Keys} CROSS JOIN LATERAL (
          SELECT s.GrainTypeString, s.GrainIdExtensionString, s.Version, s.PayloadBinary FROM OrleansStorage s WHERE {Same} OFFSET 0) s
        """;

    private const string WriteRows = $"""
        INSERT INTO OrleansStorage AS s (GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, GrainIdExtensionString, ServiceId,
          PayloadBinary, ModifiedOn, Version)
        SELECT idhash, 0, 0, typehash, type, key, $5, payload, now() AT TIME ZONE 'utc', coalesce(version, 0) + 1
        FROM unnest($1, $2, $3, $4, $6, $7) AS k(idhash, typehash, type, key, version, payload)
        WHERE version IS NULL OR version = (SELECT s.Version FROM OrleansStorage s WHERE {Same})
        ON CONFLICT (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainIdExtensionString, GrainTypeString, ServiceId) DO UPDATE
          SET PayloadBinary = excluded.PayloadBinary, ModifiedOn = excluded.ModifiedOn, Version = excluded.Version
          WHERE s.Version = excluded.Version - 1
        RETURNING GrainTypeString, GrainIdExtensionString, Version
        """;

    // By where they lie, for of a join the planner would again choose as of one row.
    private const string DropRows = $"""
        DELETE FROM OrleansStorage WHERE ctid = ANY(ARRAY(
          SELECT s.ctid FROM {Keys} CROSS JOIN LATERAL (SELECT s.ctid FROM OrleansStorage s WHERE {Same} OFFSET 0) s))
        """;

    /// <summary>Keys of one statement that drops rows.</summary>
    private const int DropAtOnce = 1_000;

    private const NpgsqlDbType Integers = NpgsqlDbType.Array | NpgsqlDbType.Integer;
    private const NpgsqlDbType Texts = NpgsqlDbType.Array | NpgsqlDbType.Text;

    private readonly OrleansDefaultHasher hasher = new();
    private readonly Gathering<WantedRow, (int Version, byte[]? Payload)?> reads = new(database, (c, rows) => ReadAsync(c, service, rows));
    private readonly Gathering<KeptRow, int?> writes = new(database, (c, rows) => WriteAsync(c, service, rows));

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var found = await reads.Of(new(Key(stateName, grainId))).ConfigureAwait(false);
        grainState.State = found is { Payload: { } payload } ? serializer.Deserialize<T>(new BinaryData(payload)) : default!;
        grainState.ETag = found?.Version.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = found is not null;
    }

    /// <exception cref="InconsistentStateException">Another version stands there.</exception>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        int? before = string.IsNullOrEmpty(grainState.ETag) ? null : int.Parse(grainState.ETag, CultureInfo.InvariantCulture);
        var row = new KeptRow(Key(stateName, grainId), before, serializer.Serialize(grainState.State).ToMemory());
        var version = await writes.Of(row).ConfigureAwait(false)
            ?? throw new InconsistentStateException($"The row {stateName} {grainId.Key} is not of version {grainState.ETag}.");
        grainState.ETag = version.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = true;
    }

    /// <exception cref="NotSupportedException">Always: no grain of ours clears its state.</exception>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException();

    public async Task<IReadOnlyList<string>> KeysAsync(string stateName, string prefix)
    {
        await using var connection = await database.OpenConnectionAsync().ConfigureAwait(false);
        await using var command = new NpgsqlCommand(
            "SELECT GrainIdExtensionString FROM OrleansStorage WHERE GrainTypeString = $1 AND ServiceId = $2 AND starts_with(GrainIdExtensionString, $3)", connection)
        {
            Parameters = { new() { Value = stateName }, new() { Value = service }, new() { Value = prefix } },
        };
        await using var row = await command.ExecuteReaderAsync().ConfigureAwait(false);
        var keys = new List<string>();
        while (await row.ReadAsync().ConfigureAwait(false))
        {
            keys.Add(row.GetString(0));
        }

        return keys;
    }

    public async Task DropAsync(string stateName, IReadOnlyList<string> keys)
    {
        await using var connection = await database.OpenConnectionAsync().ConfigureAwait(false);
        foreach (var some in keys.Chunk(DropAtOnce))
        {
            await using var command = Command(connection, DropRows, service, [.. some.Select(k => Key(stateName, k))]);
            await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        reads.Dispose();
        writes.Dispose();
        database.Dispose();
    }

    private RowKey Key(string stateName, GrainId grainId) => Key(stateName, grainId.Key.ToString()!);

    private RowKey Key(string stateName, string key) => new(stateName, key, Hash(stateName), Hash(key, reversed: true));

    // The provider hashes the bytes of a key from the last to the first, and those of a type as they stand.
    private int Hash(string text, bool reversed = false)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (reversed)
        {
            Array.Reverse(bytes);
        }

        return hasher.Hash(bytes);
    }

    private static async Task<Dictionary<(string Type, string Key), (int Version, byte[]? Payload)?>> ReadAsync(
        NpgsqlConnection connection, string service, List<WantedRow> wanted)
    {
        using var command = Command(connection, ReadRows, service, wanted.ConvertAll(w => w.Key));
        using var row = await command.ExecuteReaderAsync().ConfigureAwait(false);
        var found = new Dictionary<(string, string), (int, byte[]?)?>(wanted.Count);
        while (await row.ReadAsync().ConfigureAwait(false))
        {
            found[(row.GetString(0), row.GetString(1))] = (row.GetInt32(2), row.IsDBNull(3) ? null : row.GetFieldValue<byte[]>(3));
        }

        return found;
    }

    private static async Task<Dictionary<(string Type, string Key), int?>> WriteAsync(NpgsqlConnection connection, string service, List<KeptRow> rows)
    {
        using var command = Command(connection, WriteRows, service, rows.ConvertAll(r => r.Key));
        command.Parameters.Add(new() { NpgsqlDbType = Integers, Value = rows.ConvertAll(r => r.Version) });
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea, Value = rows.ConvertAll(r => r.Payload) });
        using var row = await command.ExecuteReaderAsync().ConfigureAwait(false);
        var written = new Dictionary<(string, string), int?>(rows.Count);
        while (await row.ReadAsync().ConfigureAwait(false))
        {
            written[(row.GetString(0), row.GetString(1))] = row.GetInt32(2);
        }

        return written;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, string service, List<RowKey> keys) => new(sql, connection)
    {
        Parameters =
        {
            new() { NpgsqlDbType = Integers, Value = keys.ConvertAll(k => k.KeyHash) },
            new() { NpgsqlDbType = Integers, Value = keys.ConvertAll(k => k.TypeHash) },
            new() { NpgsqlDbType = Texts, Value = keys.ConvertAll(k => k.Type) },
            new() { NpgsqlDbType = Texts, Value = keys.ConvertAll(k => k.Key) },
            new() { Value = service },
        },
    };
}

internal readonly record struct RowKey(string Type, string Key, int TypeHash, int KeyHash);

internal sealed record WantedRow(RowKey Key) : IRow
{
    public int Bytes => 0;
}

/// <param name="Version">Null: there is none yet.</param>
internal sealed record KeptRow(RowKey Key, int? Version, ReadOnlyMemory<byte> Payload) : IRow
{
    public int Bytes => Payload.Length;
}
