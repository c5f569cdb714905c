namespace LtcActors.Engine.Wire.Shapes;

/// <summary>The words in which the tables are written. A name that ends in <c>?</c> may be absent, as in the contract.</summary>
internal static class Fields
{
    public static IdField Id(string name, string? note = null) => new(name, note);

    public static TextField Name(string name, string? note = null) => new(name, WireLimits.Name, note: note);

    public static TextField Note(string name, string? note = null) => new(name, WireLimits.Note, note: note);

    /// <summary>A code or a word that recurs.</summary>
    public static TextField Code(string name, string? note = null) => new(name, WireLimits.Code, recurs: true, note);

    /// <summary>A hash or a number of one's own.</summary>
    public static TextField Hash(string name, string? note = null) => new(name, WireLimits.Code, note: note);

    public static DateField Date(string name, string? note = null) => new(name, note);

    public static MonthField Month(string name, string? note = null) => new(name, note);

    public static InstantField Instant(string name, string? note = null) => new(name, note);

    public static MomentField Moment(string name, string? note = null) => new(name, note);

    public static NumberField Number(string name, double min, double max, string? note = null) => new(name, min, max, note);

    public static IntField Int(string name, int min, int max, string? note = null) => new(name, min, max, note);

    public static FlagField Flag(string name, string? note = null) => new(name, note);

    public static AmountField Amount(string name, string? note = null) => new(name, note);

    public static EnumField<T> Word<T>(string name, params (string Word, T Value)[] words)
        where T : struct, Enum => new(name, words);

    public static EnumSetField Words(string name, params string[] words) => new(name, words);

    public static ObjectField Nested(string name, Shape shape, string? note = null) => new(name, shape, note);

    public static ArrayField<T> List<T>(string name, int max, Shape item, Make<T> make, string? note = null) =>
        new(name, max, item, make, note);

    public static CodesField Codes(string name, int max, string? note = null) => new(name, max, note);

    public static OrderCheck NotBefore(string later, string earlier) => new(later, earlier, strict: false);

    public static OrderCheck After(string later, string earlier) => new(later, earlier, strict: true);

    public static EitherCheck Either(string first, string second) => new(first, second);
}
