using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Texts;

namespace LtcActors.Silo.Problems;

/// <summary>Writes RFC 9457 problem details with the members that every problem of this API has.</summary>
internal static class ProblemWriter
{
    public static async Task WriteAsync(HttpContext context, Refusal refusal)
    {
        var response = context.Response;
        var kind = refusal.Kind;
        response.StatusCode = kind.Status;
        response.ContentType = "application/problem+json";
        if (refusal.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = WholeSeconds(wait).ToString(CultureInfo.InvariantCulture);
        }

        if (kind.Status is 408 or 413)
        {
            // What is left of the body is not worth reading.
            response.Headers.Connection = "close";
        }

        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        using (var json = new Utf8JsonWriter(response.BodyWriter, Json.WriterOptions))
        {
            Write(json, context, refusal);
        }

        await response.BodyWriter.FlushAsync();
    }

    /// <summary>Retry-After has whole seconds; zero would invite a client to spin.</summary>
    public static long WholeSeconds(TimeSpan wait) => Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));

    private static void Write(Utf8JsonWriter json, HttpContext context, Refusal refusal)
    {
        var kind = refusal.Kind;
        json.WriteStartObject();
        json.WriteString("type"u8, $"urn:ltcactors:problem:{kind.Code}");
        json.WriteString("title"u8, (PrefersChinese(context.Request) ? Words.Chinese : Words.English).Of("problem", kind.Code));
        json.WriteNumber("status"u8, kind.Status);
        json.WriteString("detail"u8, refusal.Message);
        json.WriteString("code"u8, kind.Code);
        json.WriteString("traceId"u8, Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier);
        if (refusal.Pointer is { } pointer)
        {
            json.WriteString("pointer"u8, pointer);
        }

        if (refusal.Parameter is { } parameter)
        {
            json.WriteString("parameter"u8, parameter);
        }

        if (refusal.Alert is { } alert)
        {
            json.WritePropertyName("alert"u8);
            JsonSerializer.Serialize(json, alert, Json.Alert);
        }

        json.WriteEndObject();
    }

    private static bool PrefersChinese(HttpRequest request) =>
        request.Headers.AcceptLanguage.ToString().StartsWith("zh", StringComparison.OrdinalIgnoreCase);
}
