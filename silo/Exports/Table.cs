namespace LtcActors.Silo.Exports;

/// <summary>A value in an export: text, a number, or nothing. Instants and dates go out as text that sorts.</summary>
internal readonly record struct Cell(string? Text, double? Number = null)
{
    public static implicit operator Cell(string? text) => new(text);

    public static implicit operator Cell(double number) => new(null, number);

    public static implicit operator Cell(long number) => new(null, number);
}

/// <summary>A list as a file: one heading a column, and its rows as they are asked for.</summary>
/// <param name="Name">Of the file, without its ending, and of the sheet: letters and hyphens.</param>
internal sealed record Table(string Name, IReadOnlyList<string> Headings, IEnumerable<IReadOnlyList<Cell>> Rows);
