using LtcActors.Domain.Policies;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Queries;

namespace LtcActors.Silo;

/// <summary>What the engine's factory is given.</summary>
/// <param name="Data">Exists, and is this silo's alone.</param>
/// <param name="Services">The host's: an engine that lives in the host is found there.</param>
public sealed record SiloContext(string Data, TimeProvider Clock, ILoggerFactory Loggers, IServiceProvider Services);

/// <summary>What the silo serves and does not make itself. A test puts in its own.</summary>
public sealed record SiloParts
{
    /// <summary>Called once, before the first connection is taken. Disposed with the silo, after the last one has ended.</summary>
    public required Func<SiloContext, ISupervision> Supervision { get; init; }

    /// <summary>What an engine adds to the host it lives in.</summary>
    public Action<IHostApplicationBuilder>? Host { get; init; }

    /// <summary>Routes that an engine adds to the silo's own.</summary>
    public Action<IEndpointRouteBuilder>? Routes { get; init; }

    /// <summary>The rules with the thresholds that policies have in force on a day.</summary>
    public required Func<PolicyBook, DateOnly, IReadOnlyList<RuleInfo>> Rules { get; init; }

    /// <summary>The policies that came with the program: what drafts must fit.</summary>
    public required PolicyBook Policies { get; init; }

    /// <summary>Plays into the API until cancelled; its client knows the address and may send events.</summary>
    public Func<HttpClient, CancellationToken, Task>? Demo { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
