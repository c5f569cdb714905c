using System.Runtime.InteropServices;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Caregivers;

/// <summary>Orders shifted, asked of and answered; and rings, which look at all that was found besides.</summary>
internal sealed partial class CaregiverJudge
{
    /// <param name="ofName">None: another id is judged for the real name, and asks.</param>
    private void Orders(CaregiverCase own, CaregiverCase? ofName)
    {
        Answer(own);
        if (ofName?.File.Collusion is not { Moved.Count: > 0 } && own.File.Collusion is not { AsksTold.Count: > 0 }
            && !caregiver.Findings.Has(CollusionRules.Col01.Id))
        {
            return;
        }

        // Not with every visit: it may open days long past.
        if (IsStale || (ofName is not null && touched.Days.Any(d => IsMoved(ofName.File.Collusion!, d))))
        {
            var suspects = ofName is null ? [] : CollusionRules.Suspects(ofName, [.. caregiver.Names]);
            Ask(own.File, suspects);
            if (ofName is not null)
            {
                CollusionRules.Shifted(ofName, suspects, found);
            }

            Put(CollusionRules.Col01);
        }
    }

    private bool IsStale => touched.All || touched.Standing || touched.Orders;

    /// <summary>After everything else: what was found is a part of it.</summary>
    private void Ring(CaregiverCase own, CaregiverCase? ofName)
    {
        var had = caregiver.Findings.Has(RingRules.Col02.Id);
        if (!caregiver.Findings.Any)
        {
            return;
        }

        found.Clear();
        if (ofName is not null)
        {
            var concerned = RingRules.Closed(ofName, [.. caregiver.Names], caregiver.Findings, found);
            if (concerned.Count > 0)
            {
                (own.File.Collusion ??= new()).AskWhoComes(to, caregiver.Id, concerned);
            }
        }

        if (found.Count > 0 || had)
        {
            to.Replace(caregiver, RingRules.Col02.Id, CollectionsMarshal.AsSpan(found));
            found.Clear();
        }
    }

    private static bool IsMoved(CollusionBook book, int day) =>
        book.Moved.Items.Any(m => m.Value.Orders.Any(o => Shanghai.DayOf(o.CheckIn.Time).DayNumber == day));

    /// <summary>Each colleague is asked of all visits that matter now; who no longer matters is asked of none.</summary>
    private void Ask(CaregiverFile file, List<Shift> suspects)
    {
        if (file.Collusion is null && suspects.Count == 0)
        {
            return;
        }

        var book = file.Collusion ??= new(); // What was moved may have been moved from another id of the name.
        var now = suspects.GroupBy(static s => s.Order.Colleague).ToDictionary(
            static g => g.Key, static g => new Brief.AskedOfVisits(
                [.. g.Select(static s => s.Name).OrderBy(static n => n.PersonId, StringComparer.Ordinal).ThenBy(static n => n.VisitId, StringComparer.Ordinal)]));
        foreach (var colleague in now.Keys.Union(book.AsksTold.Items.Select(static t => t.Key)).Order(StringComparer.Ordinal).ToList())
        {
            var brief = now.GetValueOrDefault(colleague) ?? new([]);
            if (book.AsksTold.Set(colleague, brief))
            {
                to.Tell(caregiver.Id, ActorId.Caregiver(colleague), brief);
            }
        }
    }

    /// <summary>To each who asks: the visits as they are known here now.</summary>
    private void Answer(CaregiverCase own)
    {
        if (own.File.Collusion is not { } book || book.Asked.Count + book.AnswersTold.Count == 0
            || (!IsStale && !touched.Visits.Any(v => book.IsAsked(v.PersonId, v.VisitId))))
        {
            return;
        }

        foreach (var asking in book.Asked.Items.Select(static a => a.Key)
            .Union(book.AnswersTold.Items.Select(static t => t.Key)).Order(StringComparer.Ordinal).ToList())
        {
            var answers = (book.Asked.Of(asking)?.Visits ?? []).Select(v => CollusionRules.Answer(own, v)).OfType<TakenVisit>();
            var brief = new Brief.TakenOver([.. answers]);
            if (book.AnswersTold.Set(asking, brief))
            {
                to.Tell(caregiver.Id, ActorId.Caregiver(asking), brief);
            }
        }
    }
}
