using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Audit;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Problems;
using LtcActors.Silo.Queries;
using LtcActors.Silo.Texts;

namespace LtcActors.Silo.Exports;

/// <summary>
/// The same list as a file: <c>?format=csv</c> or <c>?format=xlsx</c> on a list's own address, so that whoever may read a list may
/// export it and nobody else. <c>&amp;lang=en</c> for English headings and words.
/// </summary>
internal sealed class Export(AuditLog audit)
{
    /// <summary>Rows of a file at most; a list that has more must be narrowed, never cut in silence.</summary>
    public const int MaxRows = 100_000;

    /// <summary>Whether a file is wanted, and not the list's JSON.</summary>
    public static bool IsWanted(HttpContext context) => FormatOf(context) != "json";

    /// <summary>Notes in the audit that the list leaves as a file, and sends it.</summary>
    /// <param name="about">Whom or what it is about; none: the list itself.</param>
    /// <returns>Whether it was answered as a file; else the list's JSON is wanted.</returns>
    /// <exception cref="JournalUnavailableException">It could not be noted: nothing was sent.</exception>
    public async Task<bool> TryAnswerAsync(HttpContext context, Func<Words, Table> table, (string Kind, string Id)? about = null)
    {
        var format = FormatOf(context);
        if (format == "json")
        {
            return false;
        }

        if (Caller.Of(context).Session is { IsWall: true })
        {
            throw new Refusal(ProblemKind.Forbidden, "Nobody takes a file from a display on a wall.");
        }

        var words = Words.In(new QueryReader(context.Request).OneOf("lang", "zh", "en"))!;
        var whole = Bounded(table(words));
        var (kind, id) = about ?? ("list", whole.Name);
        await audit.NoteAsync(context, AuditActions.Export, "shown", kind, id, note: $"{whole.Name}.{format}{context.Request.QueryString}");
        await AnswerAsync(context, whole, format);
        return true;
    }

    private static string FormatOf(HttpContext context) => new QueryReader(context.Request).OneOf("format", "json", "csv", "xlsx");

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
