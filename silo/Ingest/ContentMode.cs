using LtcActors.Silo.Hosting;
using LtcActors.Silo.Problems;

namespace LtcActors.Silo.Ingest;

/// <summary>How events stand in a request.</summary>
internal enum ContentMode
{
    /// <summary>One CloudEvent as a JSON object.</summary>
    Structured,

    /// <summary>An array of them.</summary>
    Batch,

    /// <summary>One a line, read and answered as they arrive.</summary>
    Lines,

    /// <summary>Attributes in <c>ce-*</c> headers, the body is the data.</summary>
    Binary,
}

internal static class ContentModes
{
    private const string Accepted =
        "Events come as application/cloudevents+json, application/cloudevents-batch+json or application/x-ndjson in UTF-8, "
        + "or as application/json with ce-* headers.";

    /// <exception cref="Refusal">None of the four.</exception>
    public static ContentMode Of(HttpRequest request)
    {
        var type = MediaType.Of(request);
        var mode = OfType(type, request);
        return mode is { } known && MediaType.IsUtf8(request) ? known : throw new Refusal(ProblemKind.UnsupportedMediaType, Accepted);
    }

    private static ContentMode? OfType(ReadOnlySpan<char> type, HttpRequest request)
    {
        if (MediaType.Is(type, "application/cloudevents+json"))
        {
            return ContentMode.Structured;
        }

        if (MediaType.Is(type, "application/cloudevents-batch+json"))
        {
            return ContentMode.Batch;
        }

        if (MediaType.Is(type, "application/x-ndjson"))
        {
            return ContentMode.Lines;
        }

        // Another format of the CloudEvents family stays unsupported, whatever headers come with it.
        var family = type.StartsWith("application/cloudevents", StringComparison.OrdinalIgnoreCase);
        var named = request.Headers.ContainsKey("ce-specversion") || request.Headers.ContainsKey("ce-id");
        return !family && named && (type.IsEmpty || MediaType.IsJson(type)) ? ContentMode.Binary : null;
    }
}
