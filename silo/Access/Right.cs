namespace LtcActors.Silo.Access;

/// <summary>What a role may do; what is not named here, everybody signed in may do with what is his own.</summary>
[Flags]
internal enum Right
{
    None = 0,

    SendEvents = 1,

    /// <summary>Alerts, entities, the catalogue, in the caller's scope; personal data masked.</summary>
    Read = 2,

    /// <summary>Changes what becomes of an alert: triage and silences.</summary>
    Triage = 4,

    /// <summary>Sees personal data unmasked, for a purpose.</summary>
    Reveal = 8,

    /// <summary>Keeps notes, pins and attachments of a case.</summary>
    Investigate = 16,

    ReadPolicies = 32,

    EditPolicies = 64,

    ReadAudit = 128,

    /// <summary>Accounts, tokens and sessions of others.</summary>
    ManageAccess = 256,

    /// <summary>Keeps what others see: shared views, defaults of a role.</summary>
    Share = 512,

    /// <summary>Is told of what nobody took in its time: it is routed to whoever has this and sees the alert. No route asks for it.</summary>
    Supervise = 1024,

    /// <summary>What is only tried beside what counts, and the outcomes given to it.</summary>
    ReadShadows = 2048,

    /// <summary>Accounts, tokens and sessions of others as they are listed; no secret stands there.</summary>
    ReadAccess = 4096,
}
