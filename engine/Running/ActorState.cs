using System.Collections.Immutable;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Rules;

namespace LtcActors.Engine.Running;

/// <summary>An actor and its findings as bytes: what a checkpoint keeps.</summary>
internal static class ActorState
{
    /// <summary>
    /// Counts up when any actor writes its state differently: older checkpoints are then thrown away, and all is built anew from the
    /// journal. Where only rules or policies are others, the states hold, and all is judged anew.
    /// </summary>
    public const int Version = 6;

    public static void Write(Actor actor, StateWriter to)
    {
        actor.Write(to);
        to.Int(actor.Findings.Any ? actor.Findings.Scopes.Count() : 0);
        foreach (var (scope, findings) in actor.Findings.Scopes)
        {
            to.Text(scope);
            to.List(findings, Write);
        }
    }

    public static void Read(Actor actor, ReadOnlyMemory<byte> state)
    {
        var from = new StateReader(state);
        actor.Read(from);
        for (var n = from.Int(); n > 0; n--)
        {
            actor.Findings.Set(from.Text(), from.List(Read).ToArray());
        }
    }

    public static void Write(StateWriter to, Finding f)
    {
        to.Text(f.Rule.Id);
        to.Byte((byte)f.Subject.Kind);
        to.Text(f.Subject.Id);
        to.Text(f.Anchor);
        to.Byte((byte)f.Severity);
        to.Instant(f.OccurredAt);
        to.Optional(f.EndedAt);
        to.Bool(f.DecidedLate);
        to.Text(f.PersonId);
        to.Text(f.CaregiverId);
        to.Text(f.InstitutionId);
        to.Text(f.DeviceId);
        to.Text(f.DistrictCode);
        to.List(f.VisitIds, static (w, id) => w.Text(id));
        to.List(f.Evidence, static (w, e) =>
        {
            w.Ref(e.Fact);
            w.Text(e.Note);
        });
        to.List(f.Figures, static (w, g) =>
        {
            w.Text(g.Name);
            w.Optional(g.Number);
            w.Text(g.Text);
            w.Text(g.Unit);
            w.Optional(g.Limit);
            w.Text(g.Basis);
        });
    }

    public static Finding Read(StateReader from) => new(
        Catalogue.Get(from.Text()), new((ActorKind)from.Byte(), from.Text()), from.Text(), (Severity)from.Byte(), from.Instant(),
        from.OptionalInstant(), from.Bool(), from.OptionalText(), from.OptionalText(), from.OptionalText(), from.OptionalText(),
        from.OptionalText(), [.. from.List(static r => r.Text())],
        [.. from.List(static r => new Evidence(r.Ref(), r.Text()))],
        [.. from.List(static r => new Figure(r.Text(), r.OptionalDouble(), r.OptionalText(), r.OptionalText(), r.OptionalDouble(), r.OptionalText()))]);
}
