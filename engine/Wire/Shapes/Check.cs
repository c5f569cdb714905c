using System.Text.Json;

namespace LtcActors.Engine.Wire.Shapes;

/// <summary>What must hold between two fields of one object. A check whose fields are absent or refused says nothing.</summary>
public abstract class Check
{
    private protected Check(string first, string second) => (First, Second) = (first, second);

    public string First { get; }

    public string Second { get; }

    public abstract string Sentence { get; }

    private protected int FirstSlot { get; private set; }

    private protected int SecondSlot { get; private set; }

    internal void Bind(Shape shape) => (FirstSlot, SecondSlot) = (shape.OffsetOf(First), shape.OffsetOf(Second));

    internal abstract void Run(ReadContext context, ReadOnlySpan<Slot> frame);

    internal virtual void Describe(Utf8JsonWriter writer)
    {
        // An order between two members has no keyword in JSON Schema; it is told in words.
        writer.WriteString("$comment", Sentence);
    }
}

/// <summary>A date not before another, or an instant after another.</summary>
public sealed class OrderCheck(string later, string earlier, bool strict) : Check(later, earlier)
{
    public override string Sentence => $"{First} must {Words}.";

    private string Words => (strict ? "be after " : "not be before ") + Second;

    internal override void Run(ReadContext context, ReadOnlySpan<Slot> frame)
    {
        ref readonly var late = ref frame[FirstSlot];
        ref readonly var early = ref frame[SecondSlot];
        if (late.IsPresent && early.IsPresent && (late.Bits < early.Bits || (strict && late.Bits == early.Bits)))
        {
            context.Report(ProblemCodes.OutOfRange, First, Words);
        }
    }
}

/// <summary>At least one of two.</summary>
public sealed class EitherCheck(string first, string second) : Check(first, second)
{
    public override string Sentence => $"{First} or {Second} must be there.";

    internal override void Run(ReadContext context, ReadOnlySpan<Slot> frame)
    {
        if (frame[FirstSlot].State == SlotState.Absent && frame[SecondSlot].State == SlotState.Absent)
        {
            context.Report(ProblemCodes.Missing, First, $"be there, or {Second} in its stead");
        }
    }

    internal override void Describe(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("anyOf");
        foreach (var name in new[] { First, Second })
        {
            writer.WriteStartObject();
            writer.WriteStartArray("required");
            writer.WriteStringValue(name);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
