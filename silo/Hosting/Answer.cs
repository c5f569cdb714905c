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

    /// <summary>A file to keep under a name, from its beginning.</summary>
    public static async Task FileAsync(HttpContext context, MemoryStream file, string contentType, string name)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = file.Length;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(file.GetBuffer().AsMemory(0, (int)file.Length), context.RequestAborted);
        }
    }

    public static Task WriteAsync<T>(HttpContext context, T value) =>
        WriteAsync(context, json => JsonSerializer.Serialize(json, value, Json.Options));
}
