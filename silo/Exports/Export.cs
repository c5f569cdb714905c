using LtcActors.Silo.Hosting;
using LtcActors.Silo.Problems;
using LtcActors.Silo.Queries;
using LtcActors.Silo.Texts;

namespace LtcActors.Silo.Exports;

/// <summary>
/// The same list as a file: <c>?format=csv</c> or <c>?format=xlsx</c> on a list's own address, so that whoever may read a list may
/// export it and nobody else. <c>&amp;lang=en</c> for English headings and words.
/// </summary>
internal static class Export
{
    /// <summary>Rows of a file at most; a list that has more must be narrowed, never cut in silence.</summary>
    public const int MaxRows = 100_000;

    /// <returns>Whether it was answered as a file; else the list's JSON is wanted.</returns>
    public static async Task<bool> TryAnswerAsync(HttpContext context, Func<Words, Table> table)
    {
        var query = new QueryReader(context.Request);
        var format = query.Text("format") ?? "json";
        if (format == "json")
        {
            return false;
        }

        if (format is not ("csv" or "xlsx"))
        {
            throw new Refusal(ProblemKind.UnknownValue, "'format' is one of json, csv, xlsx.") { Parameter = "format" };
        }

        var words = Words.In(query.Text("lang")) ?? throw new Refusal(ProblemKind.UnknownValue, "'lang' is zh or en.") { Parameter = "lang" };
        await AnswerAsync(context, Bounded(table(words)), format);
        return true;
    }

    private static async Task AnswerAsync(HttpContext context, Table table, string format)
    {
        // Whole before the first byte goes out: a list that turns out too long is refused, not broken off.
        using var file = new MemoryStream();
        if (format == "csv")
        {
            await CsvFile.WriteAsync(file, table, context.RequestAborted);
        }
        else
        {
            ExcelFile.Write(file, table);
        }

        await Answer.FileAsync(context, file, format == "csv" ? CsvFile.MediaType : ExcelFile.MediaType, $"{table.Name}.{format}");
    }

    private static Table Bounded(Table table) => table with { Rows = [.. table.Rows.Select((row, i) => i < MaxRows
        ? row
        : throw new Refusal(ProblemKind.OutOfRange, $"An export has at most {MaxRows} rows: narrow the filter.") { Parameter = "format" })] };
}
