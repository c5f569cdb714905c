using LtcActors.Engine.Ports;

namespace LtcActors.Silo.Hosting;

/// <summary>Deletes what is over although nobody asks any more: a table does not end with the process, as memory does.</summary>
internal sealed partial class TableSweep(IEnumerable<ISwept> tables, SiloLimits limits, ILogger<TableSweep> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var table in tables)
            {
                try
                {
                    await Task.Run(table.Sweep, stoppingToken).WaitAsync(stoppingToken);
                }
                catch (JournalUnavailableException e)
                {
                    LogLater(e.Message);
                }
            }

            await Task.Delay(limits.TableSweep, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "What is over is deleted later. {Reason}")]
    private partial void LogLater(string reason);
}
