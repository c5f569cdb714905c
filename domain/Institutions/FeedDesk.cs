using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.InsuredPersons;

namespace LtcActors.Domain.Institutions;

/// <summary>
/// Tells the caregivers on an institution's roll in which months check-ins that name it are known: once a month, so that a register
/// of staff without a stream of visits accuses nobody (STF-07); and where it is, by whose law they are judged who have no client.
/// </summary>
internal sealed class FeedDesk(ActorId institution)
{
    private readonly SortedDictionary<string, ulong> roll = new(StringComparer.Ordinal);
    private bool isStale;

    /// <summary>A check-in of a day came of which none was known, or everything is to be looked at.</summary>
    public void Touch() => isStale = true;

    public void Hear(string caregiver, bool isEmployed)
    {
        if (!isEmployed)
        {
            roll.Remove(caregiver);
        }
        else if (!roll.ContainsKey(caregiver))
        {
            roll[caregiver] = 0;
            isStale = true;
        }
    }

    public void Tell(Judgement to, InstitutionFile file)
    {
        if (!isStale)
        {
            return;
        }

        isStale = false;
        var brief = Of(file);
        var print = BriefCodec.PrintOf(brief);
        foreach (var caregiver in roll.Where(r => r.Value != print).Select(static r => r.Key).ToList())
        {
            roll[caregiver] = print;
            to.Tell(institution, ActorId.Caregiver(caregiver), brief);
        }
    }

    public void TakeFrom(FeedDesk earlier)
    {
        foreach (var (caregiver, print) in earlier.roll)
        {
            roll[caregiver] = print;
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
        foreach (var (caregiver, print) in from.List(static r => (r.Text(), r.ULong())))
        {
            roll[caregiver] = print;
        }
    }

    private static Brief.Feed Of(InstitutionFile file)
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
}
