using LtcActors.Domain.Actors;
using LtcActors.Domain.Peers;

namespace LtcActors.Domain.Caregivers;

/// <summary>What a caregiver hears and tells of months that are over (docs/decisions/0016).</summary>
public sealed partial class Caregiver
{
    private readonly MonthTalk months = new(id);

    private void HearOfMonths(ActorId from, Brief brief)
    {
        var heard = file.Months ??= new();
        switch (brief)
        {
            case Brief.Rhythm b:
                heard.Hear(from.Id, b.Figures, b.IsEmpty);
                touched.NoteMonth(b.Figures.Month);
                break;
            case Brief.PeerPlace b:
                heard.Places.Set(from.Id, b);
                touched.NoteMonth(PeerKey.Of(from.Id).Month);
                break;
            case Brief.Feed b: touched.Standing |= heard.Feeds.Set(from.Id, b); break;
            default: throw new ArgumentOutOfRangeException(nameof(brief), brief.GetType().Name, "Not of months.");
        }
    }

    /// <summary>Peers hear of one id only, of several of one real name.</summary>
    private void TellPeers(Judgement to)
    {
        if (!talk.IsCanonical)
        {
            months.TellPeers(to, DateOnly.MinValue, []);
        }
        else if (touched.All || touched.MonthsFrom is not null)
        {
            months.TellPeers(to, touched.All ? DateOnly.MinValue : touched.MonthsFrom!.Value, judge!.Figures);
            if (judge.NextMonth is { } next)
            {
                months.Note(next.Month, next.At);
            }
        }
    }
}
