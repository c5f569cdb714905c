namespace LtcActors.Silo.Problems;

/// <summary>Headers that every answer carries.</summary>
/// <param name="tiles">Origin of the map's tiles, the only other host that a page may have pictures from; null: none.</param>
internal sealed class SecurityHeaders(string? tiles)
{
    private readonly string policy =
        $"default-src 'self'; img-src 'self' data:{(tiles is null ? "" : " " + tiles)}; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public void Apply(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // Static files set their own over this.
        headers.CacheControl = "no-store";
    }
}
