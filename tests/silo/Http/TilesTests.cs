using System.Net.Http.Json;
using System.Text.Json;

namespace LtcActors.Silo.Tests.Http;

/// <summary>Nothing comes from other hosts, unless the operator names one for the map's background.</summary>
public sealed class TilesTests
{
    [Fact]
    public async Task Without_tiles_no_other_host_is_allowed()
    {
        var (policy, tiles) = await AskAsync(new SiloOptions { Urls = "http://127.0.0.1:0" }, "/v1/map/tiles");
        Assert.Equal("default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'", policy);
        Assert.Equal("{}", tiles.GetRawText());
    }

    [Theory]
    [InlineData("/v1/map/tiles")]
    [InlineData("/v1/alerts/throws")]
    public async Task The_host_of_the_tiles_and_no_other_is_allowed_pictures_on_failures_too(string path)
    {
        var (policy, _) = await AskAsync(Tiled("https://tiles.example.cn:8443/v1/{z}/{x}/{y}.png?key=a"), path);
        Assert.Contains("img-src 'self' data: https://tiles.example.cn:8443;", policy, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'self';", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_is_told_the_source_and_its_datum()
    {
        var (policy, tiles) = await AskAsync(Tiled("/tiles/{z}/{x}/{y}.png"), "/v1/map/tiles");
        Assert.Equal("""{"url":"/tiles/{z}/{x}/{y}.png","datum":"gcj02"}""", tiles.GetRawText());
        Assert.Contains("img-src 'self' data:;", policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://tiles.example.cn/{z}/{x}/{y}.png", true)]
    [InlineData("/tiles/{z}/{x}/{y}.png", true)]
    [InlineData("https://tiles.example.cn/{z}/{x}.png", false)]
    [InlineData("//tiles.example.cn/{z}/{x}/{y}.png", false)]
    [InlineData("ftp://tiles.example.cn/{z}/{x}/{y}.png", false)]
    [InlineData("https://me:secret@tiles.example.cn/{z}/{x}/{y}.png", false)]
    [InlineData("https://tiles.example.cn;script-src/{z}/{x}/{y}.png", false)]
    [InlineData("https://tiles.example.cn 'unsafe-inline'/{z}/{x}/{y}.png", false)]
    [InlineData("tiles/{z}/{x}/{y}.png", false)]
    public void A_source_of_tiles_is_an_address_with_its_three_places(string tiles, bool fits) =>
        Assert.Equal(fits, !Tiled(tiles).Problems().Any(p => p.StartsWith("--tiles:", StringComparison.Ordinal)));

    [Theory]
    [InlineData("wgs84", true)]
    [InlineData("gcj02", true)]
    [InlineData("bd09", true)]
    [InlineData("cgcs2000", false)]
    public void A_datum_is_one_of_three(string datum, bool fits) =>
        Assert.Equal(fits, !(new SiloOptions() with { TilesDatum = datum }).Problems().Any(p => p.StartsWith("--tiles-datum:", StringComparison.Ordinal)));

    private static SiloOptions Tiled(string tiles) => new() { Urls = "http://127.0.0.1:0", Tiles = tiles, TilesDatum = "gcj02" };

    private static async Task<(string Policy, JsonElement Body)> AskAsync(SiloOptions options, string path)
    {
        var silo = new SiloFixture { Options = options };
        await silo.InitializeAsync();
        try
        {
            using var client = silo.Officer();
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            return (answer.Headers.GetValues("Content-Security-Policy").Single(), await answer.Content.ReadFromJsonAsync<JsonElement>());
        }
        finally
        {
            await silo.DisposeAsync();
        }
    }
}
