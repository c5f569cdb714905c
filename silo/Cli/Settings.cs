namespace LtcActors.Silo.Cli;

/// <summary>Settings from <c>appsettings.json</c> beside the program and from the environment (<c>Silo__HubConnections=200</c>).</summary>
internal static class Settings
{
    private const string Section = "Silo";
    private static readonly string[] Known = ["Data", "Store", "Connection", "Urls", "Origins", "HubConnections", "JsonLogs", "Engine", "ClusterEndpoint", "ClusterDashboard", "AuditHeads", "Tiles", "TilesDatum",
        "OidcAuthority", "OidcClientId", "OidcSecretFile", "OidcClaim", "OidcName", "SessionIdleMinutes", "SessionHours", "WallHours"];

    /// <param name="warn">Told of names that mean nothing: most are misspelt.</param>
    /// <exception cref="ArgumentException">A value cannot be read.</exception>
    public static SiloOptions Read(IConfiguration configuration, Action<string> warn)
    {
        var section = configuration.GetSection(Section);
        foreach (var child in section.GetChildren().Where(c => !Known.Contains(c.Key, StringComparer.OrdinalIgnoreCase)))
        {
            warn($"The setting {Section}:{child.Key} is not known.");
        }

        var options = new SiloOptions();
        try
        {
            return options with
            {
                Data = section["Data"] ?? options.Data,
                Store = section["Store"] ?? options.Store,
                // Also by a name of its own, as it may hold a password: the list of processes shows a command line to everybody.
                Connection = configuration["LTCACTORS_CONNECTION"] ?? section["Connection"],
                Engine = section["Engine"] ?? options.Engine,
                ClusterEndpoint = section["ClusterEndpoint"] ?? options.ClusterEndpoint,
                ClusterDashboard = section.GetValue("ClusterDashboard", options.ClusterDashboard),
                Urls = section["Urls"] ?? options.Urls,
                Origins = section["Origins"]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? options.Origins,
                HubConnections = section.GetValue("HubConnections", options.HubConnections),
                Tiles = section["Tiles"],
                TilesDatum = section["TilesDatum"] ?? options.TilesDatum,
                AuditHeads = section["AuditHeads"],
                Oidc = new()
                {
                    Authority = section["OidcAuthority"],
                    ClientId = section["OidcClientId"],
                    // As with a password of the database: never on a command line.
                    Secret = configuration["LTCACTORS_OIDC_SECRET"],
                    SecretFile = section["OidcSecretFile"],
                    Claim = section["OidcClaim"] ?? options.Oidc.Claim,
                    Name = section["OidcName"],
                },
                Limits = options.Limits with
                {
                    SessionIdle = TimeSpan.FromMinutes(section.GetValue("SessionIdleMinutes", (int)options.Limits.SessionIdle.TotalMinutes)),
                    SessionLength = TimeSpan.FromHours(section.GetValue("SessionHours", (int)options.Limits.SessionLength.TotalHours)),
                    WallLength = TimeSpan.FromHours(section.GetValue("WallHours", (int)options.Limits.WallLength.TotalHours)),
                },
                JsonLogs = section.GetValue("JsonLogs", options.JsonLogs),
            };
        }
        catch (InvalidOperationException error)
        {
            throw new ArgumentException(error.Message, error);
        }
    }

    /// <exception cref="ArgumentException">The file is not JSON.</exception>
    public static IConfiguration Load()
    {
        try
        {
            return new ConfigurationBuilder()
                .SetBasePath(AppContext.BaseDirectory)
                .AddJsonFile("appsettings.json", optional: true)
                .AddEnvironmentVariables()
                .Build();
        }
        catch (InvalidDataException error)
        {
            throw new ArgumentException(error.Message, error);
        }
    }
}
