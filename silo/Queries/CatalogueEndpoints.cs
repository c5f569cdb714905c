using System.Text;
using LtcActors.Domain.Calendars;
using LtcActors.Engine.Wire;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Access;
using LtcActors.Silo.Exports;
using LtcActors.Silo.PolicyVersions;
using LtcActors.Silo.Problems;

namespace LtcActors.Silo.Queries;

/// <summary>What the API is made of: rules and schemas.</summary>
internal sealed class CatalogueEndpoints(SiloParts parts, PoliciesInForce inForce, Export export)
{
    private readonly byte[] index = Encoding.UTF8.GetBytes(JsonSchemas.Index);
    private readonly Dictionary<string, byte[]> schemas =
        JsonSchemas.All.ToDictionary(s => s.Key + ".json", s => Encoding.UTF8.GetBytes(s.Value), StringComparer.Ordinal);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Get("/v1/rules", RulesAsync, "The rules with the thresholds in force").RequireAuthorization(Roles.Officer).WithMetadata(new ForWall());
        // Both those who send and those who read need these.
        routes.Get("/schemas", IndexAsync, "The event types that have a JSON Schema").RequireAuthorization();
        routes.Get("/schemas/{file}", SchemaAsync, "The JSON Schema of an event type: its name and .json").RequireAuthorization();
    }

    private async Task RulesAsync(HttpContext context)
    {
        var all = parts.Rules(inForce.Book, Shanghai.DayOf(parts.Clock.GetUtcNow()));
        if (!await export.TryAnswerAsync(context, words => Tables.Rules(all, words)))
        {
            await Answer.WriteAsync(context, new RuleList(all));
        }
    }

    private Task IndexAsync(HttpContext context) => SendAsync(context, index, "application/json");

    private Task SchemaAsync(HttpContext context) =>
        schemas.TryGetValue((string)context.GetRouteValue("file")!, out var text)
            ? SendAsync(context, text, "application/schema+json")
            : throw new Refusal(ProblemKind.NotFound, "There is no schema of this name; /schemas lists them.");

    private static async Task SendAsync(HttpContext context, byte[] text, string contentType)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = text.Length;
        await context.Response.Body.WriteAsync(text, context.RequestAborted);
    }

    private sealed record RuleList(IReadOnlyList<RuleInfo> Items);
}
