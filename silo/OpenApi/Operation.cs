namespace LtcActors.Silo.OpenApi;

/// <summary>On an endpoint: what the OpenAPI document says of it.</summary>
internal sealed record Operation(string Summary);
