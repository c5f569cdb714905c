namespace LtcActors.Domain.Policies;

/// <summary>The policies cannot be used as they are written. The message names file, line and value.</summary>
public sealed class PolicyException : Exception
{
    /// <param name="file">As it was given, such as <c>tianjin/staffing.json</c>.</param>
    /// <param name="line">From 1; null when it is the whole file, or something that no file holds.</param>
    public PolicyException(string file, int? line, string why)
        : base(line is { } l ? $"{file}({l}): {why}" : $"{file}: {why}") => (File, Line) = (file, line);

    public string File { get; }

    public int? Line { get; }
}
