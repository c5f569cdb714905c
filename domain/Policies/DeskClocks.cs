using LtcActors.Domain.Calendars;

namespace LtcActors.Domain.Policies;

/// <summary>How long something may wait at the desk until somebody takes it, and how long before the end it warns.</summary>
public abstract record DeskTerm
{
    private DeskTerm()
    {
    }

    /// <summary>Nobody waits for it.</summary>
    public sealed record None : DeskTerm;

    /// <param name="Warn">Shorter than the term.</param>
    public sealed record Span(TimeSpan Within, TimeSpan Warn) : DeskTerm;

    /// <summary>Until the end of the last of so many working days, the day it begins on not counted.</summary>
    /// <param name="Warn">Fewer than the term's.</param>
    public sealed record Workdays(int Days, int Warn) : DeskTerm;
}

/// <param name="At">When it is overdue; null: no clock runs, or the calendar is missing.</param>
/// <param name="WarnAt">From when on it is due soon.</param>
/// <param name="MissingYear">The year whose calendar the count needs and nobody has filed yet.</param>
public readonly record struct Due(DateTimeOffset? At, DateTimeOffset? WarnAt, int? MissingYear);

/// <summary>
/// The clocks of the desk: for each severity a term by the day on which it begins to run, so that a later change of a term moves no
/// clock that runs already. Read from <c>desk/clocks.json</c>; without that file no clock runs.
/// </summary>
public sealed class DeskClocks
{
    private readonly Dictionary<string, (DateOnly From, DeskTerm Term)[]> terms;
    private readonly Workdays workdays;

    internal DeskClocks(Dictionary<string, (DateOnly From, DeskTerm Term)[]> terms, Workdays workdays) => (this.terms, this.workdays) = (terms, workdays);

    /// <summary>When what began to wait at an instant is overdue.</summary>
    public Due Of(string severity, DateTimeOffset since)
    {
        var day = Shanghai.DayOf(since);
        return On(severity, day) switch
        {
            DeskTerm.Span span => new(since + span.Within, since + span.Within - span.Warn, null),
            DeskTerm.Workdays days => OfWorkdays(day, days),
            DeskTerm.None => default,
            var other => throw new InvalidOperationException($"No such term: {other}."),
        };
    }

    private DeskTerm On(string severity, DateOnly day) =>
        terms.TryGetValue(severity, out var dated) && Array.FindLast(dated, d => d.From <= day).Term is { } term ? term : new DeskTerm.None();

    private Due OfWorkdays(DateOnly day, DeskTerm.Workdays term) =>
        workdays.TryAdd(day, term.Days, out var last)
            ? new(Shanghai.StartOf(last.AddDays(1)), Shanghai.StartOf(workdays.Add(day, term.Days - term.Warn).AddDays(1)), null)
            : new(null, null, last.Year);
}
