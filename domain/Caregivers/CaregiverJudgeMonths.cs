using LtcActors.Domain.Calendars;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Caregivers;

/// <summary>Months that are over, as a whole: by real name.</summary>
internal sealed partial class CaregiverJudge
{
    private readonly List<MonthFigures> figures = [];
    private DateTimeOffset? nextOnRoll;

    /// <summary>Of the months looked at in the last judgement: what the peers are to hear.</summary>
    public IReadOnlyList<MonthFigures> Figures => figures;

    /// <summary>The first month not over yet that has visits, and when it will be.</summary>
    public (DateOnly Month, DateTimeOffset At)? NextMonth { get; private set; }

    private void ClosedMonths(CaregiverCase of, DateOnly first)
    {
        foreach (var month in PeerRules.MonthsFrom(of, first))
        {
            if (RhythmRules.ClosedAt(month, of.On(month)) is var closed && closed > to.Now)
            {
                NextMonth = NextMonth?.At <= closed ? NextMonth : (month, closed);
                continue;
            }

            var heard = of.File.Months?.Of(month) ?? [];
            var rhythm = MonthRhythm.Of(of, heard);
            RhythmRules.Regular(of, month, heard, rhythm, found);
            Put(RhythmRules.Vis14, month.DayNumber);
            RhythmRules.Odd(of, month, heard, rhythm, found);
            Put(RhythmRules.Vis15, month.DayNumber);
            var own = PeerRules.FiguresOf(of, month, heard, rhythm);
            figures.Add(own);
            PeerRules.Apart(of, own, found);
            Put(PeerRules.Col04, month.DayNumber);
        }
    }

    /// <summary>On the roll and never seen at work; looked at anew where a visit may heal it.</summary>
    private void OnRoll(CaregiverCase of, bool all)
    {
        if (all || caregiver.Findings.Has(PhantomRules.Stf07.Id))
        {
            nextOnRoll = PhantomRules.NeverSeen(of, to.Now, found);
            nextOnRoll = Earlier(nextOnRoll, PhantomRules.LessThanDeclared(of, to.Now, found));
            if ((found.Count > 0 || caregiver.Findings.Has(PhantomRules.Stf07.Id)) && of.File.Months is { Declared: { Count: > 0 } declared })
            {
                touched.NoteMonth(declared.Min(static d => d.Month)); // The peers are asked, or no more, together with what is found.
            }

            Put(PhantomRules.Stf07);
        }
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b ?? a : a;
}
