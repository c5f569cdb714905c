using LtcActors.Engine.Alerts;
using LtcActors.Engine.Replaying;

namespace LtcActors.Engine.Shadowing;

/// <summary>What is tried beside what counts, and what comes of it so far. For policy editors only.</summary>
/// <param name="Versions">Ids of the policy versions that are tried.</param>
/// <param name="Rules">Ids of the rules that are tried.</param>
/// <param name="Status"><c>none</c>, <c>catching-up</c>, <c>following</c> or <c>failed</c>.</param>
/// <param name="Position">Place of the journal up to which it is judged.</param>
/// <param name="Alerts">All that would be others, by id: before as they are, after as they would be.</param>
/// <param name="Outcomes">Of every rule that has an alert in either, in the order of the rules.</param>
public sealed record ShadowReport(
    IReadOnlyList<string> Versions, IReadOnlyList<string> Rules, string Status, string? Failure, long Position, long LastSeq,
    ShadowDifferences Alerts, IReadOnlyList<ShadowOutcome> Outcomes)
{
    public const string None = "none";
    public const string CatchingUp = "catching-up";
    public const string Following = "following";
    public const string Failed = "failed";

    /// <summary>How long whoever reads page after page is answered from one comparison, while alerts and findings go on.</summary>
    public static readonly TimeSpan GoesOnFor = TimeSpan.FromMinutes(1);

    public static ShadowReport Nothing { get; } = new([], [], None, null, 0, 0, ShadowDifferences.None, []);

    public ShadowAnswer Answer(ShadowQuestion question) => new(
        Versions, Rules, Status, Failure, Position, LastSeq, Alerts.Page(question.Filter, question.After, question.Limit, question.Names), Outcomes);
}

/// <summary>A rule as it is and as it is tried, side by side.</summary>
/// <param name="Live">Of the alerts that stand or stood closed: what officers found.</param>
/// <param name="Shadow">The same of those that would be raised: by what officers found of the same alert, else by what editors found of the finding.</param>
/// <param name="Appear">Would be raised and are not.</param>
/// <param name="Judged">Of those that would appear, to how many an editor has given an outcome.</param>
public sealed record ShadowOutcome(string Rule, ShadowCount Live, ShadowCount Shadow, int Appear, int Vanish, int Change, int Judged);

/// <param name="Precision">As in <see cref="OutcomeCount.Precision"/>.</param>
public sealed record ShadowCount(int Alerts, int Confirmed, int NotConfirmed, int Undecidable, int FalseAlarm, double? Precision)
{
    internal static ShadowCount Of(string rule, IReadOnlyCollection<AlertRecord> alerts)
    {
        int With(string outcome) => alerts.Count(a => a.Outcome == outcome);
        var count = new OutcomeCount(
            rule, 0, null, With(Outcomes.Confirmed), With(Outcomes.NotConfirmed), With(Outcomes.Undecidable), With(Outcomes.FalseAlarm), 0);
        return new(alerts.Count, count.Confirmed, count.NotConfirmed, count.Undecidable, count.FalseAlarm, count.Precision);
    }
}
