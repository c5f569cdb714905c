using System.Buffers;
using System.Globalization;
using System.Text;

namespace LtcActors.Silo.Exports;

/// <summary>
/// RFC 4180 with a byte-order mark, without which spreadsheets take UTF-8 for the machine's old code page. A text that a spreadsheet
/// would run as a formula gets an apostrophe before it.
/// </summary>
internal static class CsvFile
{
    public const string MediaType = "text/csv; charset=utf-8";

    /// <summary>
    /// What a cell begins with that is a formula to a spreadsheet, in the wide forms of a Chinese keyboard too; white space is skipped by it
    /// before it looks.
    /// </summary>
    private static readonly SearchValues<char> Formula = SearchValues.Create("=+-@＝＋－＠\t\r\n");

    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",\r\n");

    public static async Task WriteAsync(Stream to, Table table, CancellationToken stop)
    {
        await using var writer = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 16 * 1024, leaveOpen: true);
        var line = new StringBuilder();
        foreach (var row in table.Rows.Prepend([.. table.Headings.Select(h => new Cell(h))]))
        {
            line.Clear();
            for (var i = 0; i < row.Count; i++)
            {
                Append(line, row[i], first: i == 0);
            }

            await writer.WriteAsync(line.Append("\r\n"), stop);
        }
    }

    /// <summary>The text as no spreadsheet runs it.</summary>
    public static string Neutralised(string text) => text.Length > 0 && Formula.Contains(text[0]) ? "'" + text : text;

    private static void Append(StringBuilder line, Cell cell, bool first)
    {
        if (!first)
        {
            line.Append(',');
        }

        if (cell.Number is { } number)
        {
            line.Append(number.ToString(CultureInfo.InvariantCulture));
            return;
        }

        var text = Neutralised(cell.Text ?? "");
        if (text.AsSpan().ContainsAny(Quoted))
        {
            line.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }
        else
        {
            line.Append(text);
        }
    }
}
