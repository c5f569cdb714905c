using LtcActors.Domain.Calendars;
using LtcActors.Engine.Ports;

namespace LtcActors.Engine.Alerts;

/// <summary>The silences that hold, as the engine has decided them. The conductor's thread only; see <see cref="SilenceRegister"/>.</summary>
internal sealed class SilenceBook
{
    // Few hold at one time: an officer made each by hand.
    private readonly List<Silence> active = [];
    private int count;

    /// <summary>When the next one expires; null: none holds.</summary>
    public DateTimeOffset? NextEnd { get; private set; }

    /// <summary>Takes a change over from the journal or a checkpoint.</summary>
    public void Restore(Silence silence) => Put(silence);

    /// <summary>The silence that holds of an alert at an instant; of several the one that ends last.</summary>
    public Silence? Of(AlertRecord alert, DateTimeOffset now)
    {
        Silence? last = null;
        if (NextEnd is not null)
        {
            foreach (var silence in active)
            {
                if (now < silence.End && silence.Covers(alert) && (last is null || silence.Until > last.Until))
                {
                    last = silence;
                }
            }
        }

        return last;
    }

    public SilenceResult Begin(SilenceCommand.Begin command, AlertRecord? alert, DateTimeOffset now)
    {
        if (alert is null)
        {
            return new(SilenceAnswer.NotFound, null, "There is no alert with this id.");
        }

        if (Silence.NeverOf.Contains(alert.Rule))
        {
            return new(SilenceAnswer.Forbidden, null, $"{alert.Rule} stops a benefit by law and is never silenced.");
        }

        if (alert.Status is not (AlertStatus.Open or AlertStatus.Acknowledged))
        {
            return new(SilenceAnswer.Conflict, null, $"An alert that is {alert.Status.ToString().ToLowerInvariant()} cannot be silenced.");
        }

        if (Silence.IdIn(alert, command.Subject) is not { } subject)
        {
            return new(SilenceAnswer.Conflict, null, $"The alert names no {command.Subject.ToString().ToLowerInvariant()}.");
        }

        var today = Shanghai.DayOf(now);
        if (command.Until < today || command.Until >= today.AddDays(Silence.MaxDays))
        {
            return new(SilenceAnswer.OutOfRange, null, $"A silence ends today at the earliest, and lasts {Silence.MaxDays} days at most, today counted.");
        }

        var silence = new Silence(
            $"silence-{count + 1}", 0, alert.Rule, command.Subject, subject, alert.Severity, alert.Id, command.Reason, command.By, now,
            command.Until, SilenceStatus.Active, null, null, null);
        Put(silence);
        return new(SilenceAnswer.Done, silence, null);
    }

    public SilenceResult End(SilenceCommand.End command, DateTimeOffset now)
    {
        if (!IsKnown(command.Id))
        {
            return new(SilenceAnswer.NotFound, null, "There is no silence with this id.");
        }

        if (active.Find(s => s.Id == command.Id) is not { } silence)
        {
            return new(SilenceAnswer.Conflict, null, "The silence has ended already.");
        }

        var ended = silence with { Status = SilenceStatus.Ended, EndedAt = now, EndedBy = command.By, Note = command.Note };
        Put(ended);
        return new(SilenceAnswer.Done, ended, null);
    }

    /// <summary>Ends those whose last day is over at an instant, in the order of the register.</summary>
    public IReadOnlyList<Silence> Expire(DateTimeOffset now)
    {
        if (NextEnd is null || now < NextEnd)
        {
            return [];
        }

        List<Silence> over = [.. active.Where(s => s.End <= now).Select(s => s with { Status = SilenceStatus.Expired, EndedAt = s.End, EndedBy = AlertBook.System })];
        over.ForEach(Put);
        return over;
    }

    private bool IsKnown(string id) => Number(id) is > 0 and var number && number <= count;

    private static int Number(string id) =>
        id.StartsWith("silence-", StringComparison.Ordinal)
        && int.TryParse(id.AsSpan("silence-".Length), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;

    private void Put(Silence silence)
    {
        count = Math.Max(count, Number(silence.Id));
        active.RemoveAll(s => s.Id == silence.Id);
        if (silence.Status == SilenceStatus.Active)
        {
            active.Add(silence);
        }

        NextEnd = active.Count == 0 ? null : active.Min(s => s.End);
    }
}
