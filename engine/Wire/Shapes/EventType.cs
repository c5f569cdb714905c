using LtcActors.Domain;

namespace LtcActors.Engine.Wire.Shapes;

/// <summary>One type of event: its name, whose it is, the table of its data, and the fact that it becomes.</summary>
/// <param name="subject">The kind of entity whose id the <c>subject</c> is.</param>
/// <param name="title">English, then Chinese.</param>
public sealed class EventType(string name, string subject, string title, Shape data, Make<Fact> make)
{
    public string Name => name;

    public string Subject => subject;

    public string Title => title;

    public Shape Data => data;

    internal Fact Make(ReadOnlySpan<Slot> frame, string subjectId)
    {
        var slots = new Slots(frame, subjectId);
        return make(ref slots);
    }
}
