using LtcActors.Domain.Rules;
using LtcActors.Engine.Running;
using LtcActors.Grains.Interfaces.Wire;

namespace LtcActors.Grains.Entities;

/// <summary>A stage of an epoch, as far as it concerns one actor.</summary>
internal sealed partial class Resident
{
    private EntityAnswer RunStage(EntityCall call, List<long>? places)
    {
        for (var n = 0; n < call.Notes.Count; n++)
        {
            slot!.Note(call.Notes[n], services.Limits.HistoryPageBytes);
        }

        if (!IsJudged(call))
        {
            return EntityAnswer.Nothing;
        }

        if (services.Rent(call.Generation) is not { } judging)
        {
            return EntityAnswer.Gap;
        }

        try
        {
            if (call.Epoch != epoch)
            {
                (epoch, changes) = (call.Epoch, null);
            }

            judging.At(call.JudgeAt);
            judging.Changes = changes ?? judging.Changes;
            var (faults, due) = (judging.Faults, slot!.Queued);
            Deliver(judging, call, places);
            var told = judging.Telling.Count == 0 ? [] : judging.Telling.Select(t => new Message(t.To, t.From, t.Brief)).ToArray();
            var net = NetChanges(judging);
            var failed = judging.Faults - faults;
            return told.Length == 0 && net is null && slot.Queued == due && !call.Wake && failed == 0
                ? EntityAnswer.Nothing
                : new(StageStatus.Done, told, net, slot.Queued != due || call.Wake, slot.Queued, failed, failed == 0 ? null : judging.LastFault!.ToString());
        }
        finally
        {
            judging.Telling.Clear();
            if (judging.Changes.Any || judging.Changes == changes)
            {
                judging.Changes = new(); // The others are kept here.
            }

            services.Return(judging);
        }
    }

    private void Deliver(Judging judging, EntityCall call, List<long>? places)
    {
        // By index, here and below: an enumerator for every actor and stage is seen in the figures.
        for (var n = 0; n < call.Deliveries.Count; n++)
        {
            var entry = call.Deliveries[n].Entry;
            slot!.Note(entry.Seq, services.Limits.HistoryPageBytes);
            if (places is null)
            {
                judging.Apply(slot, entry);
            }
        }

        if (places is not null)
        {
            judging.BuildAnew(slot!, places, DateTimeOffset.MaxValue, this);
        }

        for (var n = 0; n < call.Heard.Count; n++)
        {
            judging.Hear(slot!, call.Heard[n].From, call.Heard[n].Brief);
        }

        if (call.Wake)
        {
            slot!.Queued = null;
        }

        if (call.FromNothing)
        {
            slot!.Actor.Findings.Clear();
        }

        if (call.Anew)
        {
            slot!.Actor.TouchAll();
        }

        judging.Judge(slot!);
    }

    /// <summary>It is not only told of places to note.</summary>
    private static bool IsJudged(EntityCall call) =>
        call.Wake || call.Rebuild || call.Anew || call.Deliveries.Count > 0 || call.Heard.Count > 0;

    private List<NetChange>? NetChanges(Judging judging)
    {
        if (!judging.Changes.Any)
        {
            return null;
        }

        // Kept: what the next round of this epoch does is told together with this.
        changes = judging.Changes;
        var net = new List<(string Id, Finding? After)>();
        changes.CopyTo(net);
        return net.ConvertAll(c => new NetChange(c.Id, c.After));
    }
}
