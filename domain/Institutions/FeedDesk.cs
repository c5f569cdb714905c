using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.InsuredPersons;

namespace LtcActors.Domain.Institutions;

/// <summary>
/// Tells all who belong to an institution the same of what is known of it, whenever that is another: its staff, in which months
/// check-ins that name it are known (STF-07), and where it is, by whose law they are judged who have no client; the persons it serves,
/// in which months any of them was confirmed, and from when on their relatives check in and their faces are looked at (ELG-08, FAM-03, IDN-02). So a register without a stream
/// of visits, or without anybody's records, accuses nobody.
/// </summary>
/// <param name="addressOf">Of an id that is told.</param>
internal sealed class FeedDesk(ActorId institution, Func<string, ActorId> addressOf)
{
    private readonly SortedDictionary<string, ulong> roll = new(StringComparer.Ordinal);
    private bool isStale;

    /// <summary>What is told may be another, or everything is to be looked at.</summary>
    public void Touch() => isStale = true;

    public void Hear(string id, bool belongs)
    {
        if (!belongs)
        {
            roll.Remove(id);
        }
        else if (!roll.ContainsKey(id))
        {
            roll[id] = 0;
            isStale = true;
        }
    }

    public void Tell(Judgement to, Func<Brief> told)
    {
        if (!isStale)
        {
            return;
        }

        isStale = false;
        var brief = told();
        var print = BriefCodec.PrintOf(brief);
        foreach (var id in roll.Where(r => r.Value != print).Select(static r => r.Key).ToList())
        {
            roll[id] = print;
            to.Tell(institution, addressOf(id), brief);
        }
    }

    public void TakeFrom(FeedDesk earlier)
    {
        foreach (var (id, print) in earlier.roll)
        {
            roll[id] = print;
        }

        isStale = true;
    }

    public void Write(StateWriter to)
    {
        to.Bool(isStale);
        to.List(roll, static (w, r) => { w.Text(r.Key); w.ULong(r.Value); });
    }

    public void Read(StateReader from)
    {
        isStale = from.Bool();
        foreach (var (id, print) in from.List(static r => (r.Text(), r.ULong())))
        {
            roll[id] = print;
        }
    }

    public static Brief.Feed CheckInsOf(InstitutionFile file)
    {
        var months = ImmutableArray.CreateBuilder<DateOnly>();
        foreach (var day in file.CheckIns.Keys)
        {
            if (Shanghai.FirstOfMonth(day) is var month && (months.Count == 0 || months[^1] != month))
            {
                months.Add(month);
            }
        }

        return new(file.CheckIns.Count > 0 ? file.CheckIns.Keys[0] : null, months.ToImmutable(), file.DistrictCode);
    }

    public static Brief.Records RecordsOf(HeardBriefs heard)
    {
        var months = new SortedSet<DateOnly>();
        DateOnly? relatives = null, faces = null;
        foreach (var (_, of) in heard.Recorded)
        {
            months.UnionWith(of.Confirmed);
            relatives = relatives <= of.RelativeFrom ? relatives : of.RelativeFrom ?? relatives;
            faces = faces <= of.FaceFrom ? faces : of.FaceFrom ?? faces;
        }

        return new([.. months], relatives, faces);
    }
}
