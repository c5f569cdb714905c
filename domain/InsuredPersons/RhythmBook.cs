using LtcActors.Domain.Actors;

namespace LtcActors.Domain.InsuredPersons;

/// <summary>
/// Which months of visits are still to be told to the caregivers that made them, from when on, and what they were told last. Most
/// persons have none of it for most of a month.
/// </summary>
internal sealed class RhythmBook
{
    private readonly List<Told> told = new(1);

    /// <summary>The first month to be told anew.</summary>
    public DateOnly? From { get; private set; }

    /// <summary>By our clock.</summary>
    public DateTimeOffset? Deadline { get; private set; }

    /// <summary>The first month ever told.</summary>
    public DateOnly? First => told.Count > 0 ? told[0].Month : null;

    public IEnumerable<DateOnly> MonthsFrom(DateOnly first) => told.Select(static t => t.Month).Where(m => m >= first).Distinct();

    /// <summary>The month, and those after it, are to be looked at then.</summary>
    public void Note(DateOnly month, DateTimeOffset at)
    {
        From = From <= month ? From : month;
        Deadline = Deadline <= at ? Deadline : at;
    }

    /// <summary>Nothing waits any more.</summary>
    public DateOnly? Take()
    {
        var from = From;
        (From, Deadline) = (null, null);
        return from;
    }

    /// <summary>Tells what differs from what was told of the month before; whom nothing is said of any more, that too.</summary>
    public void Tell(Judgement to, ActorId person, DateOnly month, IReadOnlyList<(string Caregiver, RhythmMonth Figures)> now)
    {
        foreach (var gone in told.Where(t => t.Month == month && !now.Any(n => n.Caregiver == t.Caregiver)).Select(static t => t.Caregiver).ToList())
        {
            Tell(to, person, month, gone, new(new(month, 0, 0, 0, 0, 0, 0, [], null)));
        }

        foreach (var (caregiver, figures) in now)
        {
            Tell(to, person, month, caregiver, new(figures));
        }
    }

    public void TakeFrom(RhythmBook earlier)
    {
        told.Clear();
        told.AddRange(earlier.told);
    }

    public void Write(StateWriter to)
    {
        to.Optional(From);
        to.Optional(Deadline);
        to.List(told, static (w, t) => { w.Day(t.Month); w.Text(t.Caregiver); w.ULong(t.Print); });
    }

    public static RhythmBook Read(StateReader from)
    {
        var book = new RhythmBook { From = from.OptionalDay(), Deadline = from.OptionalInstant() };
        book.told.AddRange(from.List(static r => new Told(r.Day(), r.Text(), r.ULong())));
        return book;
    }

    private void Tell(Judgement to, ActorId person, DateOnly month, string caregiver, Brief.Rhythm brief)
    {
        var next = new Told(month, caregiver, BriefCodec.PrintOf(brief));
        var at = told.BinarySearch(next);
        if (at < 0 ? brief.IsEmpty : told[at].Print == next.Print)
        {
            return;
        }

        if (at < 0)
        {
            told.Insert(~at, next);
        }
        else if (brief.IsEmpty)
        {
            told.RemoveAt(at);
        }
        else
        {
            told[at] = next;
        }

        to.Tell(person, ActorId.Caregiver(caregiver), brief);
    }

    /// <summary>In order of month, then caregiver.</summary>
    private readonly record struct Told(DateOnly Month, string Caregiver, ulong Print) : IComparable<Told>
    {
        public int CompareTo(Told other) =>
            Month.CompareTo(other.Month) is var byMonth and not 0 ? byMonth : string.CompareOrdinal(Caregiver, other.Caregiver);
    }
}
