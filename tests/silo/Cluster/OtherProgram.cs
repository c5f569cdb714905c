namespace LtcActors.Silo.Tests.Cluster;

/// <summary>The program under test once more, with another text in one of its policy files; gone when disposed.</summary>
internal sealed class OtherProgram : IDisposable
{
    private OtherProgram(string folder) => Folder = folder;

    public string Folder { get; }

    /// <param name="file">Below <c>policies/</c>.</param>
    public static OtherProgram With(string file, string text, string instead)
    {
        var other = new OtherProgram(Directory.CreateTempSubdirectory("ltc-program-").FullName);
        foreach (var path in Directory.GetFiles(AppContext.BaseDirectory).Concat(Below("policies")).Concat(Below("runtimes")))
        {
            var copy = Path.Combine(other.Folder, Path.GetRelativePath(AppContext.BaseDirectory, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        var policy = Path.Combine(other.Folder, "policies", file);
        var before = File.ReadAllText(policy);
        Assert.Contains(text, before, StringComparison.Ordinal);
        File.WriteAllText(policy, before.Replace(text, instead, StringComparison.Ordinal));
        return other;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string[] Below(string folder) =>
        Path.Combine(AppContext.BaseDirectory, folder) is var path && Directory.Exists(path) ? Directory.GetFiles(path, "*", SearchOption.AllDirectories) : [];
}
