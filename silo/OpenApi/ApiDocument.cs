using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LtcActors.Engine.Alerts;
using LtcActors.Silo.Queries;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace LtcActors.Silo.OpenApi;

/// <summary>The published description. Handlers read their requests by hand, so what they read is said here, and a test compares.</summary>
internal static partial class ApiDocument
{
    private const string Token = "token";

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "LtcActors", Version = "1", Description = "Supervision of long-term-care insurance 长护险." };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Token] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Token, document)] = [] }];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(DescribeAsync);
    }

    private static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken stop)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var path = "/" + context.Description.RelativePath;
        operation.Summary = metadata.OfType<Operation>().FirstOrDefault()?.Summary;
        operation.Tags = new HashSet<OpenApiTagReference>();
        operation.Parameters = [.. PathParameters(path), .. QueryParameters(path)];
        operation.RequestBody = RequestBody(path, context.Description.HttpMethod);
        operation.Responses = new OpenApiResponses
        {
            [path == "/api/session" && context.Description.HttpMethod == "DELETE" ? "204" : "200"] = new OpenApiResponse
            {
                Description = "Done.",
                Content = await ContentAsync(path, context, stop),
            },
            ["default"] = new OpenApiResponse
            {
                Description = "RFC 9457 problem details; `code` is stable.",
                Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new OpenApiMediaType { Schema = ProblemSchema() } },
            },
        };
        if (metadata.OfType<Microsoft.AspNetCore.Authorization.IAllowAnonymous>().Any())
        {
            operation.Security = [];
        }
    }

    private static IEnumerable<IOpenApiParameter> PathParameters(string path) => PathParameter().Matches(path).Select(match => new OpenApiParameter
    {
        Name = match.Groups[1].Value,
        In = ParameterLocation.Path,
        Required = true,
        Schema = match.Groups[1].Value == "seq" ? Whole(1) : Text(),
    });

    private static IEnumerable<IOpenApiParameter> AlertFilterParameters() => AlertFilters.QueryNames.Append("q").Select(name => name switch
    {
        "subject" => Query(name, "One id.", Text()),
        "since" => Query(name, "Raised at this instant or later.", Instant()),
        "due" => Query(name, "overdue; soon, which has the overdue ones as well; escalated: nobody took it in its time, and it is not closed.", Text()),
        "assignee" => Query(name, "One or more officers, with commas between; - for nobody.", Text()),
        "q" => Query(name, "Words that must all stand in the alert's ids, titles, people, place or visits, in either language.", Text()),
        _ => Query(name, "One or more, with commas between.", Text()),
    });

    private static IEnumerable<IOpenApiParameter> QueryParameters(string path)
    {
        if (path is "/v1/alerts/counts" or "/v1/triage/next")
        {
            return AlertFilterParameters();
        }

        if (path == "/v1/alerts")
        {
            return [.. AlertFilterParameters(), Query("order", "oldest (unless given) or newest change first.", Text()),
                Query("after", "Place in the journal; with the oldest first.", Whole(0)), Query("before", "Place in the journal; with the newest first.", Whole(0)),
                Query("limit", "1 to 1000; 200 unless given.", Whole(1))];
        }

        if (path.EndsWith("/history", StringComparison.Ordinal))
        {
            return [Query("from", "By the event's time, inclusive.", Instant()), Query("to", "Exclusive.", Instant()),
                Query("after", "Place in the journal.", Whole(0)), Query("limit", "1 to 1000; 200 unless given.", Whole(1)),
                Query("standing", "now (unless given), or over-time: with when entries were withdrawn and their alerts raised.", Text())];
        }

        if (path == "/v1/audit")
        {
            return [.. new[] { "by", "action", "kind", "id", "result", "purpose" }.Select(name => Query(name, "Exactly this.", Text())),
                Query("from", "By the entry's time, inclusive.", Instant()), Query("to", "Exclusive.", Instant()),
                Query("before", "Place in the journal: the next of the page before.", Whole(1)), Query("limit", "1 to 1000; 200 unless given.", Whole(1))];
        }

        if (path == "/v1/shadow/alerts")
        {
            return [Query("rule", "One or more, with commas between.", Text()), Query("difference", "appear, vanish, change, or any (unless given).", Text()),
                Query("after", "An alert's id: the next of the page before.", Text()), Query("limit", "1 to 1000; 200 unless given.", Whole(1))];
        }

        if (path == "/v1/silences")
        {
            return [Query("status", "active, ended or expired; all unless given.", Text())];
        }

        if (path == "/v1/map")
        {
            return [Query("bbox", "west,south,east,north in WGS-84 degrees.", Text()), Query("layers", "homes, institutions, check-ins, alerts, with commas between; all unless given.", Text()),
                Query("cells", "Cells across the box, 1 to 96; 40 unless given. What lies in one cell comes as a cluster.", Whole(1)),
                Query("from", "Of check-ins, by the event's time, inclusive; a day before 'to' unless given.", Instant()), Query("to", "Exclusive; now unless given.", Instant())];
        }

        if (path == "/v1/cases/{kind}/{id}/attachments")
        {
            return [Query("name", "The file's name.", Text()), Query("text", "Why it is attached.", Text())];
        }

        if (path.StartsWith("/v1/graph/", StringComparison.Ordinal))
        {
            return [Query("steps", "1 to 3; 2 unless given.", Whole(1)), Query("limit", "Nodes, 2 to 400; 120 unless given.", Whole(2)), AsOf()];
        }

        return EntityPath().IsMatch(path) ? [AsOf()] : [];
    }

    private static OpenApiParameter AsOf() => Query("asOf", "As known at this instant; now unless given.", Instant());

    private static OpenApiRequestBody? RequestBody(string path, string? method) => (method, path) switch
    {
        ("POST", "/v1/events") => new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/cloudevents+json"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.Object } },
                ["application/cloudevents-batch+json"] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.Object } },
                },
                ["application/x-ndjson"] = new OpenApiMediaType { Schema = Text() },
                ["application/json"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.Object } },
            },
        },
        ("POST", "/api/session") => JsonBody("user", "password"),
        ("POST", "/api/session/password") => JsonBody("current", "next"),
        ("POST", "/v1/accounts") => JsonBody("name", "displayName", "role", "districts[]", "institutions[]"),
        ("POST", "/v1/accounts/{id}/change") => JsonBody("displayName", "role", "districts[]", "institutions[]", "disabled?"),
        ("POST", "/v1/tokens") => JsonBody("name", "role", "sources[]", "caregiverId"),
        ("POST", "/v1/accounts/{id}/password" or "/v1/tokens/{id}/rotate" or "/v1/tokens/{id}/revoke" or "/v1/sessions/{id}/revoke") => null,
        ("POST", _) when path.EndsWith("/reveal", StringComparison.Ordinal) => JsonBody("purpose", "note"),
        ("POST", "/v1/alerts/{id}/silence") => JsonBody("reason", "until", "subject"),
        ("POST", "/v1/policies" or "/v1/policies/{id}/revise") => JsonBody("title", "values"),
        ("POST", "/v1/policies/{id}/publish") => JsonBody("from"),
        ("POST", "/v1/replays") => JsonBody("policy", "from", "to"),
        ("POST", "/v1/cases/{kind}/{id}/notes") => JsonBody("text"),
        ("POST", "/v1/cases/{kind}/{id}/pins") => JsonBody("seq", "text"),
        ("POST", "/v1/cases/{kind}/{id}/pins/{item}/remove") => null,
        ("POST", "/v1/cases/{kind}/{id}/attachments") => new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/octet-stream"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
            },
        },
        ("POST", "/v1/silences/{id}/end") => JsonBody("note"),
        ("POST", "/v1/triage/next" or "/v1/attendance") => null,
        ("POST", "/v1/views") => JsonBody("name", "query", "sharing", "id"),
        ("POST", "/v1/views/{id}/default" or "/v1/views/{id}/default/end") => JsonBody("role"),
        ("POST", "/v1/triage") => JsonBody("action", "items", "note", "assignee", "outcome"),
        ("POST", _) => JsonBody("note", "assignee", "outcome", "ifSeq"),
        _ => null,
    };

    private static OpenApiRequestBody JsonBody(params string[] members) => new()
    {
        Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new OpenApiMediaType { Schema = Object(members) } },
    };

    private static async Task<Dictionary<string, OpenApiMediaType>?> ContentAsync(
        string path, OpenApiOperationTransformerContext context, CancellationToken stop)
    {
        if (path == "/v1/alerts")
        {
            var alert = await context.GetOrCreateSchemaAsync(typeof(AlertRecord), null, stop);
            var page = Object();
            page.Properties!["items"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = alert };
            page.Properties["next"] = Whole(0);
            return Json(page);
        }

        return path switch
        {
            "/metrics" => new Dictionary<string, OpenApiMediaType> { ["text/plain"] = new OpenApiMediaType { Schema = Text() } },
            "/v1/events" => Json(Results()),
            _ when path.StartsWith("/v1/alerts/", StringComparison.Ordinal) => Json(await context.GetOrCreateSchemaAsync(typeof(AlertRecord), null, stop)),
            _ => Json(new OpenApiSchema { Type = JsonSchemaType.Object }),
        };
    }

    private static OpenApiSchema Results()
    {
        var problem = Object("code", "detail", "pointer");
        var result = Object("id");
        result.Properties!["status"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. Words("accepted", "duplicate", "rejected")] };
        result.Properties["seq"] = Whole(1);
        result.Properties["problems"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = problem };
        var results = Object();
        results.Properties!["results"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = result };
        return results;
    }

    private static OpenApiSchema ProblemSchema()
    {
        var problem = Object("type", "title", "detail", "code", "traceId", "pointer", "parameter");
        problem.Properties!["status"] = Whole(400);
        return problem;
    }

    private static Dictionary<string, OpenApiMediaType> Json(IOpenApiSchema schema) =>
        new() { ["application/json"] = new OpenApiMediaType { Schema = schema } };

    private static OpenApiParameter Query(string name, string description, OpenApiSchema schema) =>
        new() { Name = name, In = ParameterLocation.Query, Description = description, Schema = schema };

    private static OpenApiSchema Object(params string[] texts) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = texts.ToDictionary(t => t.TrimEnd('[', ']', '?'), MemberOf, StringComparer.Ordinal),
    };

    /// <param name="name">With [] at its end an array of strings, with ? a truth, else a string.</param>
    private static IOpenApiSchema MemberOf(string name) => name[^1] switch
    {
        ']' => new OpenApiSchema { Type = JsonSchemaType.Array, Items = Text() },
        '?' => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        _ => Text(),
    };

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static OpenApiSchema Instant() => new() { Type = JsonSchemaType.String, Format = "date-time" };

    private static OpenApiSchema Whole(long min) => new()
    {
        Type = JsonSchemaType.Integer,
        Format = "int64",
        Minimum = min.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    private static IEnumerable<JsonNode> Words(params string[] words) => words.Select(w => (JsonNode)w);

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PathParameter();

    [GeneratedRegex(@"^/v1/(persons|caregivers|institutions|bindings)/\{id\}(/alerts|/homes|/visits|/visits/\{visit\}|/days/\{day\})?$")]
    private static partial Regex EntityPath();
}
