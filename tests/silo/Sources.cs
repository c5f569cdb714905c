namespace LtcActors.Silo.Tests;

/// <summary>The repository that the tests were built in.</summary>
internal static class Sources
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "LtcActors.sln")))
        {
            at = at.Parent ?? throw new DirectoryNotFoundException("The solution's folder is not above the tests.");
        }

        return at.FullName;
    }
}
