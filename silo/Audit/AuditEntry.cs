using System.Text.Json;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Hosting;

namespace LtcActors.Silo.Audit;

/// <summary>What was done: stored names, never changed.</summary>
internal static class AuditActions
{
    /// <summary>An entity was looked at.</summary>
    public const string Read = "read";

    /// <summary>The journal's entries about an entity were looked at.</summary>
    public const string History = "history";

    /// <summary>One event of the journal was looked at.</summary>
    public const string Event = "event";

    /// <summary>Personal data was shown, for a purpose.</summary>
    public const string Reveal = "reveal";

    /// <summary>Data left as a file.</summary>
    public const string Export = "export";

    /// <summary>A request was refused: the role does not allow it, or it is of another's scope.</summary>
    public const string Refused = "refused";

    public const string SignIn = "sign-in";
    public const string SignOut = "sign-out";
    public const string Password = "password";
    public const string Account = "account";
    public const string Token = "token";
    public const string Session = "session";

    /// <summary>What only a shadow finds was given an outcome.</summary>
    public const string Outcome = "outcome";

    public static IReadOnlyList<string> All { get; } =
        [Read, History, Event, Reveal, Export, Refused, SignIn, SignOut, Password, Account, Token, Session, Outcome];
}

/// <summary>Who did what to whom, when, from where, why, and what came of it.</summary>
/// <param name="By">Account or token; null: nobody was let in.</param>
/// <param name="From">Address.</param>
/// <param name="Session">Short id of the session; null: by a token.</param>
/// <param name="Kind">Of what it is about: <c>person</c>, <c>caregiver</c>, <c>account</c> …</param>
/// <param name="Result"><c>shown</c>, <c>masked</c>, <c>done</c>, <c>refused</c> …</param>
internal sealed record AuditEntry(
    string Action, string? By, string? Role, DateTimeOffset At, string? From, string? Session, string? Kind, string? Id, string? Purpose,
    string? Note, string Result, string? Request)
{
    public NewDecision Decision() => new(DecisionKind.Audit, JsonSerializer.SerializeToUtf8Bytes(this, Json.Options));
}
