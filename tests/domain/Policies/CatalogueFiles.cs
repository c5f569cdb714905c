using LtcActors.Domain.Policies;

namespace LtcActors.Domain.Tests.Policies;

/// <summary>The shipped policies with catalogues of services for Tianjin, of codes that are made up.</summary>
internal static class CatalogueFiles
{
    public const string File = "tianjin/catalogue.json";

    public static PolicyBook With(params string[] versions) => PolicyBook.Read(ShippedPolicies.Files.Append(new(File, Of(versions))));

    public static string Of(params string[] versions) => $"[\n{string.Join(",\n", versions)}\n]";

    /// <summary>One catalogue, on a line of its own.</summary>
    public static string Version(string from, string? until, params string[] codes) =>
        $$"""{"from": "{{from}}", {{(until is null ? "" : $"\"until\": \"{until}\", ")}}"citation": {"source": "tianjin-2023-catalogue", "article": "1"}, "services": [{{string.Join(", ", codes.Select(Service))}}]}""";

    private static string Service(string code) => $$"""{"code": "{{code}}", "zh": "项目{{code}}", "en": "Service {{code}}"}""";
}
