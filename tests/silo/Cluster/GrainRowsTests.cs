using System.Net;
using LtcActors.Silo.Cluster;
using LtcActors.Silo.Tests.EndToEnd;
using LtcActors.Tests.Machine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;

namespace LtcActors.Silo.Tests.Cluster;

/// <summary>Snapshots are rows of Orleans' own ADO.NET grain storage, though many are written and read in one statement.</summary>
[Collection(ServerCollection.Name)]
public sealed class GrainRowsTests(ServerFixture server) : IAsyncLifetime
{
    private const string Service = "rows";
    private const string StateName = "ltc-test";

    private IHost host = null!;
    private IGrainStorage provider = null!;
    private GrainRows rows = null!;
    private string connection = null!;

    public async Task InitializeAsync()
    {
        connection = new NpgsqlConnectionStringBuilder(await Verbs.NewDatabaseAsync(server.Cluster)) { SearchPath = "orleans" }.ConnectionString;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(Ports.Free(), Ports.Free(), serviceId: Service);
            silo.AddAdoNetGrainStorage("provider", storage => storage.Configure<Serializer>((o, serializer) =>
            {
                (o.Invariant, o.ConnectionString) = ("Npgsql", connection);
                o.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
            }));
        });
        host = builder.Build();
        await host.StartAsync();
        provider = host.Services.GetRequiredKeyedService<IGrainStorage>("provider");
        rows = new(NpgsqlDataSource.Create(connection), Service, new RowSerializer(host.Services.GetRequiredService<Serializer>()));
    }

    public async Task DisposeAsync()
    {
        rows.Dispose();
        await host.StopAsync();
        host.Dispose();
    }

    [Theory]
    [InlineData("person-1")]
    [InlineData("person-张三 7/'\"")]
    public async Task What_the_provider_writes_is_read_here_and_the_other_way_round(string key)
    {
        var id = GrainId.Create("ltc-test", key);
        var there = new GrainState<string>("one");
        await provider.WriteStateAsync(StateName, id, there);
        var here = await ReadAsync(rows, id);
        Assert.Equal(("one", there.ETag, true), (here.State, here.ETag, here.RecordExists));

        here.State = "two";
        await rows.WriteStateAsync(StateName, id, here);
        var again = await ReadAsync(provider, id);
        Assert.Equal(("two", here.ETag), (again.State, again.ETag));
    }

    [Fact]
    public async Task A_row_that_is_not_there_is_read_as_none_and_is_written_once()
    {
        var id = GrainId.Create("ltc-test", "person-2");
        var none = await ReadAsync(rows, id);
        Assert.Equal((null, false), (none.ETag, none.RecordExists));
        var other = await ReadAsync(rows, id);
        (none.State, other.State) = ("first", "second");
        await rows.WriteStateAsync(StateName, id, none);
        await Assert.ThrowsAsync<InconsistentStateException>(() => rows.WriteStateAsync(StateName, id, other));
        Assert.Equal("first", (await ReadAsync(rows, id)).State);
    }

    [Fact]
    public async Task Of_two_that_read_the_same_version_one_writes_and_the_other_hears_of_it_though_they_write_at_once()
    {
        var id = GrainId.Create("ltc-test", "person-3");
        await rows.WriteStateAsync(StateName, id, new GrainState<string>("zero"));
        var (one, two) = (await ReadAsync(rows, id), await ReadAsync(rows, id));
        (one.State, two.State) = ("one", "two");
        var writes = new[] { rows.WriteStateAsync(StateName, id, one), rows.WriteStateAsync(StateName, id, two) };
        await Assert.ThrowsAsync<InconsistentStateException>(() => Task.WhenAll(writes));
        Assert.Equal([true, false], writes.Select(w => w.IsCompletedSuccessfully));
        Assert.Equal("one", (await ReadAsync(rows, id)).State);
    }

    [Fact]
    public async Task Thousands_of_rows_at_once_are_each_written_and_read_as_themselves()
    {
        var ids = Enumerable.Range(0, 2_500).Select(n => GrainId.Create("ltc-test", $"caregiver-{n}")).ToList();
        await Task.WhenAll(ids.Select(id => rows.WriteStateAsync(StateName, id, new GrainState<string>($"state of {id.Key}"))));
        var read = await Task.WhenAll(ids.Select(id => ReadAsync(rows, id)));
        Assert.Equal(ids.Select(id => $"state of {id.Key}"), read.Select(r => r.State));
    }

    [Fact]
    public async Task A_version_of_a_row_that_is_gone_is_not_written()
    {
        var id = GrainId.Create("ltc-test", "person-4");
        await rows.WriteStateAsync(StateName, id, new GrainState<string>("zero"));
        var read = await ReadAsync(rows, id);
        await using var database = NpgsqlDataSource.Create(connection);
        await using (var deleting = database.CreateCommand("DELETE FROM OrleansStorage WHERE GrainIdExtensionString = 'person-4'"))
        {
            Assert.Equal(1, await deleting.ExecuteNonQueryAsync());
        }

        await Assert.ThrowsAsync<InconsistentStateException>(() => rows.WriteStateAsync(StateName, id, read));
        Assert.False((await ReadAsync(rows, id)).RecordExists);
    }

    [Fact]
    public async Task Rows_are_found_by_how_their_keys_begin_and_dropped_by_their_keys()
    {
        string[] keys = ["partition-1/7-0", "partition-1/7-1", "partition-10/7-0", "partition-1_/7-0"];
        await Task.WhenAll(keys.Select(k => rows.WriteStateAsync(StateName, GrainId.Create("ltc-test", k), new GrainState<string>(k))));
        await rows.WriteStateAsync("ltc-other", GrainId.Create("ltc-other", keys[0]), new GrainState<string>("other"));
        Assert.Equal(keys[..2], (await rows.KeysAsync(StateName, "partition-1/")).Order());

        await rows.DropAsync(StateName, [keys[0], "partition-1/8-0", keys[3]]);
        Assert.Equal(keys[1..3], (await rows.KeysAsync(StateName, "")).Order());
        Assert.Equal([keys[0]], await rows.KeysAsync("ltc-other", ""));
        await rows.DropAsync(StateName, []);
    }

    /// <summary>What was wrong once: of ten thousand rows and more, each statement compared every one with every one it wanted.</summary>
    [Fact]
    public async Task A_statement_looks_at_its_own_rows_only_though_the_database_knows_nothing_of_the_table_yet()
    {
        const int count = 20_000;
        await using var database = NpgsqlDataSource.Create(connection);
        await using (var unanalysed = database.CreateCommand("ALTER TABLE OrleansStorage SET (autovacuum_enabled = false)"))
        {
            await unanalysed.ExecuteNonQueryAsync();
        }

        var state = new string('x', 1_500);
        var ids = Enumerable.Range(0, count).Select(n => GrainId.Create("ltc-test", $"person-{n}")).ToList();
        await Task.WhenAll(ids.Select(id => rows.WriteStateAsync(StateName, id, new GrainState<string>(state))));
        var read = await Task.WhenAll(ids.Select(id => ReadAsync(rows, id)));
        await Task.WhenAll(ids.Zip(read, (id, row) => rows.WriteStateAsync(StateName, id, row)));
        // A connection tells what it has looked at when it ends.
        rows.Dispose();
        await using var looking = database.CreateCommand("SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_user_tables WHERE relname = 'orleansstorage'");
        var looked = 0L;
        await CityUnderFire.UntilAsync(async () => (looked = (long)(await looking.ExecuteScalarAsync())!) >= 2 * count);
        Assert.InRange(looked, 2 * count, 5 * count);
    }

    private static async Task<GrainState<string>> ReadAsync(IGrainStorage storage, GrainId id)
    {
        var state = new GrainState<string>();
        await storage.ReadStateAsync(StateName, id, state);
        return state;
    }
}
