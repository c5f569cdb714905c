using System.Globalization;
using LtcActors.Domain.Actors;

namespace LtcActors.Domain.Shelves;

/// <summary>What a visit leaves behind that no other should. Stored as a number, and by its name in a shelf's id.</summary>
public enum PrintKind : byte { Signature = 0, Photo = 1 }

/// <summary>One of the shelves of a kind, among which prints are spread by twelve of their bits.</summary>
/// <param name="Number">0 to <see cref="Count"/> - 1.</param>
public readonly record struct ShelfKey(PrintKind Kind, int Number)
{
    public const int Count = 1 << Bits;

    private const int Bits = 12;

    /// <summary>2^64 divided by the golden ratio: perceptual hashes differ little in their first bits, and are spread evenly by it.</summary>
    private const ulong Golden = 0x9E3779B97F4A7C15;

    public ActorId Id => ActorId.Shelf(string.Create(CultureInfo.InvariantCulture, $"{NameOf(Kind)}:{Number:x3}"));

    public static ShelfKey Of(PrintKind kind, ulong print) => new(kind, (int)((print * Golden) >> (64 - Bits)));

    /// <summary>Sixteen bits that tell prints of one shelf apart, but for one pair in 65,536.</summary>
    public static ushort MarkOf(ulong print) => (ushort)((print * Golden) >> (64 - Bits - 16));

    /// <exception cref="FormatException">No shelf has this id.</exception>
    public static ShelfKey Of(string id)
    {
        var parts = id.Split(':');
        return parts.Length == 2 && int.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) && number < Count
            ? new(KindOf(parts[0]), number)
            : throw new FormatException($"\"{id}\" names no shelf.");
    }

    private static string NameOf(PrintKind kind) => kind switch
    {
        PrintKind.Signature => "signature",
        PrintKind.Photo => "photo",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind without a name."),
    };

    private static PrintKind KindOf(string name) => name switch
    {
        "signature" => PrintKind.Signature,
        "photo" => PrintKind.Photo,
        _ => throw new FormatException($"\"{name}\" is no kind of print."),
    };
}
