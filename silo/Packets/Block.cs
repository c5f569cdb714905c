using LtcActors.Silo.Packets.Maps;

namespace LtcActors.Silo.Packets;

/// <summary>What a printed packet is made of, for Word and for a page alike.</summary>
internal abstract record Block
{
    private Block()
    {
    }

    /// <param name="Level">1 to 3.</param>
    internal sealed record Heading(int Level, string Text) : Block;

    internal sealed record Paragraph(string Text) : Block;

    /// <summary>The law's own words.</summary>
    internal sealed record Quote(string Text) : Block;

    /// <param name="Head">None: the first column names what the second says.</param>
    internal sealed record Grid(IReadOnlyList<string>? Head, IReadOnlyList<IReadOnlyList<string>> Rows) : Block;

    internal sealed record Picture(Drawing Drawing, string Caption) : Block;

    /// <summary>An entry as it stands in the journal.</summary>
    internal sealed record Code(string Text) : Block;
}
