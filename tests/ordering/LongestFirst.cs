using Xunit.Abstractions;

namespace LtcActors.Tests.Ordering;

/// <summary>
/// As many classes run at a time as there are cores, each class in itself one test after the other: a long one that began last would run
/// alone at the end.
/// </summary>
/// <param name="names">Of collections, or of classes that are collections of their own; those that take long, the longest first.</param>
public abstract class LongestFirst(params string[] names) : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) => testCollections.OrderBy(PlaceOf);

    private int PlaceOf(ITestCollection collection)
    {
        // A class without a named collection is one by its full name.
        var place = Array.FindIndex(names, name => collection.DisplayName == name || collection.DisplayName.EndsWith("." + name, StringComparison.Ordinal));
        return place < 0 ? names.Length : place;
    }
}
