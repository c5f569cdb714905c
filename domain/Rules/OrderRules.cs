using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.InsuredPersons;
using LtcActors.Domain.Institutions;
using LtcActors.Domain.Policies;
using LtcActors.Domain.Visits;

namespace LtcActors.Domain.Rules;

/// <summary>Rectification, suspension, and what becomes of the clients meanwhile (docs/rules.md, Institutions).</summary>
public static class OrderRules
{
    public static Rule Ins05 { get; } = new(
        "INS-05", 2, "整改或暂停超限、未经验收恢复", "Rectification or suspension too long, or resumed without acceptance", Severity.P2,
        [new("jiaxing-2019-supervision", "13")], ["ins.rectifyMonths", "ins.suspendMonths"]);

    public static Rule Ins06 { get; } = new(
        "INS-06", 2, "暂停或终止后参保人未完成转接", "Clients of a suspended institution not transferred", Severity.P2,
        [new("jiaxing-2019-supervision", "14"), new("tianjin-2023-institutions", "28")], ["ins.transferDays"]);

    public static ImmutableArray<Rule> All { get; } = [Ins05, Ins06];

    /// <returns>The next day on which a time runs out; none: never.</returns>
    internal static DateOnly? TooLong(InstitutionCase house, DateOnly today, List<Finding> found)
    {
        DateOnly? next = null;
        foreach (var order in house.File.Orders)
        {
            Earlier(ref next, Rectification(house, order, today, found));
        }

        var suspensions = AgreementTimeline.Suspensions(house.File);
        foreach (var (days, fact) in suspensions)
        {
            Earlier(ref next, Suspension(house, days, fact, today, found));
            if (!Unaccepted(house, days, fact, found))
            {
                RanOut(house, days, fact, suspensions.Select(static s => s.Days.From), found);
            }
        }

        return next;
    }

    /// <summary>Persons still arranged with an institution so many days after its suspension or termination began.</summary>
    /// <returns>The next day on which the time of a gap runs out, or it comes to its end; none: never.</returns>
    internal static DateOnly? NotTransferred(InstitutionCase house, DateOnly today, List<Finding> found)
    {
        DateOnly? next = null;
        foreach (var gap in house.Agreement.Gaps)
        {
            if (gap.Kind is not (AgreementGaps.Suspended or AgreementGaps.Terminated))
            {
                continue;
            }

            var limit = house.PolicyOn(gap.Days.From).TransferDays;
            var by = Add(gap.Days.From, limit.Count);
            if (gap.Days.To <= by)
            {
                continue;
            }

            if (by > today)
            {
                Earlier(ref next, by);
                continue;
            }

            Earlier(ref next, Left(house, gap, by, limit, today, found));
        }

        return next;
    }

    private static DateOnly? Rectification(InstitutionCase house, Order order, DateOnly today, List<Finding> found)
    {
        var limit = house.PolicyOn(order.On).RectifyMonths;
        var last = AddMonths(order.On, limit.Count);
        Acceptance? accepted = null;
        foreach (var a in house.File.Acceptances)
        {
            accepted = a.On >= order.On && (a.OrderId is null || a.OrderId == order.OrderId) && !(accepted?.On <= a.On) ? a : accepted;
        }

        var isTooLong = order.Until > last;
        if (!isTooLong && (accepted?.On <= last || today <= last))
        {
            return accepted?.On <= last ? null : Days.After(last);
        }

        var evidence = new EvidenceList();
        evidence.Add(new Evidence(order.Fact, "ordered"));
        DateOnly? end = accepted?.On <= today ? accepted.Value.On : null;
        if (end is not null)
        {
            evidence.Add(new Evidence(accepted!.Value.Fact, "accepted"));
        }

        found.Add(house.Finding(
            Ins05, $"rectification:{order.OrderId ?? Days.Text(order.On)}", Severity.P2,
            Shanghai.StartOf(isTooLong ? order.On : Days.After(last)), end is { } over ? Shanghai.StartOf(over) : null, false, [], evidence,
            Figure.Of("orderedOn", Days.Text(order.On)),
            new Figure("rectifiedBy", null, end is { } by ? Days.Text(by) : order.Until is { } u ? $"due {Days.Text(u)}" : "not yet", limit.Unit, limit.Value, limit.Basis)));
        return accepted?.On > today ? accepted.Value.On : null;
    }

    /// <param name="days">As ordered, up to its last day or its resumption.</param>
    private static DateOnly? Suspension(InstitutionCase house, DaySpan days, FactRef fact, DateOnly today, List<Finding> found)
    {
        var limit = house.PolicyOn(days.From).SuspendMonths;
        var first = AddMonths(days.From, limit.Count);
        DateOnly? end = days.To;
        foreach (var change in house.File.Changes)
        {
            // What is terminated is no longer suspended.
            end = change.Step == Step.Terminated && change.On >= days.From && !(end <= change.On) ? change.On : end;
        }

        if (end <= first)
        {
            return null;
        }

        if (end is null && today < first)
        {
            return first;
        }

        var evidence = new EvidenceList();
        evidence.Add(new Evidence(fact, "suspended"));
        var isOver = end <= today;
        found.Add(house.Finding(
            Ins05, $"suspension:{Days.Text(days.From)}", Severity.P2, Shanghai.StartOf(end is null || isOver ? first : days.From),
            isOver ? Shanghai.StartOf(end!.Value) : null, false, [], evidence, Figure.Of("suspendedOn", Days.Text(days.From)),
            new Figure("suspendedUntil", null, end is { } to ? Days.Text(to.AddDays(-1)) : "open", limit.Unit, limit.Value, limit.Basis)));
        return isOver ? null : end;
    }

    /// <summary>A suspension that a resumption ended, with nothing accepted in it.</summary>
    /// <returns>Whether a resumption ended it at all.</returns>
    private static bool Unaccepted(InstitutionCase house, DaySpan days, FactRef fact, List<Finding> found)
    {
        foreach (var resumed in house.File.Changes)
        {
            if (resumed.Step != Step.Resumed || resumed.On != days.To)
            {
                continue;
            }

            if (IsAccepted(house, days.From, resumed.On))
            {
                return true;
            }

            var evidence = new EvidenceList();
            evidence.Add([new(fact, "suspended"), new(resumed.Fact, "resumed")]);
            found.Add(house.Finding(
                Ins05, $"resumed:{Days.Text(resumed.On)}", Severity.P2, Shanghai.StartOf(resumed.On), null, false, [], evidence,
                Figure.Of("suspendedOn", Days.Text(days.From)), Figure.Of("resumedOn", Days.Text(resumed.On)), new Figure("accepted", null, "no", null, null, null)));
            return true;
        }

        return false;
    }

    /// <summary>
    /// A suspension over by its last day, with nothing accepted by the day on which services go on: it is not its last day that lets an
    /// institution work again, but the acceptance.
    /// </summary>
    /// <param name="begun">First days of all suspensions: services in a later one are not this one's.</param>
    private static void RanOut(InstitutionCase house, DaySpan days, FactRef fact, IEnumerable<DateOnly> begun, List<Finding> found)
    {
        if (days.To is not { } over)
        {
            return;
        }

        DateOnly? next = begun.Where(b => b >= over).Select(static b => (DateOnly?)b).Min();
        foreach (var (day, there) in house.File.CheckIns)
        {
            if (day < over)
            {
                continue;
            }

            if (!(next <= day) && !IsAccepted(house, days.From, day)
                && !house.File.Changes.Exists(c => c.Step == Step.Terminated && c.On >= days.From && c.On <= day))
            {
                var evidence = new EvidenceList();
                evidence.Add([new(fact, "suspended"), new(there.First, "check-in")]);
                found.Add(house.Finding(
                    Ins05, $"ran-out:{Days.Text(over)}", Severity.P2, there.First.Time.ToOffset(Shanghai.Offset), null,
                    fact.Time > there.First.Time, [], evidence, Figure.Of("suspendedOn", Days.Text(days.From)),
                    Figure.Of("suspendedUntil", Days.Text(over.AddDays(-1))), Figure.Of("firstService", Days.Text(day)),
                    new Figure("accepted", null, "no", null, null, null)));
            }

            return; // The first of them decides.
        }
    }

    private static bool IsAccepted(InstitutionCase house, DateOnly from, DateOnly last) =>
        house.File.Acceptances.Exists(a => a.On >= from && a.On <= last);

    private static DateOnly? Left(
        InstitutionCase house, AgreementGap gap, DateOnly by, Limit limit, DateOnly today, List<Finding> found)
    {
        var evidence = new EvidenceList();
        evidence.Add(new Evidence(gap.Rests, gap.Kind));
        var persons = new List<string>();
        var ends = new List<DateOnly?>();
        foreach (var (person, arranged) in house.Heard.Arranged)
        {
            foreach (var span in arranged.Spans)
            {
                if (span.Days.Contains(by))
                {
                    persons.Add(person);
                    evidence.Add(new Evidence(span.Rests, "arranged"));
                    ends.Add(gap.Days.To is { } to && !(span.Days.To <= to) ? to : span.Days.To);
                    break;
                }
            }
        }

        if (persons.Count == 0)
        {
            return null;
        }

        DateOnly? end = ends.Contains(null) ? null : ends.Max();
        // As with all breaches in days, how long it was is told when it is over: a figure that counts on would change every day.
        Figure[] lengths = end <= today
            ?
            [
                Figure.Of("careGap", end.Value.DayNumber - gap.Days.From.DayNumber, "d"),
                Figure.Of("careGapDays", ends.Sum(e => e!.Value.DayNumber - gap.Days.From.DayNumber), "d"),
            ]
            : [];
        found.Add(house.Finding(
            Ins06, $"{gap.Kind}:{Days.Text(gap.Days.From)}", Severity.P2, Shanghai.StartOf(by),
            end <= today ? Shanghai.StartOf(end.Value) : null, gap.Rests.Time > Shanghai.StartOf(by), [], evidence,
            [
                Figure.Of("persons", persons.Count, "persons"), new Figure("transferredAfter", null, "more", limit.Unit, limit.Value, limit.Basis),
                Figure.Of("clients", string.Join(' ', persons.Take(10))), Figure.Of("careGapFrom", Days.Text(gap.Days.From)), .. lengths,
            ]));
        return end > today ? end : null;
    }

    private static void Earlier(ref DateOnly? next, DateOnly? day) => next = next <= day ? next : day ?? next;

    private static DateOnly Add(DateOnly day, int days) =>
        DateOnly.MaxValue.DayNumber - day.DayNumber < days ? DateOnly.MaxValue : day.AddDays(days);

    private static DateOnly AddMonths(DateOnly day, int months) =>
        day.Year + (months / 12) + 1 > DateOnly.MaxValue.Year ? DateOnly.MaxValue : day.AddMonths(months);
}
