using LtcActors.Domain.Actors;

namespace LtcActors.Domain.Shelves;

/// <summary>The closed pages of a shelf.</summary>
internal sealed class PrintPages(ActorId owner) : OwnPages(owner)
{
    public OwnPage Add(List<PrintUse> uses)
    {
        var writer = Begin();
        uses.ForEach(use => PrintUse.Write(writer, use));
        return End(null, uses.Count, writer);
    }

    /// <summary>The one in this place of the page.</summary>
    public PrintUse Read(OwnPage page, int place)
    {
        var from = Open(page);
        for (; place > 0; place--)
        {
            PrintUse.Read(from);
        }

        return PrintUse.Read(from);
    }
}
