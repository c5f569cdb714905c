using System.Text;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Records;
using LtcActors.Journal.Sqlite;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary><c>silo verify-audit</c> on journals that somebody with the database's password has been at.</summary>
public sealed class AuditVerbTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private readonly string folder = Directory.CreateTempSubdirectory("ltc-audit-").FullName;

    [Fact]
    public async Task A_silo_that_was_read_from_leaves_an_audit_that_is_whole_and_a_head_beside_it()
    {
        using var silo = await SiloUnderTest.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            using var answer = await silo.Officer.GetAsync(new Uri($"/v1/persons/P-{i}/history", UriKind.Relative));
            Assert.True(answer.IsSuccessStatusCode);
        }

        silo.Stop();
        var noted = await File.ReadAllTextAsync(Path.Combine(silo.Data, "audit-heads.txt"));
        Assert.Contains(" 3 ", noted, StringComparison.Ordinal);
        Assert.Equal((0, ""), await Verbs.RunAsync("verify-audit", "--data", silo.Data));
        var head = noted.Trim().Split(' ');
        Assert.Equal((0, ""), await Verbs.RunAsync("verify-audit", "--data", silo.Data, "--head", $"{head[1]}:{head[2]}"));
        var (code, errors) = await Verbs.RunAsync("verify-audit", "--data", silo.Data, "--head", $"4:{head[2]}");
        Assert.Equal((1, true), (code, errors.Contains("cut short: entry 4", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_entry_that_was_changed_is_named_with_its_place()
    {
        var chain = Chain(5);
        chain[2] = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(chain[2]).Replace("P-3", "P-9", StringComparison.Ordinal));
        Write("changed", chain);
        Assert.Equal((1, "The audit is broken at entry 3, place 3 of the journal. Its hash is not that of its content."), await VerifyAsync("changed"));
    }

    [Fact]
    public async Task What_was_cut_short_or_made_anew_shows_against_the_heads_that_were_noted()
    {
        var whole = Chain(5);
        Write("cut", whole[..3]);
        Assert.Equal((0, ""), await VerifyAsync("cut"));
        await File.WriteAllTextAsync(In("heads"), $"2026-05-04T12:00:00Z 2 {HashOf(whole[1])}\n2026-05-04T13:00:00Z 5 {HashOf(whole[4])}\n");
        Assert.Equal((1, "The audit was cut short: entry 5 was noted, and it ends with 3."), await VerifyAsync("cut", "--heads", In("heads")));
        Write("anew", Chain(5, "Q-"));
        Assert.Equal((0, ""), await VerifyAsync("anew"));
        Assert.Equal(
            (1, $"The audit was made anew: entry 2 was noted with the hash {HashOf(whole[1])}, and has another."), await VerifyAsync("anew", "--heads", In("heads")));
        Write("whole", whole);
        Assert.Equal((0, ""), await VerifyAsync("whole", "--heads", In("heads")));
    }

    [Theory]
    [InlineData("--head", "5:abc", "is no head of an audit")]
    [InlineData("--heads", "/nowhere/heads.txt", "There is no file")]
    public async Task A_head_that_cannot_be_read_is_no_head(string option, string value, string said)
    {
        Write("good", Chain(1));
        var (code, errors) = await VerifyAsync("good", option, value);
        Assert.Equal(1, code);
        Assert.Contains(said, errors, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static byte[][] Chain(int count, string prefix = "P-")
    {
        var chain = new AuditChain(AuditHead.Empty);
        return [.. Enumerable.Range(1, count).Select(i => chain.Seal(Encoding.UTF8.GetBytes($$"""{"action":"read","by":"li","id":"{{prefix}}{{i}}"}""")))];
    }

    private static string HashOf(byte[] entry) => Encoding.UTF8.GetString(entry)[^66..^2];

    private void Write(string name, byte[][] entries)
    {
        using var journal = SqliteJournal.Open(In(name));
        journal.Append(Noon, [], [.. entries.Select(e => new NewDecision(DecisionKind.Audit, e))]);
    }

    private async Task<(int Code, string Errors)> VerifyAsync(string name, params string[] more)
    {
        var (code, errors) = await Verbs.RunAsync(["verify-audit", "--data", In(name), .. more]);
        return (code, errors.Trim());
    }

    private string In(string name) => Path.Combine(folder, name);
}
