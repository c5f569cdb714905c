using System.Text.Json.Serialization;
using LtcActors.Engine.Alerts;

namespace LtcActors.Engine.Ports;

/// <summary>What an officer asks of the silences.</summary>
[JsonDerivedType(typeof(Begin), "begin")]
[JsonDerivedType(typeof(End), "end")]
public abstract record SilenceCommand
{
    private SilenceCommand()
    {
    }

    /// <summary>Silences the rule of an alert for one of those the alert names.</summary>
    /// <param name="Until">The last day, Asia/Shanghai.</param>
    public sealed record Begin(string AlertId, SilenceSubject Subject, DateOnly Until, string Reason, string By) : SilenceCommand;

    /// <summary>Ends a silence before its time.</summary>
    public sealed record End(string Id, string By, string? Note) : SilenceCommand;
}

public enum SilenceAnswer
{
    Done,
    NotFound,

    /// <summary>The alert is not open, names no such subject, or the silence has ended already.</summary>
    Conflict,

    /// <summary>The rule is one of <see cref="Silence.NeverOf"/>.</summary>
    Forbidden,

    /// <summary>The last day is past, or too far off.</summary>
    OutOfRange,
}

/// <param name="Silence">After the change.</param>
public sealed record SilenceResult(SilenceAnswer Answer, Silence? Silence, string? Reason);
