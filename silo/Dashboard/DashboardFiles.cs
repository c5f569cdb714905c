using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace LtcActors.Silo.Dashboard;

/// <summary>
/// The built dashboard: its files for anybody (the sign-in page is one of them, and none holds data), and its page for every address
/// that is not the API's, so that a link into the dashboard works in a new tab.
/// </summary>
internal static class DashboardFiles
{
    private const string Page = "index.html";
    private static readonly string[] Api = ["/v1", "/api", "/hubs", "/health", "/metrics", "/openapi", "/schemas"];

    public static void Use(IApplicationBuilder app, string webRoot)
    {
        if (!File.Exists(Path.Combine(webRoot, Page)))
        {
            return; // Built without it.
        }

        var files = new PhysicalFileProvider(Path.GetFullPath(webRoot));
        var page = files.GetFileInfo(Page);
        app.UseWhen(IsForBrowser, browser =>
        {
            browser.UseStaticFiles(new StaticFileOptions { FileProvider = files, OnPrepareResponse = SetCaching });
            browser.Use((context, next) => WantsPage(context.Request) ? SendAsync(context, page) : next(context));
        });
    }

    private static bool IsForBrowser(HttpContext context) =>
        context.GetEndpoint() is null && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && !Array.Exists(Api, prefix => context.Request.Path.StartsWithSegments(prefix));

    /// <summary>A missing script must not be answered with a page: the browser's error would mislead.</summary>
    private static bool WantsPage(HttpRequest request) =>
        request.Path == "/" || !Path.HasExtension(request.Path) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Vite puts a hash of the content into the names under assets; all else is asked for again each time.</summary>
    private static void SetCaching(StaticFileResponseContext prepared) =>
        prepared.Context.Response.Headers.CacheControl =
            prepared.Context.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache";

    private static Task SendAsync(HttpContext context, IFileInfo page)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = page.Length;
        context.Response.Headers.CacheControl = "no-cache";
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.SendFileAsync(page, context.RequestAborted);
    }
}
