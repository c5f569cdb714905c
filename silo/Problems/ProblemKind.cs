namespace LtcActors.Silo.Problems;

/// <summary>
/// A way in which a request can fail: the code is stable and part of the contract. What people read for it stands as <c>problem.CODE</c> in
/// the board's catalogue, in both languages.
/// </summary>
public sealed record ProblemKind(int Status, string Code)
{
    public static ProblemKind BadRequest { get; } = new(400, "bad-request");
    public static ProblemKind NotJson { get; } = new(400, "not-json");
    public static ProblemKind EmptyBody { get; } = new(400, "empty-body");
    public static ProblemKind Missing { get; } = new(400, "missing");
    public static ProblemKind WrongType { get; } = new(400, "wrong-type");
    public static ProblemKind TooLong { get; } = new(400, "too-long");
    public static ProblemKind Malformed { get; } = new(400, "malformed");
    public static ProblemKind OutOfRange { get; } = new(400, "out-of-range");
    public static ProblemKind UnknownValue { get; } = new(400, "unknown-value");
    public static ProblemKind InvalidPolicy { get; } = new(400, "invalid-policy");
    public static ProblemKind Repeated { get; } = new(400, "repeated");
    public static ProblemKind Unauthenticated { get; } = new(401, "unauthenticated");
    public static ProblemKind SignInRefused { get; } = new(401, "sign-in-refused");
    public static ProblemKind Forbidden { get; } = new(403, "forbidden");
    public static ProblemKind Csrf { get; } = new(403, "csrf");
    public static ProblemKind ForeignOrigin { get; } = new(403, "foreign-origin");
    public static ProblemKind PasswordExpired { get; } = new(403, "password-expired");
    public static ProblemKind NotFound { get; } = new(404, "not-found");
    public static ProblemKind MethodNotAllowed { get; } = new(405, "method-not-allowed");
    public static ProblemKind RequestTimeout { get; } = new(408, "request-timeout");
    public static ProblemKind Conflict { get; } = new(409, "conflict");
    public static ProblemKind NeverSilenced { get; } = new(409, "never-silenced");
    public static ProblemKind CaseConflict { get; } = new(409, "case-conflict");
    public static ProblemKind OwnDraft { get; } = new(409, "own-draft");
    public static ProblemKind ViewConflict { get; } = new(409, "view-conflict");
    public static ProblemKind NameTaken { get; } = new(409, "name-taken");
    public static ProblemKind AccessConflict { get; } = new(409, "access-conflict");
    public static ProblemKind BodyTooLarge { get; } = new(413, "body-too-large");
    public static ProblemKind TooManyEvents { get; } = new(413, "too-many-events");
    public static ProblemKind UnsupportedMediaType { get; } = new(415, "unsupported-media-type");
    public static ProblemKind UnsupportedEncoding { get; } = new(415, "unsupported-encoding");
    public static ProblemKind UnknownAssignee { get; } = new(422, "unknown-assignee");
    public static ProblemKind Overloaded { get; } = new(429, "overloaded");
    public static ProblemKind Locked { get; } = new(429, "locked");
    public static ProblemKind HeadersTooLarge { get; } = new(431, "headers-too-large");
    public static ProblemKind AttachmentDamaged { get; } = new(410, "attachment-damaged");
    public static ProblemKind Internal { get; } = new(500, "internal");
    public static ProblemKind JournalUnavailable { get; } = new(503, "journal-unavailable");
    public static ProblemKind NotReady { get; } = new(503, "not-ready");
    public static ProblemKind TooManyConnections { get; } = new(503, "too-many-connections");

    /// <summary>For an answer that has a status and nothing else, as the framework gives them.</summary>
    public static ProblemKind OfStatus(int status) => status switch
    {
        400 => BadRequest,
        401 => Unauthenticated,
        403 => Forbidden,
        404 => NotFound,
        405 => MethodNotAllowed,
        408 => RequestTimeout,
        413 => BodyTooLarge,
        415 => UnsupportedMediaType,
        429 => Overloaded,
        431 => HeadersTooLarge,
        503 => NotReady,
        >= 500 => Internal with { Status = status },
        _ => BadRequest with { Status = status },
    };
}
