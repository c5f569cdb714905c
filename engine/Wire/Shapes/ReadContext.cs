using System.Globalization;
using System.Text;
using System.Text.Json;
using LtcActors.Engine.Wire.Text;

namespace LtcActors.Engine.Wire.Shapes;

/// <summary>What one parser keeps while it reads: slots, the path to where it stands, the problems found, and its strings.</summary>
internal sealed class ReadContext(InternCache strings)
{
    /// <summary>The widest event (a check-out) and an item of its arrays need some 30 slots.</summary>
    private const int SlotCapacity = 64;

    private readonly Slot[] slots = new Slot[SlotCapacity];
    private readonly (string? Name, int Index)[] path = new (string?, int)[WireLimits.Depth];
    private byte[] scratch = new byte[256];
    private List<Problem>? problems;
    private int top;
    private int depth;
    private bool tooDeep;

    public InternCache Strings => strings;

    public bool HasProblems => problems is not null;

    /// <summary>The reader's depth at the event's own brace.</summary>
    public int BaseDepth { get; set; }

    public void Begin(int baseDepth)
    {
        BaseDepth = baseDepth;
        (problems, top, depth, tooDeep) = (null, 0, 0, false);
    }

    /// <summary>The problems of the event, which are no longer the context's.</summary>
    public IReadOnlyList<Problem> Take() => problems ?? (IReadOnlyList<Problem>)[];

    public Span<Slot> PushFrame(int length)
    {
        var frame = slots.AsSpan(top, length);
        top += length;
        frame.Clear();
        return frame;
    }

    /// <summary>The frame pushed first after <see cref="Begin"/>, filled.</summary>
    public ReadOnlySpan<Slot> FirstFrame(int length) => slots.AsSpan(0, length);

    public void PopFrame(int length) => top -= length;

    public void Enter(string name) => path[depth++] = (name, 0);

    public void EnterItem(int index) => path[depth++] = (null, index);

    public void Leave() => depth--;

    public void LeaveAll() => depth = 0;

    /// <param name="must">What the field must do, to follow "must".</param>
    public void Report(string code, string name, string must) => Add(code, $"{name} must {must}.", Pointer() + "/" + Escape(name));

    public void ReportItem(int index, string code, string expected) => Add(
        code,
        string.Create(CultureInfo.InvariantCulture, $"{path[depth - 1].Name}[{index}] must be {expected}."),
        string.Create(CultureInfo.InvariantCulture, $"{Pointer()}/{index}"));

    public void Add(string code, string detail, string? pointer)
    {
        problems ??= [];
        if (problems.Count < WireLimits.Problems)
        {
            problems.Add(new Problem(code, detail, pointer));
        }
    }

    /// <summary>The text of the string on which the reader stands; valid until the next call.</summary>
    public Fault TryText(ref Utf8JsonReader reader, out ReadOnlySpan<byte> utf8)
    {
        utf8 = default;
        if (reader.TokenType != JsonTokenType.String)
        {
            return Fault.WrongType;
        }

        utf8 = reader.ValueSpan;
        return !reader.ValueIsEscaped || TryUnescape(reader.ValueSpan, out utf8) ? Fault.None : Fault.Malformed;
    }

    /// <returns>False where a surrogate stands without its other half.</returns>
    public bool TryUnescape(ReadOnlySpan<byte> escaped, out ReadOnlySpan<byte> utf8)
    {
        // An escape never takes fewer bytes than what it stands for.
        if (scratch.Length < escaped.Length)
        {
            scratch = new byte[escaped.Length * 2];
        }

        var paired = Utf8Text.TryUnescape(escaped, scratch, out var written);
        utf8 = scratch.AsSpan(0, written);
        return paired;
    }

    /// <summary>Passes over an object or array on whose first token the reader stands, and does nothing anywhere else.</summary>
    public void SkipRest(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return;
        }

        var from = reader.CurrentDepth;
        do
        {
            if (!tooDeep && reader.CurrentDepth - BaseDepth >= WireLimits.Depth
                && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                tooDeep = true;
                Add(ProblemCodes.TooDeep, $"The event must not be nested deeper than {WireLimits.Depth}.", null);
            }
        }
        while (reader.Read() && reader.CurrentDepth > from);
    }

    public static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private string Pointer()
    {
        var pointer = new StringBuilder();
        foreach (var (name, index) in path.AsSpan(0, depth))
        {
            pointer.Append('/').Append(name ?? index.ToString(CultureInfo.InvariantCulture));
        }

        return pointer.ToString();
    }
}
