namespace LtcActors.Engine.Shadowing;

/// <summary>What is asked of a shadow.</summary>
/// <param name="Judged">Outcomes that editors gave to findings that only the shadow has, by their ids; the same object while none is given.</param>
/// <param name="Filter">Which of the alerts that would be others.</param>
/// <param name="After">Id of the last one seen, whether or not it still differs; empty: from the first on.</param>
/// <param name="Limit">How many at most; 0: they are only counted.</param>
/// <param name="GoesOn">It is a further page of what was shown: for <see cref="ShadowReport.GoesOnFor"/> that is not compared anew.</param>
/// <param name="Names">Whether the events they rest on are looked up by name.</param>
public sealed record ShadowQuestion(
    IReadOnlyDictionary<string, string> Judged, ShadowFilter Filter, string After = "", int Limit = 0, bool GoesOn = false, bool Names = true);

/// <summary>As a <see cref="ShadowReport"/>, with the alerts that were asked for.</summary>
public sealed record ShadowAnswer(
    IReadOnlyList<string> Versions, IReadOnlyList<string> Rules, string Status, string? Failure, long Position, long LastSeq, ShadowPage Page,
    IReadOnlyList<ShadowOutcome> Outcomes);
