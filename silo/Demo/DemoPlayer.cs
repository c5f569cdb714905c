using System.Net.Http.Headers;
using LtcActors.Silo.Access;

namespace LtcActors.Silo.Demo;

/// <summary>Plays the simulated city over HTTP, as any sender would, with a token that ends with the process.</summary>
internal sealed partial class DemoPlayer(
    Func<HttpClient, CancellationToken, Task> play, AccessBook book, BoundAddress address, IHostApplicationLifetime lifetime, ILogger<DemoPlayer> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Hosted services start before the server listens.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var whenStarted = lifetime.ApplicationStarted.Register(started.SetResult);
        await using var whenStopped = stoppingToken.Register(() => started.TrySetCanceled(stoppingToken));
        try
        {
            await started.Task;
            using var client = new HttpClient { BaseAddress = await address.Value };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", book.Issue("demo", Roles.Feed));
            await play(client, stoppingToken);
            LogEnded();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops, and the city with it.
        }
        catch (Exception error)
        {
            // A demo that fails is no reason to stop serving.
            LogFailed(error);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "The simulated city has been played to its end.")]
    private partial void LogEnded();

    [LoggerMessage(2, LogLevel.Error, "The simulated city stopped.")]
    private partial void LogFailed(Exception error);
}
