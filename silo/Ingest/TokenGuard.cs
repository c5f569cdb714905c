using LtcActors.Domain;
using LtcActors.Engine.Wire;
using LtcActors.Silo.Access;

namespace LtcActors.Silo.Ingest;

/// <summary>What a token may send: a phone what its caregiver does, a feed what comes from its sources. The others of a request go through.</summary>
internal static class TokenGuard
{
    /// <summary>Puts a rejected event in the place of each that the caller may not send.</summary>
    public static void Apply(HttpContext context, List<ParsedEvent> events)
    {
        if (Caller.Of(context).Bound is not { } bound)
        {
            return;
        }

        for (var i = 0; i < events.Count; i++)
        {
            if (events[i].IsValid && Fault(bound, events[i]) is { } fault)
            {
                events[i] = events[i] with { Fact = null, Problems = [fault] };
            }
        }
    }

    private static Problem? Fault(TokenBound bound, ParsedEvent parsed)
    {
        if (bound.CaregiverId is { } caregiver && CaregiverOf(parsed.Fact!) != caregiver)
        {
            return new("not-allowed", "This token sends what its own caregiver does, and nothing else.", "/data/caregiverId");
        }

        return bound.Sources.Count > 0 && !bound.Sources.Any(s => parsed.Source!.StartsWith(s, StringComparison.Ordinal))
            ? new("not-allowed", "This token may not send events of this source.", "/source")
            : null;
    }

    /// <summary>Of what a caregiver's phone sends; null for all else.</summary>
    private static string? CaregiverOf(Fact fact) => fact switch
    {
        Fact.VisitChecked f => f.CaregiverId,
        Fact.VisitTracked f => f.CaregiverId,
        Fact.CaregiverTracked f => f.CaregiverId,
        _ => null,
    };
}
