using System.Text.Json;

namespace LtcActors.Silo.Hosting;

/// <summary>Answers of 200 written by hand.</summary>
internal static class Answer
{
    public static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write, string contentType = "application/json")
    {
        context.Response.ContentType = contentType;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        using (var json = new Utf8JsonWriter(context.Response.BodyWriter, Json.WriterOptions))
        {
            write(json);
        }

        await context.Response.BodyWriter.FlushAsync();
    }

    public static Task WriteAsync<T>(HttpContext context, T value) =>
        WriteAsync(context, json => JsonSerializer.Serialize(json, value, Json.Options));
}
