using System.Net;
using LtcActors.Silo.Access;

namespace LtcActors.Silo;

/// <summary>What the operator decides. Command line before environment before appsettings.json.</summary>
public sealed record SiloOptions
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";
    public const string Embedded = "embedded";
    public const string Orleans = "orleans";
    public const string DefaultClusterEndpoint = "127.0.0.1:11111";
    public const string Wgs84 = "wgs84";
    public const string DefaultUrls = "http://127.0.0.1:5080";

    /// <summary>Folder of the journal, the access file and first-run.json.</summary>
    public string Data { get; init; } = "./data";

    /// <summary>Where the journal lies: <see cref="Sqlite"/> in the data folder, or <see cref="Postgres"/>.</summary>
    public string Store { get; init; } = Sqlite;

    /// <summary>Of PostgreSQL: <c>Host=…;Database=…;Username=…</c>. A password is best left to the environment.</summary>
    public string? Connection { get; init; }

    /// <summary>What judges: <see cref="Embedded"/> in this process, or <see cref="Orleans"/> in a cluster of them.</summary>
    public string Engine { get; init; } = Embedded;

    /// <summary>Where the other silos of the cluster reach this one.</summary>
    public string ClusterEndpoint { get; init; } = DefaultClusterEndpoint;

    /// <summary>Orleans' own dashboard at <c>/orleans/</c>, for the administrator. The same in all silos: each measures its own calls.</summary>
    public bool ClusterDashboard { get; init; }

    /// <summary>Addresses to listen on, separated by semicolons; port 0 takes a free one.</summary>
    public string Urls { get; init; } = DefaultUrls;

    /// <summary>Plays a simulated city into this silo's own API.</summary>
    public bool Demo { get; init; }

    /// <summary>
    /// Origins besides the silo's own whose pages may open the hub, such as <c>https://board.example.cn</c>. Behind a proxy the first
    /// is the board's own address as browsers see it.
    /// </summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    public int HubConnections { get; init; } = 1000;

    /// <summary>Background of the map, such as <c>https://tiles.example.cn/{z}/{x}/{y}.png</c>; null: outlines alone, and nothing from elsewhere.</summary>
    public string? Tiles { get; init; }

    /// <summary>What the tiles' pixels are measured in: <see cref="Wgs84"/>, gcj02 or bd09.</summary>
    public string TilesDatum { get; init; } = Wgs84;

    /// <summary>The host that the pages may have tiles from; null: none, or the silo itself.</summary>
    public string? TilesOrigin => Tiles is { } tiles && TilesUri(tiles) is { IsAbsoluteUri: true } uri ? uri.GetLeftPart(UriPartial.Authority) : null;

    /// <summary>Log lines as JSON objects, for a collector.</summary>
    public bool JsonLogs { get; init; }

    /// <summary>File in which the head of the audit is noted; null: in <see cref="Data"/>.</summary>
    public string? AuditHeads { get; init; }

    /// <summary>Another party that may sign people in, beside the passwords kept here.</summary>
    public OidcOptions Oidc { get; init; } = new();

    /// <summary>Folder of the built dashboard.</summary>
    public string WebRoot { get; init; } = Path.Combine(AppContext.BaseDirectory, "wwwroot");

    public SiloLimits Limits { get; init; } = SiloLimits.Default;

    public IReadOnlyList<string> UrlList => Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <returns>One sentence for each thing that is wrong; empty: it can start.</returns>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>(Limits.Broken());
        if (UrlList.Count == 0)
        {
            problems.Add("--urls needs at least one address, such as http://127.0.0.1:5080.");
        }

        foreach (var url in UrlList.Where(u => !IsListenAddress(u)))
        {
            problems.Add($"--urls: '{url}' is not an http or https address without a path, such as http://127.0.0.1:5080.");
        }

        if (string.IsNullOrWhiteSpace(Data) || File.Exists(Data))
        {
            problems.Add($"--data: '{Data}' is not a folder.");
        }

        if (Store is not (Sqlite or Postgres))
        {
            problems.Add($"--store: '{Store}' is neither {Sqlite} nor {Postgres}.");
        }

        if (Store == Postgres && string.IsNullOrWhiteSpace(Connection))
        {
            problems.Add("--store postgres needs --connection \"Host=…;Database=…;Username=…\", or that text in LTCACTORS_CONNECTION.");
        }

        problems.AddRange(EngineProblems());
        problems.AddRange(Oidc.Problems());
        foreach (var origin in Origins.Where(o => !IsOrigin(o)))
        {
            problems.Add($"Silo:Origins: '{origin}' is not an origin, such as https://board.example.cn.");
        }

        if (Tiles is { } tiles && (TilesUri(tiles) is null || !tiles.Contains("{z}", StringComparison.Ordinal)
            || !tiles.Contains("{x}", StringComparison.Ordinal) || !tiles.Contains("{y}", StringComparison.Ordinal)))
        {
            problems.Add($"--tiles: '{tiles}' is not an address with {{z}}, {{x}} and {{y}}, such as https://tiles.example.cn/{{z}}/{{x}}/{{y}}.png or /tiles/{{z}}/{{x}}/{{y}}.png.");
        }

        if (TilesDatum is not (Wgs84 or "gcj02" or "bd09"))
        {
            problems.Add($"--tiles-datum: '{TilesDatum}' is none of wgs84, gcj02 and bd09.");
        }

        if (HubConnections is < 1 or > 100_000)
        {
            problems.Add($"Silo:HubConnections is {HubConnections}; it must lie in 1 to 100000.");
        }

        return problems;
    }

    private IEnumerable<string> EngineProblems()
    {
        if (Engine is not (Embedded or Orleans))
        {
            yield return $"--engine: '{Engine}' is neither {Embedded} nor {Orleans}.";
        }

        if (ClusterDashboard && Engine != Orleans)
        {
            yield return "--cluster-dashboard: there is no cluster without --engine orleans.";
        }

        if (Engine != Orleans)
        {
            yield break;
        }

#if !ORLEANS
        yield return "--engine orleans: this program was built without it. Build it with -p:Orleans=true.";
#endif
        if (Store != Postgres)
        {
            yield return "--engine orleans needs --store postgres: the silos share the journal.";
        }

        if (!IPEndPoint.TryParse(ClusterEndpoint, out var endpoint) || endpoint.Port == 0)
        {
            yield return $"--cluster-endpoint: '{ClusterEndpoint}' is not an address and a port, such as {DefaultClusterEndpoint}.";
        }
    }

    private static bool IsListenAddress(string url)
    {
        // '*' and '+' are Kestrel's own way to say every interface, and no part of a URI.
        var probe = url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal);
        return Uri.TryCreate(probe, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.PathAndQuery == "/"
            && uri.Port is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort;
    }

    /// <summary>A path on this silo's own host is allowed too. Never with a user name in it, nor with what could end the header it goes into.</summary>
    private static Uri? TilesUri(string tiles)
    {
        var sample = tiles.Replace("{z}", "0", StringComparison.Ordinal).Replace("{x}", "0", StringComparison.Ordinal).Replace("{y}", "0", StringComparison.Ordinal);
        return sample.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is ';' or ',' or '\'' or '"') ? null
            : sample.StartsWith('/') && !sample.StartsWith("//", StringComparison.Ordinal) ? new Uri(sample, UriKind.Relative)
            : Uri.TryCreate(sample, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 ? uri
            : null;
    }

    private static bool IsOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && string.Equals(uri.GetLeftPart(UriPartial.Authority), origin, StringComparison.OrdinalIgnoreCase);
}
