using System.Net;
using System.Text.Json.Nodes;
using LtcActors.Silo.Cli;

namespace LtcActors.Silo.Tests.Http;

public sealed class FirstRunTests : IAsyncLifetime
{
    private readonly SiloFixture silo = new();

    public Task InitializeAsync() => silo.InitializeAsync();

    public Task DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task The_first_start_tells_its_secrets_in_a_file_of_its_own_and_keeps_hashes()
    {
        var path = Path.Combine(silo.Data, "first-run.json");
        Assert.Equal(path, silo.Host.FirstRunFile);
        var first = JsonNode.Parse(await File.ReadAllTextAsync(path))!.AsObject();
        Assert.Equal(["url", "feedToken", "officerToken", "admin"], first.Select(m => m.Key));
        Assert.Equal(["user", "password"], first["admin"]!.AsObject().Select(m => m.Key));
        Assert.Equal(silo.Host.Address.GetLeftPart(UriPartial.Authority), (string)first["url"]!);
        var kept = await File.ReadAllTextAsync(Path.Combine(silo.Data, "access.json"));
        foreach (var secret in new[] { silo.FeedToken, silo.OfficerToken, silo.Password })
        {
            Assert.DoesNotContain(secret, kept, StringComparison.Ordinal);
            Assert.DoesNotContain(silo.Log, l => l.Contains(secret, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Only_the_owner_may_read_the_folder_and_its_files()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode file = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(file | UnixFileMode.UserExecute, new DirectoryInfo(silo.Data).UnixFileMode);
        Assert.All(new DirectoryInfo(silo.Data).GetFiles(), f => Assert.Equal(file, f.UnixFileMode));
    }

    [Fact]
    public async Task The_next_start_changes_nothing_and_knows_the_tokens()
    {
        var (feed, officer) = (silo.FeedToken, silo.OfficerToken);
        await silo.StopAsync();
        await silo.StartAsync();
        Assert.Null(silo.Host.FirstRunFile);
        Assert.Equal((feed, officer), (silo.FeedToken, silo.OfficerToken));
        using var client = silo.Officer();
        using var answer = await client.GetAsync(new Uri("/v1/alerts", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Without_the_access_file_the_next_start_makes_new_secrets()
    {
        var before = silo.FeedToken;
        await silo.StopAsync();
        File.Delete(Path.Combine(silo.Data, "access.json"));
        await silo.StartAsync();
        Assert.NotEqual(before, silo.FeedToken);
    }

    [Theory]
    [InlineData("127.0.0.1:5080")]
    [InlineData("ftp://127.0.0.1:1")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("http://127.0.0.1:5080/base")]
    [InlineData("")]
    public async Task A_wrong_address_is_one_clear_line_and_exit_code_2(string urls)
    {
        using var errors = new StringWriter();
        var parts = new SiloParts { Policies = LtcActors.Silo.Hosting.PolicyFiles.Read(), Supervision = _ => silo.Engine, Rules = (_, _) => [] };
        Assert.Equal(2, await Serve.RunAsync(new SiloOptions { Urls = urls, Data = silo.Data }, _ => parts, TextWriter.Null, errors, default));
        Assert.Single(errors.ToString().Trim().Split('\n'));
        Assert.Contains("--urls", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_one_clear_line_and_exit_code_1()
    {
        using var errors = new StringWriter();
        var parts = new SiloParts { Policies = LtcActors.Silo.Hosting.PolicyFiles.Read(), Supervision = _ => silo.Engine, Rules = (_, _) => [] };
        var options = new SiloOptions { Urls = silo.Host.Address.GetLeftPart(UriPartial.Authority), Data = silo.Data };
        Assert.Equal(1, await Serve.RunAsync(options, _ => parts, TextWriter.Null, errors, default));
        Assert.StartsWith("The silo cannot start:", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_is_refused_is_one_clear_line_with_file_line_and_value_and_exit_code_1()
    {
        using var errors = new StringWriter();
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "policies"), "*.json", SearchOption.AllDirectories)
            .ToDictionary(f => Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "policies"), f).Replace('\\', '/'), File.ReadAllText);
        files["tianjin/staffing.json"] = files["tianjin/staffing.json"].Replace("\"value\": 10,", "\"value\": -10,", StringComparison.Ordinal);
        Assert.Equal(1, await Serve.RunAsync(
            new SiloOptions { Urls = "http://127.0.0.1:0", Data = Path.Combine(silo.Data, "other") },
            _ => new SiloParts { Policies = Domain.Policies.PolicyBook.Read(files), Supervision = _ => silo.Engine, Rules = (_, _) => [] }, TextWriter.Null, errors, default));
        Assert.Equal("The silo cannot start: tianjin/staffing.json(6): stf.homeMax cannot be -10 persons.", errors.ToString().Trim());
    }

    [Fact]
    public async Task What_is_printed_names_the_file_and_none_of_its_secrets()
    {
        using var output = new StringWriter();
        using var stop = new CancellationTokenSource();
        var data = Path.Combine(silo.Data, "other");
        var parts = new SiloParts { Policies = LtcActors.Silo.Hosting.PolicyFiles.Read(), Supervision = _ => silo.Engine, Rules = (_, _) => [] };
        var run = Serve.RunAsync(new SiloOptions { Urls = "http://127.0.0.1:0", Data = data }, _ => parts, output, TextWriter.Null, stop.Token);
        while (!output.ToString().Contains("Listening", StringComparison.Ordinal))
        {
            await Task.Delay(10);
        }

        await stop.CancelAsync();
        Assert.Equal(0, await run);
        var path = Path.Combine(data, "first-run.json");
        var first = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
        Assert.Contains(path, output.ToString(), StringComparison.Ordinal);
        Assert.Contains((string)first["url"]!, output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain((string)first["feedToken"]!, output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain((string)first["admin"]!["password"]!, output.ToString(), StringComparison.Ordinal);
    }
}
