using System.Diagnostics;
using System.Globalization;

namespace LtcActors.Tests.Postgres;

/// <summary>
/// A PostgreSQL server of one's own in a scratch folder: made from the binaries of this machine, reached over a socket in that
/// folder, gone when disposed.
/// </summary>
internal sealed class PostgresCluster : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string binaries = FindBinaries();
    private readonly string folder = Directory.CreateTempSubdirectory("ltc-pg-").FullName;
    private int databases;

    /// <param name="durable">With fsync, as for figures; tests are quicker without.</param>
    public PostgresCluster(bool durable = false)
    {
        // PostgreSQL refuses to run as root.
        if (Environment.UserName == "root")
        {
            Run("chown", "postgres", folder);
        }

        AsServer("initdb", "-D", Data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync");
        // The socket is in the folder, so no port can be taken by somebody else.
        File.AppendAllText(Path.Combine(Data, "postgresql.conf"), $"""

            listen_addresses = ''
            unix_socket_directories = '{folder}'
            max_connections = 200
            shared_buffers = 256MB
            max_wal_size = 4GB
            fsync = {(durable ? "on" : "off")}
            backend_flush_after = 2MB
            """);
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        Start();
    }

    /// <summary>Of the superuser, to the database that is always there.</summary>
    public string Connection => ConnectionTo("postgres");

    private string Data => Path.Combine(folder, "data");

    public string ConnectionTo(string database, string user = "postgres") =>
        $"Host={folder};Port=5432;Username={user};Database={database};Pooling=true";

    /// <summary>A name that no other database of the cluster has.</summary>
    public string NewName() => string.Create(CultureInfo.InvariantCulture, $"t{Interlocked.Increment(ref databases)}");

    public void Start() => AsServer("pg_ctl", "-D", Data, "-l", Path.Combine(folder, "log"), "-w", "-t", "60", "start");

    /// <summary>Ends all its processes at once, as a crash would; what they had not written is recovered from the log at the next start.</summary>
    public void Crash() => AsServer("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        OnExit(null, EventArgs.Empty);
    }

    private void OnExit(object? sender, EventArgs e)
    {
        try
        {
            Crash();
        }
        catch (InvalidOperationException)
        {
            // A test has stopped it.
        }

        Directory.Delete(folder, recursive: true);
    }

    private void AsServer(string program, params string[] arguments)
    {
        var path = Path.Combine(binaries, program);
        if (Environment.UserName == "root")
        {
            Run("runuser", ["-u", "postgres", "--", path, .. arguments]);
        }
        else
        {
            Run(path, arguments);
        }
    }

    private void Run(string program, params string[] arguments)
    {
        // Into a file: the server goes on holding whatever output it was started with.
        var start = new ProcessStartInfo("sh") { WorkingDirectory = folder };
        foreach (var argument in (string[])["-c", $"exec \"$@\" > '{folder}'/out 2>&1 < /dev/null", "sh", program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        if (!process.WaitForExit(Patience))
        {
            throw new InvalidOperationException($"{program} did not end.");
        }

        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {File.ReadAllText(Path.Combine(folder, "out"))}");
        }
    }

    private static string FindBinaries()
    {
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(d => int.TryParse(Path.GetFileName(d), out var v) ? v : 0)
                .Select(d => Path.Combine(d, "bin")) : [];
        return debian.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
            .FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb")) && File.Exists(Path.Combine(d, "postgres")))
            ?? throw new InvalidOperationException("PostgreSQL's programs are not here: install it (Debian: apt-get install postgresql).");
    }
}
