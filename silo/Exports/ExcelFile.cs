using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace LtcActors.Silo.Exports;

/// <summary>An Excel workbook of one sheet. Texts are text cells, which nothing runs, also when they look like a formula.</summary>
internal static class ExcelFile
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Characters a cell holds, by the format.</summary>
    private const int CellChars = 32_767;

    private const uint Heading = 1;

    /// <summary>Text for ever: typed over in Excel, it stays text.</summary>
    private const uint QuotedText = 2;

    /// <param name="to">Must be seekable.</param>
    public static void Write(Stream to, Table table)
    {
        using var document = SpreadsheetDocument.Create(to, SpreadsheetDocumentType.Workbook);
        var book = document.AddWorkbookPart();
        book.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
        var sheet = book.AddNewPart<WorksheetPart>();
        WriteSheet(sheet, table);
        book.Workbook = new Workbook(new Sheets(new Sheet { Id = book.GetIdOfPart(sheet), SheetId = 1, Name = table.Name }));
    }

    private static void WriteSheet(WorksheetPart sheet, Table table)
    {
        using var writer = OpenXmlWriter.Create(sheet);
        writer.WriteStartElement(new Worksheet());
        // The headings stay in sight.
        writer.WriteElement(new SheetViews(new SheetView(
            new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { WorkbookViewId = 0 }));
        writer.WriteElement(new Columns(table.Headings.Select((_, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = 20, CustomWidth = true })));
        writer.WriteStartElement(new SheetData());
        WriteRow(writer, [.. table.Headings.Select(h => new Exports.Cell(h))], Heading);
        foreach (var row in table.Rows)
        {
            WriteRow(writer, row, QuotedText);
        }

        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static void WriteRow(OpenXmlWriter writer, IReadOnlyList<Exports.Cell> cells, uint textStyle)
    {
        writer.WriteStartElement(new Row());
        foreach (var cell in cells)
        {
            writer.WriteElement(cell.Number is { } number
                ? new DocumentFormat.OpenXml.Spreadsheet.Cell { CellValue = new CellValue(number.ToString(CultureInfo.InvariantCulture)) }
                : new DocumentFormat.OpenXml.Spreadsheet.Cell(new InlineString(new Text(Fit(cell.Text ?? "")) { Space = SpaceProcessingModeValues.Preserve }))
                {
                    DataType = CellValues.InlineString, StyleIndex = textStyle,
                });
        }

        writer.WriteEndElement();
    }

    /// <summary>What XML 1.0 cannot say is left out; what a cell cannot hold is cut.</summary>
    private static string Fit(string text)
    {
        var fit = new StringBuilder(Math.Min(text.Length, CellChars));
        foreach (var rune in text.EnumerateRunes())
        {
            if (fit.Length + rune.Utf16SequenceLength > CellChars)
            {
                break;
            }

            if (rune.Value >= 0x20 || rune.Value is '\t' or '\n' or '\r')
            {
                fit.Append(rune.ToString());
            }
        }

        return fit.ToString();
    }

    private static Stylesheet Styles() => new(
        new Fonts(new Font(), new Font(new Bold())),
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),
        new Borders(new Border()),
        new CellStyleFormats(new CellFormat()),
        new CellFormats(
            new CellFormat(),
            new CellFormat { FontId = 1, ApplyFont = true },
            new CellFormat { QuotePrefix = true }));
}
