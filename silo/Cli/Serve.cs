using LtcActors.Domain.Policies;
using LtcActors.Engine.Ports;

namespace LtcActors.Silo.Cli;

/// <summary>The verb serve: starts, says where, waits, ends.</summary>
internal static class Serve
{
    /// <returns>0 ended in good order, 1 could not start, 2 options are wrong.</returns>
    public static async Task<int> RunAsync(
        SiloOptions options, Func<SiloOptions, SiloParts> parts, TextWriter output, TextWriter errors, CancellationToken stop)
    {
        if (options.Problems() is { Count: > 0 } problems)
        {
            await errors.WriteLineAsync(string.Join(Environment.NewLine, problems));
            return 2;
        }

        try
        {
            await using var silo = await SiloHost.StartAsync(options, parts(options), stop: stop);
            // The path and never what is in it: a terminal is scrolled back, recorded and shared.
            if (silo.FirstRunFile is { } file)
            {
                await output.WriteLineAsync($"First run: tokens and the administrator's password are in {file}");
            }

            await output.WriteLineAsync($"Listening on {silo.Address.GetLeftPart(UriPartial.Authority)}");
            await output.FlushAsync(stop);
            await silo.WaitForShutdownAsync(stop);
            return 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException or JournalUnavailableException or PolicyException or StartRefusedException)
        {
            // The address is taken, the folder cannot be written, the access file, the journal or a policy cannot be read, a cluster runs by others: the operator's to mend.
            await errors.WriteLineAsync($"The silo cannot start: {error.Message}");
            return 1;
        }
    }
}
