namespace LtcActors.Engine.Tests.Journals;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ltc-").FullName;

    public string this[string file] => System.IO.Path.Combine(Path, file);

    /// <summary>What a power cut would leave behind now: the files as they are, of a process that goes on.</summary>
    public TemporaryFolder Copy()
    {
        var copy = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(Path).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            File.Copy(file, copy[System.IO.Path.GetFileName(file)]);
        }

        return copy;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
