using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.InsuredPersons;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.FamilyBindings;

internal enum BindingStep : byte { Requested = 1, Approved = 2, Ended = 3 }

internal readonly record struct BindingChange(BindingStep Step, string CaregiverId, DateOnly On, FactRef Fact)
{
    public static void Write(StateWriter to, BindingChange c)
    {
        to.Byte((byte)c.Step);
        to.Text(c.CaregiverId);
        to.Day(c.On);
        to.Ref(c.Fact);
    }

    public static BindingChange Read(StateReader from) => new((BindingStep)from.Byte(), from.Text(), from.Day(), from.Ref());
}

/// <summary>One approval, and the days it is in force.</summary>
internal readonly record struct BindingInForce(string CaregiverId, BindingSpan Span, FactRef? Ended);

/// <summary>Approvals and endings made into days (docs/rules.md, FAM-01).</summary>
internal static class BindingTimeline
{
    /// <returns>One an approval, oldest first; those that never came into force are empty.</returns>
    public static BindingInForce[] Of(List<BindingChange> changes, List<DeathNotice> deaths)
    {
        var approvals = changes.FindAll(c => c.Step == BindingStep.Approved);
        approvals.Sort(InOrder);
        var bindings = new BindingInForce[approvals.Count];
        for (var i = 0; i < bindings.Length; i++)
        {
            var approved = approvals[i];
            var isRebinding = approvals[..i].Exists(before => before.CaregiverId != approved.CaregiverId);
            var from = isRebinding ? Shanghai.FirstOfNextMonth(approved.On) : approved.On;
            var ended = EndOf(approved, changes);
            var to = Earlier(ended?.On, DeathOf(deaths));
            bindings[i] = new(approved.CaregiverId, new(new(from, to < from ? from : to), approved.On, approved.Fact), ended?.Fact);
        }

        return bindings;
    }

    /// <summary>The first ending of that caregiver after the approval; on the same day, the one told after it.</summary>
    private static BindingChange? EndOf(BindingChange approved, List<BindingChange> changes)
    {
        BindingChange? end = null;
        foreach (var change in changes)
        {
            if (change.Step == BindingStep.Ended && change.CaregiverId == approved.CaregiverId
                && InOrder(change, approved) > 0 && (end is not { } known || InOrder(change, known) < 0))
            {
                end = change;
            }
        }

        return end;
    }

    /// <summary>The day after the earliest death told.</summary>
    private static DateOnly? DeathOf(List<DeathNotice> deaths)
    {
        DateOnly? day = null;
        foreach (var death in deaths)
        {
            day = Earlier(day, Days.After(death.DiedAt.Day));
        }

        return day;
    }

    private static DateOnly? Earlier(DateOnly? a, DateOnly? b) => a is null || b < a ? b : a;

    private static int InOrder(BindingChange a, BindingChange b) => a.On != b.On ? a.On.CompareTo(b.On) : a.Fact.CompareTo(b.Fact);
}
