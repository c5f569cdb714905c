namespace LtcActors.Silo;

/// <summary>Every bound the silo holds against the outside, in one place, with how they hang together.</summary>
public sealed record SiloLimits
{
    public static SiloLimits Default { get; } = new();

    /// <summary>Bytes of a batch.</summary>
    public int BatchBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Events in a batch.</summary>
    public int BatchEvents { get; init; } = 10_000;

    /// <summary>Bytes of one event that comes alone, structured or binary.</summary>
    public int EventBytes { get; init; } = 1024 * 1024;

    /// <summary>Bytes of one line of a stream.</summary>
    public int LineBytes { get; init; } = 1024 * 1024;

    /// <summary>Lines of a stream that are submitted together.</summary>
    public int GroupLines { get; init; } = 256;

    /// <summary>Streams of lines at one time.</summary>
    public int Streams { get; init; } = 256;

    /// <summary>How long a stream may be silent before it is ended.</summary>
    public TimeSpan StreamIdle { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest wait inside a stream before a group that was refused is tried again.</summary>
    public TimeSpan StreamRetryMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of all bodies that are held at one time. A flood of large bodies is refused here, not by the machine's memory.</summary>
    public long BodiesBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Bytes of a triage or sign-in body.</summary>
    public int CommandBytes { get; init; } = 64 * 1024;

    /// <summary>Characters of a note.</summary>
    public int NoteChars { get; init; } = 2000;

    /// <summary>Alerts that one triage may change together.</summary>
    public int TriageItems { get; init; } = 500;

    /// <summary>Views that one officer keeps.</summary>
    public int ViewsOfOne { get; init; } = 100;

    /// <summary>Findings of shadows that have an outcome, and outcomes that one of them is given one after the other.</summary>
    public int ShadowJudged { get; init; } = 100_000;

    public int ShadowJudgedAgain { get; init; } = 100;

    /// <summary>Characters of a name of an account or a token.</summary>
    public int NameChars { get; init; } = 64;

    /// <summary>Characters of an id at another party that signs people in; OpenID Connect has 255 at most.</summary>
    public int ExternalIdChars { get; init; } = 255;

    /// <summary>How long a sign-in by another party may take, from leaving the board to coming back.</summary>
    public TimeSpan OidcRound { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How far the other party's clock may be from ours.</summary>
    public TimeSpan OidcSkew { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the other party may take for one answer.</summary>
    public TimeSpan OidcAnswer { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Refused sign-ins of nobody's name that the audit notes in a minute; the log counts the rest. Anybody can send any number.</summary>
    public int StrangersNoted { get; init; } = 30;

    /// <summary>Characters of a password that somebody chooses, at least.</summary>
    public int PasswordChars { get; init; } = 12;

    /// <summary>Districts or institutions of an account, sources of a token.</summary>
    public int ScopeItems { get; init; } = 500;

    /// <summary>Entries of the audit that one request looks through.</summary>
    public int AuditScan { get; init; } = 20_000;

    /// <summary>How often the head of the audit is noted outside the journal.</summary>
    public TimeSpan AuditHeadEvery { get; init; } = TimeSpan.FromHours(1);

    public int PageItems { get; init; } = 1000;

    public int PageItemsDefault { get; init; } = 200;

    /// <summary>Columns of the grid in which a map gathers what lies close together.</summary>
    public int MapCells { get; init; } = 96;

    public int MapCellsDefault { get; init; } = 40;

    /// <summary>Ids that a cluster on the map names; it counts the rest.</summary>
    public int MapClusterIds { get; init; } = 20;

    /// <summary>Items and clusters in one answer, and names of institutions; beyond it those of the last layers are left out, and the answer says so.</summary>
    public int MapItems { get; init; } = 4000;

    /// <summary>The latest check-ins that the map can show.</summary>
    public int MapCheckIns { get; init; } = 50_000;

    /// <summary>Journal entries of one entity that are held for a visit or a day.</summary>
    public int TrailEntries { get; init; } = 50_000;

    /// <summary>Measured positions in one answer.</summary>
    public int TrailPoints { get; init; } = 20_000;

    /// <summary>Persons whose visits are looked through for an institution's.</summary>
    public int InstitutionClients { get; init; } = 500;

    public int GraphSteps { get; init; } = 3;

    public int GraphNodes { get; init; } = 400;

    public int GraphNodesDefault { get; init; } = 120;

    /// <summary>Neighbours of one node; those with the weakest ties are left out, and counted.</summary>
    public int GraphNeighbours { get; init; } = 30;

    /// <summary>Journal entries that one graph as known at an instant reads.</summary>
    public int GraphEntries { get; init; } = 20_000;

    /// <summary>Of them, for one node: its latest.</summary>
    public int GraphEntriesOfOne { get; init; } = 1_000;

    /// <summary>Bytes of a file attached to a case.</summary>
    public int AttachmentBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>Characters of an attached file's name.</summary>
    public int AttachmentNameChars { get; init; } = 200;

    /// <summary>Streams that one hub connection may read at one time.</summary>
    public int HubStreams { get; init; } = 4;

    public int HubMessageBytes { get; init; } = 16 * 1024;

    public int Connections { get; init; } = 4096;

    public int HeaderBytes { get; init; } = 32 * 1024;

    public TimeSpan HeadersTimeout { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a session lasts, whatever is done in it: a shift.</summary>
    public TimeSpan SessionLength { get; init; } = TimeSpan.FromHours(10);

    /// <summary>How long it lasts without anybody there.</summary>
    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// How often the journal is told that somebody is there. By so much earlier, at the worst, a session is over in another silo, and
    /// in this one after a restart.
    /// </summary>
    public TimeSpan SessionKept { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often it is looked for sessions that are over, to end what is still connected by them.</summary>
    public TimeSpan SessionSweep { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a display on a wall stays open, with nobody there.</summary>
    public TimeSpan WallLength { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Sessions at one time; the oldest goes when one more comes.</summary>
    public int Sessions { get; init; } = 1000;

    /// <summary>How long a session sees what it has revealed.</summary>
    public TimeSpan RevealFor { get; init; } = TimeSpan.FromMinutes(10);

    public int SignInFailures { get; init; } = 5;

    public TimeSpan SignInLock { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Sign-ins whose password is being hashed: each costs a core for tens of milliseconds.</summary>
    public int SignInsAtOnce { get; init; } = 2;

    /// <summary>Names whose failed sign-ins are counted; of more, those that were tried longest ago are forgotten.</summary>
    public int SignInNames { get; init; } = 10_000;

    /// <summary>How often what the database keeps for minutes is looked through for what is over.</summary>
    public TimeSpan TableSweep { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How old what is known of accounts, sessions and all the desk keeps may be before nobody is let in.</summary>
    public TimeSpan DeskAge { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often it is looked for what other processes have kept.</summary>
    public TimeSpan DeskEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <returns>One sentence for each relation that does not hold.</returns>
    public IEnumerable<string> Broken()
    {
        if (EventBytes > BatchBytes)
        {
            yield return "An event alone may not be larger than a batch.";
        }

        if (BodiesBytes < 2L * BatchBytes)
        {
            // While a buffer grows, the old one and the new one are both held.
            yield return "The bodies held at one time must have room for two batches.";
        }

        if (PageItemsDefault > PageItems)
        {
            yield return "The usual page may not be larger than the largest.";
        }

        if (TriageItems * 120 > CommandBytes)
        {
            yield return "A command must have room for the ids of a triage of many.";
        }

        if (MapCellsDefault > MapCells || GraphNodesDefault > GraphNodes)
        {
            yield return "The usual size of a map or a graph may not be larger than the largest.";
        }

        if (MapItems < MapClusterIds || GraphNodes < GraphNeighbours || GraphEntries < GraphEntriesOfOne)
        {
            yield return "A map has room for a cluster, and a graph for the neighbours and the entries of one node.";
        }

        if (AttachmentBytes > BatchBytes)
        {
            yield return "A file attached may not be larger than the largest body the server takes.";
        }

        if (GroupLines > BatchEvents)
        {
            yield return "A group of lines may not be larger than a batch.";
        }

        if (SessionIdle < TimeSpan.FromMinutes(5) || SessionIdle > TimeSpan.FromHours(8))
        {
            yield return "--session-idle is 5 to 480 minutes.";
        }

        if (SessionLength < TimeSpan.FromHours(1) || SessionLength > TimeSpan.FromHours(24) || SessionIdle > SessionLength)
        {
            yield return "--session-hours is 1 to 24, and not less than --session-idle.";
        }

        if (WallLength < TimeSpan.FromHours(1) || WallLength > TimeSpan.FromDays(30))
        {
            yield return "--wall-hours is 1 to 720.";
        }

        if (2 * SessionKept > SessionIdle || SessionSweep > TimeSpan.FromSeconds(30))
        {
            yield return "That somebody is there must be kept twice in the time without anybody, and what is over must end within half a minute.";
        }

        if (DeskEvery >= DeskAge)
        {
            yield return "The desk must be read again before what is known of it is too old.";
        }

        if (HubMessageBytes > CommandBytes)
        {
            yield return "A hub message may not be larger than a command.";
        }
    }
}
