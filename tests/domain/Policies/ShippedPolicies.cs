using LtcActors.Domain.Policies;

namespace LtcActors.Domain.Tests.Policies;

/// <summary>The files of the repository, found from where the tests were built.</summary>
internal static class ShippedPolicies
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyDictionary<string, string> Files { get; } = ReadFiles();

    public static PolicyBook Book { get; } = PolicyBook.Read(Files);

    private static Dictionary<string, string> ReadFiles()
    {
        var folder = Path.Combine(Root, "policies");
        return Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
            .ToDictionary(f => Path.GetRelativePath(folder, f).Replace('\\', '/'), File.ReadAllText);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LtcActors.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests were built outside the repository.");
    }
}
