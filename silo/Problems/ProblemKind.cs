namespace LtcActors.Silo.Problems;

/// <summary>A way in which a request can fail: the code is stable and part of the contract, the titles are for people.</summary>
public sealed record ProblemKind(int Status, string Code, string En, string Zh)
{
    public static ProblemKind BadRequest { get; } = new(400, "bad-request", "The request cannot be read", "请求无法解析");
    public static ProblemKind NotJson { get; } = new(400, "not-json", "The body is not JSON", "请求体不是 JSON");
    public static ProblemKind EmptyBody { get; } = new(400, "empty-body", "The body is empty", "请求体为空");
    public static ProblemKind Missing { get; } = new(400, "missing", "A member is missing", "缺少必填项");
    public static ProblemKind WrongType { get; } = new(400, "wrong-type", "A value has the wrong type", "数据类型错误");
    public static ProblemKind TooLong { get; } = new(400, "too-long", "A text is too long", "文本过长");
    public static ProblemKind Malformed { get; } = new(400, "malformed", "A value is malformed", "格式错误");
    public static ProblemKind OutOfRange { get; } = new(400, "out-of-range", "A value is out of range", "数值超出范围");
    public static ProblemKind UnknownValue { get; } = new(400, "unknown-value", "A value is unknown", "未知的取值");
    public static ProblemKind InvalidPolicy { get; } = new(400, "invalid-policy", "The values cannot be used as they are written", "参数草案有误");
    public static ProblemKind Repeated { get; } = new(400, "repeated", "A parameter is repeated", "参数重复");
    public static ProblemKind Unauthenticated { get; } = new(401, "unauthenticated", "Sign in or send a valid token", "未登录或令牌无效");
    public static ProblemKind SignInRefused { get; } = new(401, "sign-in-refused", "User or password is wrong", "用户名或密码错误");
    public static ProblemKind Forbidden { get; } = new(403, "forbidden", "Not allowed with these credentials", "无权执行此操作");
    public static ProblemKind Csrf { get; } = new(403, "csrf", "The X-CSRF header is missing or wrong", "缺少或错误的 X-CSRF 标头");
    public static ProblemKind ForeignOrigin { get; } = new(403, "foreign-origin", "The origin is not allowed", "来源不被允许");
    public static ProblemKind PasswordExpired { get; } = new(403, "password-expired", "A password must be chosen first", "请先修改密码");
    public static ProblemKind NotFound { get; } = new(404, "not-found", "There is no such thing here", "未找到");
    public static ProblemKind MethodNotAllowed { get; } = new(405, "method-not-allowed", "The method is not allowed here", "不支持的请求方法");
    public static ProblemKind RequestTimeout { get; } = new(408, "request-timeout", "The request came too slowly", "请求超时");
    public static ProblemKind Conflict { get; } = new(409, "conflict", "The alert's state does not allow it", "预警当前状态不允许此操作");
    public static ProblemKind NeverSilenced { get; } = new(409, "never-silenced", "This rule may never be silenced", "该规则不得静默");
    public static ProblemKind CaseConflict { get; } = new(409, "case-conflict", "The case file does not allow it", "案卷当前状态不允许此操作");
    public static ProblemKind OwnDraft { get; } = new(409, "own-draft", "A draft is reviewed by another person", "草案须由他人复核");
    public static ProblemKind ViewConflict { get; } = new(409, "view-conflict", "The saved view does not allow it", "该视图不允许此操作");
    public static ProblemKind NameTaken { get; } = new(409, "name-taken", "The name is taken", "名称已被使用");
    public static ProblemKind AccessConflict { get; } = new(409, "access-conflict", "The account or token does not allow it", "账号或令牌当前状态不允许此操作");
    public static ProblemKind BodyTooLarge { get; } = new(413, "body-too-large", "The body is too large", "请求体过大");
    public static ProblemKind TooManyEvents { get; } = new(413, "too-many-events", "The batch has too many events", "批次事件过多");
    public static ProblemKind UnsupportedMediaType { get; } = new(415, "unsupported-media-type", "The content type is not supported", "不支持的内容类型");
    public static ProblemKind UnsupportedEncoding { get; } = new(415, "unsupported-encoding", "The content encoding is not supported", "不支持的内容编码");
    public static ProblemKind Overloaded { get; } = new(429, "overloaded", "Too much at once", "请求过多，请稍后重试");
    public static ProblemKind Locked { get; } = new(429, "locked", "Too many failed sign-ins", "登录失败次数过多，请稍后重试");
    public static ProblemKind HeadersTooLarge { get; } = new(431, "headers-too-large", "The headers are too large", "请求标头过大");
    public static ProblemKind AttachmentDamaged { get; } = new(410, "attachment-damaged", "The file is not what was attached", "附件与登记的哈希不符");
    public static ProblemKind Internal { get; } = new(500, "internal", "Something went wrong here", "服务器内部错误");
    public static ProblemKind JournalUnavailable { get; } = new(503, "journal-unavailable", "The journal cannot be written", "日志暂不可写");
    public static ProblemKind NotReady { get; } = new(503, "not-ready", "Not ready", "服务尚未就绪");
    public static ProblemKind TooManyConnections { get; } = new(503, "too-many-connections", "Too many connections", "连接数过多");

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
