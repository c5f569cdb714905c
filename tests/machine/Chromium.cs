namespace LtcActors.Tests.Machine;

/// <summary>The browser of this machine.</summary>
internal static class Chromium
{
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static string Path => Find();

    private static string Find() =>
        new[] { "chromium", "chromium-browser", "google-chrome", "google-chrome-stable" }
            .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator).Append("/usr/bin")
                .Select(folder => System.IO.Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException("Chromium or Chrome must be in the PATH.");
}
