using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using LtcActors.Silo.Packets.Maps;
using A = DocumentFormat.OpenXml.Drawing;
using P = DocumentFormat.OpenXml.Drawing.Pictures;
using W = DocumentFormat.OpenXml.Drawing.Wordprocessing;

namespace LtcActors.Silo.Packets;

/// <summary>A packet as a Word file (Office Open XML), A4, the pages numbered.</summary>
internal sealed class PacketWord
{
    private const int EmuPerMillimetre = 36_000;
    private const int PictureWidth = 170;
    private const string Sans = "Noto Sans CJK SC";

    private readonly MainDocumentPart part;
    private uint pictures;

    private PacketWord(MainDocumentPart part) => this.part = part;

    public static byte[] Of(Packet packet)
    {
        using var file = new MemoryStream();
        using (var document = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
        {
            document.PackageProperties.Title = PacketDocument.Title(packet);
            document.PackageProperties.Creator = packet.MadeBy;
            document.PackageProperties.Created = packet.MadeAt.UtcDateTime;
            var part = document.AddMainDocumentPart();
            part.AddNewPart<StyleDefinitionsPart>().Styles = Styles();
            var footer = part.AddNewPart<FooterPart>();
            footer.Footer = new Footer(new Paragraph(
                new ParagraphProperties(new Justification { Val = JustificationValues.Center }), new SimpleField { Instruction = "PAGE" }));
            var body = new Body(PacketDocument.Of(packet).SelectMany(new PacketWord(part).Elements));
            body.Append(new SectionProperties(
                new FooterReference { Type = HeaderFooterValues.Default, Id = part.GetIdOfPart(footer) },
                new PageSize { Width = 11_906, Height = 16_838 },
                new PageMargin { Top = 1_020, Bottom = 1_020, Left = 1_080, Right = 1_080, Header = 500, Footer = 500 }));
            part.Document = new Document(body);
        }

        return file.ToArray();
    }

    private IEnumerable<OpenXmlElement> Elements(Block block) => block switch
    {
        Block.Heading h => [Styled(h.Text, "Heading" + h.Level)],
        Block.Paragraph p => [Styled(p.Text, null)],
        Block.Quote q => [Styled(q.Text, "Quote")],
        Block.Code c => [Styled(c.Text, "Code")],
        Block.Grid g => [Grid(g), new Paragraph()],
        Block.Picture p => [Picture(p), Styled(p.Caption, "Caption")],
        _ => throw new ArgumentOutOfRangeException(nameof(block), block, "No such block."),
    };

    private static Paragraph Styled(string text, string? style) => new(
        [.. style is null ? Array.Empty<OpenXmlElement>() : [new ParagraphProperties(new ParagraphStyleId { Val = style })], RunOf(text)]);

    private static Run RunOf(string text, bool bold = false)
    {
        var run = new Run();
        if (bold)
        {
            run.Append(new RunProperties(new Bold()));
        }

        foreach (var (line, i) in Allowed(text).Split('\n').Select((l, i) => (l, i)))
        {
            if (i > 0)
            {
                run.Append(new Break());
            }

            run.Append(new Text(line) { Space = SpaceProcessingModeValues.Preserve });
        }

        return run;
    }

    // XML 1.0 has no place for other control characters, wherever they came from.
    private static string Allowed(string text) => string.Concat(text.EnumerateRunes().Where(r => r.Value >= 0x20 || r.Value is '\n' or '\t'));

    private static Table Grid(Block.Grid grid)
    {
        var table = new Table(new TableProperties(
            new TableWidth { Type = TableWidthUnitValues.Pct, Width = "5000" },
            new TableBorders(
                Border<TopBorder>(), Border<LeftBorder>(), Border<BottomBorder>(), Border<RightBorder>(),
                Border<InsideHorizontalBorder>(), Border<InsideVerticalBorder>())));
        // Word wants to know of the columns before the rows; how wide they are it finds out.
        table.Append(new TableGrid(Enumerable.Range(0, grid.Rows.Select(r => r.Count).Append(grid.Head?.Count ?? 0).Max()).Select(_ => new GridColumn())));
        if (grid.Head is { } head)
        {
            table.Append(new TableRow([new TableRowProperties(new TableHeader()), .. head.Select(h => CellOf(h, bold: true))]));
        }

        foreach (var row in grid.Rows)
        {
            table.Append(new TableRow(row.Select((cell, i) => CellOf(cell, bold: grid.Head is null && i == 0))));
        }

        return table;
    }

    private static T Border<T>()
        where T : BorderType, new() => new() { Val = BorderValues.Single, Size = 4, Color = "9CA3AF" };

    private static TableCell CellOf(string text, bool bold) => new(
        new TableCellProperties(bold ? [new Shading { Val = ShadingPatternValues.Clear, Fill = "F3F4F6" }] : Array.Empty<OpenXmlElement>()),
        new Paragraph(new ParagraphProperties(new SpacingBetweenLines { After = "40" }), RunOf(text, bold)));

    private Paragraph Picture(Block.Picture picture)
    {
        var image = part.AddImagePart(ImagePartType.Png);
        using (var bytes = new MemoryStream(PngPicture.Of(picture.Drawing)))
        {
            image.FeedData(bytes);
        }

        var id = ++pictures;
        var (width, height) = ((long)PictureWidth * EmuPerMillimetre, (long)PictureWidth * EmuPerMillimetre * picture.Drawing.Height / picture.Drawing.Width);
        return new Paragraph(new Run(new DocumentFormat.OpenXml.Wordprocessing.Drawing(new W.Inline(
            new W.Extent { Cx = width, Cy = height },
            new W.DocProperties { Id = id, Name = $"map{id}", Description = picture.Caption },
            new A.Graphic(new A.GraphicData(new P.Picture(
                new P.NonVisualPictureProperties(new P.NonVisualDrawingProperties { Id = id, Name = $"map{id}.png" }, new P.NonVisualPictureDrawingProperties()),
                new P.BlipFill(new A.Blip { Embed = part.GetIdOfPart(image) }, new A.Stretch(new A.FillRectangle())),
                new P.ShapeProperties(
                    new A.Transform2D(new A.Offset { X = 0, Y = 0 }, new A.Extents { Cx = width, Cy = height }),
                    new A.PresetGeometry(new A.AdjustValueList()) { Preset = A.ShapeTypeValues.Rectangle })))
            { Uri = "http://schemas.openxmlformats.org/drawingml/2006/picture" })))));
    }

    private static Styles Styles() => new(
        new DocDefaults(
            new RunPropertiesDefault(new RunPropertiesBaseStyle(
                new RunFonts { Ascii = "Arial", HighAnsi = "Arial", EastAsia = Sans }, new FontSize { Val = "21" })),
            new ParagraphPropertiesDefault(new ParagraphPropertiesBaseStyle(new SpacingBetweenLines { After = "100" }))),
        Style("Heading1", "heading 1", size: 36, bold: true, JustificationValues.Center),
        Style("Heading2", "heading 2", size: 26, bold: true, JustificationValues.Left),
        Style("Heading3", "heading 3", size: 22, bold: true, JustificationValues.Left),
        Style("Quote", "Quote", size: 20, bold: false, JustificationValues.Left, indent: "400"),
        Style("Caption", "caption", size: 18, bold: false, JustificationValues.Left),
        Style("Code", "Code", size: 16, bold: false, JustificationValues.Left, font: "DejaVu Sans Mono"));

    private static Style Style(string id, string name, int size, bool bold, JustificationValues to, string? indent = null, string? font = null)
    {
        var paragraph = new StyleParagraphProperties();
        if (id.StartsWith("Heading", StringComparison.Ordinal))
        {
            paragraph.Append(new KeepNext(), new SpacingBetweenLines { Before = "240", After = "120" });
        }

        if (indent is not null)
        {
            paragraph.Append(new Indentation { Left = indent });
        }

        paragraph.Append(new Justification { Val = to });
        var run = new StyleRunProperties();
        if (font is not null)
        {
            run.Append(new RunFonts { Ascii = font, HighAnsi = font, EastAsia = Sans });
        }

        if (bold)
        {
            run.Append(new Bold());
        }

        run.Append(new FontSize { Val = size.ToString(System.Globalization.CultureInfo.InvariantCulture) });
        return new Style(new StyleName { Val = name }, paragraph, run) { Type = StyleValues.Paragraph, StyleId = id };
    }
}
