using LtcActors.Domain.Actors;
using Orleans.Serialization.Cloning;

namespace LtcActors.Grains.Interfaces.Wire;

/// <summary>One stage for all partitions of a silo that have anything to do in it. They share their events, which travel and are read once.</summary>
public sealed record SiloCall(IReadOnlyList<(int Partition, StageCall Call)> Stages);

[RegisterSerializer]
public sealed class SiloCallCodec : MessageCodec<SiloCall>
{
    protected override void Write(StateWriter to, SiloCall value)
    {
        StageCallCodec.WriteEvents(to, value.Stages[0].Call.Events);
        to.List(value.Stages, static (w, s) =>
        {
            w.Int(s.Partition);
            StageCallCodec.WriteRest(w, s.Call);
        });
    }

    protected override SiloCall Read(StateReader from)
    {
        var events = StageCallCodec.ReadEvents(from);
        return new(from.List(r => (r.Int(), StageCallCodec.ReadRest(r, events))));
    }
}

[RegisterCopier]
public sealed class SiloCallCopier : ShallowCopier<SiloCall>;

/// <summary>What came of it, in the order of the call.</summary>
public sealed record SiloAnswer(IReadOnlyList<StageAnswer> Answers);

[RegisterSerializer]
public sealed class SiloAnswerCodec : MessageCodec<SiloAnswer>
{
    protected override void Write(StateWriter to, SiloAnswer value) => to.List(value.Answers, StageAnswerCodec.WriteTo);

    protected override SiloAnswer Read(StateReader from) => new(from.List(StageAnswerCodec.ReadFrom));
}

[RegisterCopier]
public sealed class SiloAnswerCopier : ShallowCopier<SiloAnswer>;
