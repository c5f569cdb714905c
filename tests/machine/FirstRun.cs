using System.Text.Json;

namespace LtcActors.Tests.Machine;

/// <summary>What a silo wrote down at its first start: how to come in.</summary>
internal sealed record FirstRun(string FeedToken, string OfficerToken, string User, string Password)
{
    /// <param name="data">The silo's folder.</param>
    public static async Task<FirstRun> ReadAsync(string data)
    {
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(data, "first-run.json")));
        var admin = file.RootElement.GetProperty("admin");
        string Text(JsonElement of, string member) => of.GetProperty(member).GetString()!;
        return new(Text(file.RootElement, "feedToken"), Text(file.RootElement, "officerToken"), Text(admin, "user"), Text(admin, "password"));
    }
}
