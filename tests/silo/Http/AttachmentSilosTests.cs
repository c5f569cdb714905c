using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using LtcActors.Silo.Tests.EndToEnd;
using Npgsql;

namespace LtcActors.Silo.Tests.Http;

/// <summary>What one silo of a database took, another hands out: the folders of their machines are not shared.</summary>
[Collection(ServerCollection.Name)]
public sealed class AttachmentSilosTests(ServerFixture server) : IAsyncLifetime
{
    private static readonly byte[] Bytes = [0x25, 0x50, 0x44, 0x46, 0x00, 0xFF];

    private SiloFixture one = null!;
    private SiloFixture two = null!;
    private string connection = "";

    public async Task InitializeAsync()
    {
        connection = await Verbs.NewDatabaseAsync(server.Cluster);
        var options = new SiloOptions { Urls = "http://127.0.0.1:0", Store = SiloOptions.Postgres, Connection = connection };
        var journal = new FakeSupervision();
        (one, two) = (new() { Engine = journal, Options = options }, new() { Engine = journal, Options = options });
        await one.InitializeAsync();
        await two.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await one.DisposeAsync();
        await two.DisposeAsync();
    }

    [Fact]
    public async Task A_file_comes_back_byte_for_byte_from_the_other_silo_and_one_attached_twice_lies_there_once()
    {
        var item = await AttachAsync(one, "a.pdf");
        Assert.Equal(Bytes, await (await DownloadAsync(two, item)).Content.ReadAsByteArrayAsync());
        await AttachAsync(two, "b.pdf");
        Assert.Equal(1L, Run("SELECT count(*) FROM ltcactors.attachment"));
        Assert.All([one, two], silo => Assert.False(Directory.Exists(Path.Combine(silo.Data, "attachments"))));
    }

    [Fact]
    public async Task One_that_was_changed_in_the_database_is_not_handed_out()
    {
        var item = await AttachAsync(one, "a.pdf");
        Run("UPDATE ltcactors.attachment SET bytes = 'x'");
        using var damaged = await DownloadAsync(two, item);
        Assert.Equal((HttpStatusCode.Gone, "attachment-damaged"), await EventsTests.ProblemOf(damaged));
    }

    [Fact]
    public async Task What_a_release_before_kept_in_its_folder_is_still_read_there()
    {
        var item = await AttachAsync(one, "a.pdf");
        Run("DELETE FROM ltcactors.attachment");
        using (var gone = await DownloadAsync(one, item))
        {
            Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Bytes));
        Directory.CreateDirectory(Path.Combine(one.Data, "attachments", hash[..2]));
        await File.WriteAllBytesAsync(Path.Combine(one.Data, "attachments", hash[..2], hash), Bytes);
        using var found = await DownloadAsync(one, item);
        Assert.Equal(Bytes, await found.Content.ReadAsByteArrayAsync());
    }

    private object? Run(string sql)
    {
        using var database = new NpgsqlConnection(connection + ";Pooling=false");
        database.Open();
        using var command = new NpgsqlCommand(sql, database);
        return command.ExecuteScalar();
    }

    /// <returns>Its number.</returns>
    private static async Task<long> AttachAsync(SiloFixture silo, string name)
    {
        using var client = silo.Officer();
        using var answer = await client.PostAsync(new Uri($"/v1/cases/persons/P-1/attachments?name={name}", UriKind.Relative), new ByteArrayContent(Bytes));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await SiloFixture.JsonAsync(answer)).GetProperty("items").EnumerateArray().Last().GetProperty("id").GetInt64();
    }

    private static async Task<HttpResponseMessage> DownloadAsync(SiloFixture silo, long item)
    {
        using var client = silo.Officer();
        // Whoever changes something there has it read what the desk has kept.
        using (await client.PostAsync(new Uri("/v1/cases/persons/P-2/notes", UriKind.Relative), SiloFixture.Content("""{"text":"x"}""", "application/json")))
        {
        }

        return await client.GetAsync(new Uri($"/v1/cases/persons/P-1/attachments/{item}", UriKind.Relative));
    }
}
