using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;

namespace LtcActors.Silo.Hosting;

/// <summary>The policies that came with this build, beside the executable.</summary>
public static class PolicyFiles
{
    /// <exception cref="PolicyException">A file is wrong, or a rule rests on what no file has.</exception>
    /// <exception cref="DirectoryNotFoundException">There are none.</exception>
    public static PolicyBook Read()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "policies");
        var book = PolicyBook.Read(Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories).Select(file =>
            KeyValuePair.Create(Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText(file))));
        book.Check(Catalogue.All);
        return book;
    }
}
