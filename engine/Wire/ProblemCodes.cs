namespace LtcActors.Engine.Wire;

/// <summary>The words of <see cref="Problem.Code"/>. They are part of the contract: one is added, none is changed.</summary>
public static class ProblemCodes
{
    /// <summary>The bytes are no JSON at all.</summary>
    public const string NotJson = "not-json";

    /// <summary>A required member is absent or null.</summary>
    public const string Missing = "missing";

    /// <summary>A string where a number belongs, and the like.</summary>
    public const string WrongType = "wrong-type";

    /// <summary>The right JSON type, but not of the form asked for.</summary>
    public const string Malformed = "malformed";

    /// <summary>An extension attribute whose name is not of lower-case letters and digits.</summary>
    public const string MalformedName = "malformed-name";

    /// <summary>The right form, but a value or a length outside the bounds.</summary>
    public const string OutOfRange = "out-of-range";

    /// <summary>Not one of the words listed.</summary>
    public const string UnknownValue = "unknown-value";

    /// <summary>An event type that the contract does not know.</summary>
    public const string UnknownType = "unknown-type";

    /// <summary>A member that we read stands twice.</summary>
    public const string DuplicateMember = "duplicate-member";

    /// <summary>Objects and arrays nested deeper than <see cref="WireLimits.Depth"/>.</summary>
    public const string TooDeep = "too-deep";

    /// <summary>More events in one batch than are taken.</summary>
    public const string TooMany = "too-many";

    /// <summary>A <c>specversion</c> other than 1.0.</summary>
    public const string UnsupportedVersion = "unsupported-version";

    /// <summary>A <c>datacontenttype</c> other than JSON.</summary>
    public const string UnsupportedMediaType = "unsupported-media-type";
}
